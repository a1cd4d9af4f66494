"""The learning equations of a network of few connections."""

from taxrec_lite.own_network.network import OwnNetwork

__all__ = ["OwnNetwork"]
