"""Bad input is refused by an error that names the argument, what was given and what is accepted."""

from dataclasses import MISSING, fields
from functools import partial

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import losses
from taxrec_lite.oracles import central_differences, complex_step
from tests.nets import a_network, a_run, again, options_of

RUN = a_run("lif", B=2, masked=True)
NET, PARAMS = RUN.network, RUN.params
GRADIENT, RNG = tx.bptt(RUN), np.random.default_rng(0)
FEEDBACK = tx.random_feedback(RNG, NET)


def with_params(**changes):
    return again(RUN, params=tx.Parameters(**{**{"theta": PARAMS.theta, "W_out": PARAMS.W_out, "b_out": PARAMS.b_out},
                                              **changes}))


def adapted(feedback=FEEDBACK, gradient=GRADIENT, learning_rate=0.1, decay=0.1):
    return tx.adapt_feedback(feedback, gradient, learning_rate, decay)


def online(network=NET, params=PARAMS, rule="rtrl", **options):
    return tx.Online(network, params, rule, **{"B": 2, **options})


def online_step(x=RUN.x[0], target=RUN.target[0], mask=None):
    return online().step(x, target, mask)


def online_with(params, **options):
    learner = online(**options)
    learner.params = params
    return learner.step(RUN.x[0], RUN.target[0])


def a_training(network=a_network("lstm", n_in=4, n_out=2), task=tx.tasks.StoreRecall(1), rule="bptt", **settings):
    return tx.Training(network, task, rule, **settings)


# One line for each argument: (public name, name in the message, call with the argument, a good value)
ARRAYS = [
    ("Network", "x", lambda v: again(RUN, x=v), RUN.x),
    ("Network", "target", lambda v: again(RUN, target=v), RUN.target),
    ("Network", "mask", lambda v: again(RUN, mask=v), RUN.mask),
    ("Parameters", "theta", lambda v: with_params(theta=v), PARAMS.theta),
    ("Parameters", "W_out", lambda v: with_params(W_out=v), PARAMS.W_out),
    ("Parameters", "b_out", lambda v: with_params(b_out=v), PARAMS.b_out),
    ("eprop", "feedback", lambda v: tx.eprop(RUN, v), FEEDBACK),
    ("adapt_feedback", "feedback", lambda v: adapted(feedback=v), FEEDBACK),
    ("relative_error", "gradient", lambda v: tx.relative_error(v, GRADIENT), GRADIENT.theta),
    ("relative_error", "exact", lambda v: tx.relative_error(GRADIENT, v), GRADIENT.theta),
    ("agree", "gradient", lambda v: tx.agree(v, GRADIENT), GRADIENT.theta),
    ("agree", "exact", lambda v: tx.agree(GRADIENT, v), GRADIENT.theta),
    ("cosine", "gradient", lambda v: tx.cosine(v, GRADIENT), GRADIENT.theta),
    ("cosine", "exact", lambda v: tx.cosine(GRADIENT, v), GRADIENT.theta),
    ("Online", "x", lambda v: online_step(x=v), RUN.x[0]),
    ("Online", "target", lambda v: online_step(target=v), RUN.target[0]),
    ("Online", "mask", lambda v: online_step(mask=v), RUN.mask[0]),
    ("Online", "feedback", lambda v: online(rule="random_eprop", feedback=v), FEEDBACK),
]

# (public name, name in the message, call, least)
INTEGERS = [
    ("Readout", "n_out", lambda v: tx.Readout(v), 1),
    ("m_order", "m", lambda v: tx.m_order(RUN, v), 1),
    ("m_order", "m", lambda v: tx.m_order(RUN, v, causal=True), 1),
    ("Online", "m", lambda v: online(rule="m_order", m=v), 1),
    ("Online", "B", lambda v: online(B=v), 1),
    ("Training", "B", lambda v: a_training(B=v), 1),
    ("Training", "updates", lambda v: a_training().run(v), 1),
    ("Training", "trials", lambda v: a_training().evaluate(v), 1),
    ("train", "updates", lambda v: tx.train(a_training().network, a_training().task, "bptt", v), 1),
    ("tasks", "T", tx.tasks.Pattern, 1),
]

# (public name, name in the message, call, numbers outside its range)
NUMBERS = [
    ("Readout", "kappa", lambda v: tx.Readout(1, v), [-0.1, 1, 2]),
    ("Network", "gain", lambda v: NET.init(RNG, v), [-0.1]),
    *((kind.__name__, name, lambda v, kind=kind, name=name: kind(**{name: v}), [0, -1])
      for kind in (tx.Triangular, tx.Rectangular, tx.FastSigmoid, tx.Logistic) for name in ("height", "width")),
    ("decay", "tau", lambda v: tx.decay(v), [0, -1]),
    ("decay", "dt", lambda v: tx.decay(20.0, v), [0, -1]),
    ("adapt_feedback", "learning_rate", lambda v: adapted(learning_rate=v), [-0.1]),
    ("adapt_feedback", "decay", lambda v: adapted(decay=v), [-0.1, 1.1]),
    ("SGD", "learning_rate", tx.SGD, [-0.1]),
    ("SGD", "momentum", lambda v: tx.SGD(0.1, v), [-0.1, 1]),
    ("Adam", "learning_rate", tx.Adam, [-0.1]),
    *(("Adam", name, lambda v, name=name: tx.Adam(0.1, **{name: v}), [-0.1, 1]) for name in ("beta1", "beta2")),
    ("Adam", "epsilon", lambda v: tx.Adam(0.1, epsilon=v), [0, -1e-8]),
    ("Training", "gain", lambda v: a_training(gain=v), [-0.1]),
    ("oracles", "step", lambda v: central_differences(RUN, v), [0, -1e-5]),
    ("oracles", "step", lambda v: complex_step(RUN, v), [0, -1e-5]),
]

# (public name, name in the message, call, one of the accepted names)
CHOICES = [
    ("losses", "loss", losses.get, "cross_entropy"),
    ("Network", "loss", lambda v: again(RUN, loss=v), "cross_entropy"),
    ("Online", "loss", lambda v: online(loss=v), "cross_entropy"),
    ("Online", "rule", lambda v: online(rule=v), "rtrl"),
    ("rules", "rule", tx.rules.get, "rtrl"),
    ("rtrl", "dtype", lambda v: tx.rtrl(RUN, v), "float32"),
    ("cells", "cell", tx.cells.get, "lif"),
    ("tasks", "task", tx.tasks.get, "adding"),
    ("Training", "rule", lambda v: a_training(rule=v), "bptt"),
]

# (public name, name in the message, call, the accepted class)
INSTANCES = [
    ("Network", "cell", lambda v: tx.Network(v, NET.readout), "Cell"),
    ("Network", "readout", lambda v: tx.Network(NET.cell, v), "Readout"),
    ("Network", "rng", NET.init, "Generator"),
    ("Network", "params", lambda v: again(RUN, params=v), "Parameters"),
    ("Online", "network", lambda v: online(network=v), "Network"),
    ("Online", "params", lambda v: online(params=v), "Parameters"),
    ("Online", "params", online_with, "Parameters"),
    ("random_feedback", "rng", lambda v: tx.random_feedback(v, NET), "Generator"),
    ("random_feedback", "network", lambda v: tx.random_feedback(RNG, v), "Network"),
    ("adapt_feedback", "gradient", lambda v: adapted(gradient=v), "Parameters"),
    ("m_order", "causal", lambda v: tx.m_order(RUN, 2, causal=v), "bool"),
    *((rule.__name__, "run", rule, "Run") for rule in (tx.bptt, tx.rtrl, tx.eprop, tx.all_orders, tx.by_order)),
    ("m_order", "run", lambda v: tx.m_order(v, 2), "Run"),
    ("Training", "network", lambda v: a_training(network=v), "Network"),
    ("Training", "task", lambda v: a_training(task=v), "Task"),
    ("Training", "optimizer", lambda v: a_training(optimizer=v), "Optimizer"),
    ("Record", "chance", lambda v: tx.Record.empty({}, v, 1.0), "Score"),
    ("oracles", "run", central_differences, "Run"),
    ("oracles", "run", complex_step, "Run"),
]


def cell_arguments():
    """The arguments of each registered cell, sorted into the tables above by their defaults."""
    for name in tx.cells.names():
        kind = tx.cells.get(name)
        for field in fields(kind):
            def build(value, kind=kind, field=field):
                return kind(**{**{"n_in": 2, "n": 3}, field.name: value})
            if field.default is MISSING:
                INTEGERS.append((kind.__name__, field.name, build, 1))
            elif isinstance(field.default, bool):
                INSTANCES.append((kind.__name__, field.name, build, "bool"))
            elif isinstance(field.default, float):
                NUMBERS.append((kind.__name__, field.name, build, [-0.1]))
            elif isinstance(field.default, str):
                CHOICES.append((kind.__name__, field.name, build, field.default))
            else:
                INSTANCES.append((kind.__name__, field.name, build, type(field.default).__base__.__name__))


cell_arguments()


def cases(table, bad_values):
    """A parameter for each argument of `table` and each (label, value) that `bad_values` finds for it."""
    return [pytest.param(*row, bad, id=f"{row[0]}-{row[1]}-{label}")
            for row in table for label, bad in bad_values(row)]


def refused(error, call, value, *words):
    """`call(value)` raises `error` with a message that holds all `words`."""
    with pytest.raises(error) as caught:
        call(value)
    message = str(caught.value)
    missing = [word for word in map(str, words) if word not in message]
    assert not missing, f"{message!r} lacks {missing}"


def shapes(row):
    """Wrong shapes: an axis more, an axis less, each axis of another length or of none."""
    good = row[3]
    yield "one_axis_more", good[None]
    yield "one_axis_less", good[0]
    yield "scalar", np.float64(1.0)
    for axis in range(good.ndim):
        yield f"empty_axis{axis}", np.take(good, [], axis)
        # The axes T and B of x, and the sizes of a gradient that others are measured by, are free
        if not (row[:2] == ("Network", "x") and axis < 2) and row[1] != "exact":
            yield f"longer_axis{axis}", np.concatenate([good, np.take(good, [0], axis)], axis)
            if good.shape[axis] > 1:
                yield f"broadcastable_axis{axis}", np.take(good, [0], axis)


@pytest.mark.parametrize("_, name, call, good, bad", cases(ARRAYS, shapes))
def test_arrays_of_wrong_shape(_, name, call, good, bad):
    refused(ValueError, call, bad, name, "must have shape", bad.shape)


def not_finite(row):
    for value in (np.nan, np.inf, -np.inf):
        bad = row[3].copy()
        bad.flat[-1] = value
        yield str(value), bad


@pytest.mark.parametrize("_, name, call, good, bad", cases(ARRAYS, not_finite))
def test_arrays_that_are_not_finite(_, name, call, good, bad):
    refused(ValueError, call, bad, name, "finite", "NaN")


def not_real(row):
    yield "complex", row[3] + 0j
    yield "str", row[3].astype(str)
    yield "object", row[3].astype(object)
    yield "datetime", row[3].astype("datetime64[s]")


@pytest.mark.parametrize("_, name, call, good, bad", cases(ARRAYS, not_real))
def test_arrays_of_wrong_type_are_refused(_, name, call, good, bad):
    refused(TypeError, call, bad, name, "real numbers")


@pytest.mark.parametrize("_, name, call, good, bad", cases(ARRAYS[:1], not_real))
def test_arrays_of_wrong_type_have_it_named(_, name, call, good, bad):
    refused(TypeError, call, bad, bad.dtype.name.rstrip("0123456789"))


def no_arrays(row):
    optional = row[1] in ("mask", "feedback") and row[0] != "adapt_feedback"
    yield from [] if optional else [("None", None)]
    yield "str", "three"
    yield "object", object()
    yield "ragged", [[1.0], [1.0, 2.0]]
    yield "dict", {"x": 1.0}


@pytest.mark.parametrize("_, name, call, good, bad", cases(ARRAYS, no_arrays))
def test_what_is_no_array(_, name, call, good, bad):
    refused(TypeError, call, bad, name, "array of real numbers", type(bad).__name__)


@pytest.mark.parametrize("_, name, call, least, bad", cases(INTEGERS, lambda row: [("zero", 0), ("negative", -1)]))
def test_integers_that_are_too_small(_, name, call, least, bad):
    refused(ValueError, call, bad, name, f"at least {least}", bad)


def no_integers(row):
    optional = row[:2] == ("Online", "m")
    values = [2.5, 2.0, True, np.True_, "3", 1j, np.array([3]), [3]] + ([] if optional else [None])
    return [(repr(value), value) for value in values]


@pytest.mark.parametrize("_, name, call, least, bad", cases(INTEGERS, no_integers))
def test_what_is_no_integer(_, name, call, least, bad):
    refused(TypeError, call, bad, name, f"integer of at least {least}", repr(bad))


@pytest.mark.parametrize("_, name, call, outside, bad", cases(
    NUMBERS, lambda row: [(str(value), value) for value in (*row[3], np.nan, np.inf, -np.inf)]))
def test_numbers_outside_their_range(_, name, call, outside, bad):
    refused(ValueError, call, bad, name, "finite number in", bad)


@pytest.mark.parametrize("_, name, call, outside, bad", cases(
    NUMBERS, lambda row: [(repr(value), value) for value in (True, "0.5", None, 0.5j, [0.5], np.array([0.5]))]))
def test_what_is_no_number(_, name, call, outside, bad):
    refused(TypeError, call, bad, name, "real number", type(bad).__name__)


@pytest.mark.parametrize("_, name, call, accepted, bad", cases(
    CHOICES, lambda row: [("unknown", "nonsense"), ("empty", "")]))
def test_unknown_names(_, name, call, accepted, bad):
    refused(ValueError, call, bad, name, repr(bad), repr(accepted))


@pytest.mark.parametrize("_, name, call, accepted, bad", cases(
    CHOICES, lambda row: [(repr(value), value) for value in (None, 1, ["mse"], b"mse")]))
def test_what_is_no_name(_, name, call, accepted, bad):
    refused(TypeError, call, bad, name, type(bad).__name__, repr(accepted))


@pytest.mark.parametrize("_, name, call, accepted, bad", cases(
    INSTANCES, lambda row: [(repr(value), value) for value in (None, 3, "nonsense", {})]))
def test_what_is_of_another_class(_, name, call, accepted, bad):
    refused(TypeError, call, bad, name, accepted, type(bad).__name__)


@pytest.mark.parametrize("bad", [tx.LIF, tx.Readout(2)])
def test_a_class_is_no_cell(bad):
    refused(TypeError, lambda v: tx.Network(v, tx.Readout(2)), bad, "cell", "Cell", type(bad).__name__)


def test_parameters_of_another_network():
    other = a_network("lstm").init(RNG)
    for call in (lambda v: again(RUN, params=v), lambda v: online(params=v)):
        refused(ValueError, call, other, "params.theta", PARAMS.theta.shape, other.theta.shape)


def test_parameters_of_another_network_assigned_to_a_learner():
    other = a_network("lstm").init(RNG)
    refused(ValueError, online_with, other, "params.theta", PARAMS.theta.shape, other.theta.shape)


def test_parameters_assigned_to_a_learner_are_not_broadcast():
    narrow = tx.Parameters(PARAMS.theta, PARAMS.W_out[:1], PARAMS.b_out)
    call = partial(online_with, rule="random_eprop", feedback=FEEDBACK)
    refused(ValueError, call, narrow, "W_out", narrow.W_out.shape, PARAMS.W_out.shape)


def test_gradients_of_two_networks_are_not_added():
    other = tx.bptt(a_run("lstm"))
    refused(ValueError, partial(tx.Parameters.__add__, GRADIENT), other, "theta", other.theta.shape)


@pytest.mark.parametrize("add", [lambda: GRADIENT + 1, lambda: GRADIENT + GRADIENT.theta, lambda: GRADIENT + None])
def test_nothing_but_parameters_is_added_to_parameters(add):
    with pytest.raises(TypeError):
        add()


@pytest.mark.parametrize("bad", [np.full((2, 2), 0.4), np.array([[1.5, -0.5]] * 2)])
def test_cross_entropy_needs_probabilities(bad):
    for call in (lambda v: again(RUN, target=np.broadcast_to(v, RUN.target.shape), loss="cross_entropy"),
                 lambda v: online(loss="cross_entropy").step(RUN.x[0], v)):
        refused(ValueError, call, bad, "target", "probabilities", "cross_entropy")


@pytest.mark.parametrize("rule", [name for name in tx.rules.names() if not tx.rules.get(name).causal])
def test_a_rule_that_is_not_causal_is_not_driven_in_time(rule):
    refused(ValueError, lambda v: online(rule=v), rule, "rule", "causal", repr(rule))


@pytest.mark.parametrize("rule", [name for name in tx.rules.names() if tx.rules.get(name).causal])
@pytest.mark.parametrize("option, value", [("m", 2), ("feedback", FEEDBACK)])
def test_a_learner_takes_the_options_of_its_rule_and_no_other(rule, option, value):
    right = options_of(tx.rules.get(rule), RUN)
    wrong = None if option in right else value
    refused(ValueError, lambda v: online(rule=rule, **{**right, option: v}), wrong, option, repr(rule))


def test_a_comparison_with_a_zero_gradient():
    zero = np.zeros_like(GRADIENT.theta)
    refused(ValueError, lambda v: tx.relative_error(GRADIENT, v), zero, "exact", "zero")
    refused(ValueError, lambda v: tx.cosine(GRADIENT, v), zero, "exact", "zero")
    refused(ValueError, lambda v: tx.cosine(v, GRADIENT), zero, "gradient", "zero")


def test_orders_of_a_single_step_cannot_be_compared():
    refused(ValueError, tx.by_order, a_run("lif", T=1), "run", "at least 2", "1")


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("m", [RUN.T, RUN.T + 1, 10**9, np.int32(100)])
def test_any_order_from_T_on_is_accepted(m, causal):
    assert tx.relative_error(tx.m_order(RUN, m, causal), tx.bptt(RUN)) < 1e-12


def test_a_run_of_one_step_and_one_neuron_is_accepted():
    run = a_run("lstm", T=1, n=1, n_in=1, n_out=1)
    for rule in (tx.bptt, tx.rtrl, tx.eprop, lambda run: tx.m_order(run, 1)):
        assert tx.relative_error(rule(run), tx.bptt(run)) < 1e-14


@pytest.mark.parametrize("integer", [np.int8, np.uint8, np.int64])
def test_sizes_may_be_numpy_integers(integer):
    net = tx.Network(tx.LeakyRNN(integer(100), integer(100)), tx.Readout(integer(2)))
    assert net.init(RNG).theta.shape == (1, 100, 201)


def test_every_public_name_has_bad_input_of_its_own():
    tried = {row[0] for table in (ARRAYS, INTEGERS, NUMBERS, CHOICES, INSTANCES) for row in table}
    assert set(tx.__all__) <= tried


def test_every_public_name_exists():
    for module in (tx, tx.cells, tx.rules):
        assert all(hasattr(module, name) for name in module.__all__)
