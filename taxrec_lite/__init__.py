"""taxrec_lite: the learning rules of recurrent networks, from BPTT to RTRL to m-order e-prop, in NumPy.

Follows Martín-Sánchez, Bohté & Otte, "A Taxonomy of Recurrent Learning Rules" (ICANN 2022).
"""

from taxrec_lite import cells, rules, tasks
from taxrec_lite.cells import ALIF, GRU, LIF, LSTM, FastSigmoid, LeakyRNN, Logistic, Rectangular, Triangular, decay
from taxrec_lite.measures import agree, by_order, cosine, relative_error
from taxrec_lite.network import Network
from taxrec_lite.optimizers import SGD, Adam
from taxrec_lite.parameters import Parameters
from taxrec_lite.readout import Readout
from taxrec_lite.record import Record
from taxrec_lite.rules.bptt import bptt
from taxrec_lite.rules.eprop import adapt_feedback, eprop, random_feedback
from taxrec_lite.rules.m_order import all_orders, m_order
from taxrec_lite.rules.online import Online
from taxrec_lite.rules.rtrl import rtrl
from taxrec_lite.training import Training, train

__version__ = "0.1.0"

__all__ = [
    "ALIF", "GRU", "LIF", "LSTM", "SGD", "Adam", "FastSigmoid", "LeakyRNN", "Logistic", "Network", "Online", "Parameters",
    "Readout", "Record", "Rectangular", "Training", "Triangular", "adapt_feedback", "agree", "all_orders", "bptt", "by_order",
    "cells", "cosine", "decay", "eprop", "m_order", "random_feedback", "relative_error", "rtrl", "rules", "tasks", "train",
]
