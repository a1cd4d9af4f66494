"""The checks of the assignments tell right from wrong, and say what is wrong."""

import numpy as np
import pytest

import taxrec_lite as tx
from taxrec_lite import teaching
from taxrec_lite.teaching import T, check, errors_of_order
from taxrec_lite.trajectory import presynaptic


def told(name, answer, seed=0):
    verdict = check(name, answer, np.random.default_rng(seed))
    assert not verdict and not verdict.right
    return verdict.message


RULES = {"bptt": tx.bptt, "eprop": tx.eprop, "m_order": tx.m_order}
each_rule = pytest.mark.parametrize("name", RULES)


def changed(name, change):
    """An answer that gets the rule right and then changes its theta."""
    return lambda run, *m: change(RULES[name](run, *m).theta.copy())


def part(group, change):
    def changes(theta):
        columns = teaching.GROUPS[group]
        theta[..., columns] = change(theta[..., columns])
        return theta
    return changes


@each_rule
@pytest.mark.parametrize("seed", range(5))
def test_the_rules_of_the_package_are_right(name, seed):
    rng = np.random.default_rng(seed)
    assert check(name, RULES[name], rng)
    assert check(name, lambda *given: RULES[name](*given).theta, rng)
    assert check(name, RULES[name])


@each_rule
@pytest.mark.parametrize("change, words", [
    (lambda theta: -theta, "the sign is wrong everywhere"),
    (lambda theta: 2 * theta, "twice as long"),
    (lambda theta: theta / 3, "number of sequences"),
    (lambda theta: theta / 7, "number of steps"),
    (lambda theta: theta[0], "shape"),
    (lambda theta: theta[..., :-1], "shape"),
    (lambda theta: theta * np.nan, "not finite"),
    (part("biases", np.zeros_like), "the biases are zero. The recurrent weights and the input weights are right"),
    (part("input weights", np.negative), "the input weights have the wrong sign"),
    (part("recurrent weights", lambda block: block.swapaxes(1, 2)), "the recurrent weights are transposed"),
    (part("biases", lambda block: block + 1), "the biases are wrong"),
])
def test_a_wrong_part_is_named(name, change, words):
    assert words in told(name, changed(name, change))


def collected(m, pre=lambda run: run.pre, steps=slice(None), batch=slice(None)):
    """The gradient of order m with a slip in what its errors meet."""
    return lambda run, *_: np.einsum("tbgn,tbp->gnp", errors_of_order(run, m)[steps, batch], pre(run)[steps, batch])


ORDERS = {"bptt": T, "eprop": 1}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("slip, words", [
    ({"pre": lambda run: presynaptic(run.z, run.x)}, "the recurrent weights are off by one step"),
    ({"pre": lambda run: presynaptic(run.activity[:-1], np.roll(run.x * (np.arange(T) < T - 1)[:, None, None], 1, 0))},
     "the input weights are off by one step"),
    ({"steps": slice(1, None)}, "lack the first step"),
    ({"steps": slice(0, -1)}, "lack the last step"),
    ({"batch": slice(0, 1)}, "hold the first sequence only"),
])
def test_a_slip_in_time_or_batch_is_named(name, slip, words):
    assert words in told(name, collected(ORDERS[name], **slip))


@pytest.mark.parametrize("m", [1, 2, 4, T])
@pytest.mark.parametrize("cell", [tx.LeakyRNN, tx.LIF, tx.ALIF])
def test_errors_of_an_order_are_those_of_the_rule(m, cell):
    run = teaching.a_run(np.random.default_rng(0), cell)
    np.testing.assert_allclose(collected(m)(run), tx.m_order(run, m).theta, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name, answer, words", [
    ("bptt", tx.eprop, "this is e-prop"),
    ("bptt", teaching._without_leak, "not along the leak"),
    ("eprop", tx.bptt, "this is BPTT"),
    ("eprop", lambda run: tx.m_order(run, 2), "this is order 2"),
    ("m_order", lambda run, m: tx.eprop(run), "m = 2: this is order 1"),
    ("m_order", lambda run, m: tx.m_order(run, m + 1), "m = 1: this is order 2"),
])
def test_another_rule_is_called_by_its_name(name, answer, words):
    assert words in told(name, answer)


BY_HAND = {"w": -0.75 * 3.0, "u": -0.75 * 0.25, "b": -0.75 * 1.75}


def test_what_was_worked_out_by_hand():
    """h = 1, 2.5, 0.25; dh/dw = 0, 1, 3; dh/du = 1, 2.5, 0.25; dh/db = 1, 1.5, 1.75; the last error is −0.75."""
    assert check("by_hand", BY_HAND)
    assert "sign" in told("by_hand", {key: -value for key, value in BY_HAND.items()})
    assert "all three losses" in told("by_hand", {"w": -0.75, "u": 4.5625, "b": 1.9375})
    assert told("by_hand", BY_HAND | {"u": 1.0}).startswith("dE/du.")


def learner(rate=0.02, updates=150, down=1):
    def learn(network, task, rng):
        params, adam = network.init(rng), tx.Adam(rate)
        for _ in range(updates):
            batch = task.batch(rng, 32)
            run = network.run(params, batch.x, batch.target, loss=task.loss, mask=batch.mask)
            gradient = tx.bptt(run)
            params = adam.step(params, tx.Parameters(*(down * part for part in vars(gradient).values())))
        return params
    return learn


@pytest.mark.parametrize("seed", range(3))
def test_a_network_that_learned_is_right(seed):
    assert check("train", learner(), np.random.default_rng(seed))


@pytest.mark.parametrize("answer, words", [
    (learner(down=-1), "go down the gradient"),
    (learner(rate=0.0), "no better than one who guesses"),
    (learner(updates=3), "learned something"),
])
def test_a_network_that_did_not_learn_is_not(answer, words):
    assert words in told("train", answer)


def test_a_network_that_starts_badly_is_not_held_against_the_loop():
    calls = []

    def learn(network, task, rng):
        calls.append(network)
        return (learner() if len(calls) == 3 else learner(rate=0.0))(network, task, rng)
    assert check("train", learn, np.random.default_rng(0)) and len(calls) == 3


def test_a_loop_is_judged_after_five_networks():
    calls = []

    def learn(network, task, rng):
        calls.append(network)
        return network.init(rng)
    assert not check("train", learn, np.random.default_rng(0)) and len(calls) == 5


def test_an_answer_of_another_kind_is_an_error():
    with pytest.raises(ValueError, match="name must be one of"):
        check("bppt", tx.bptt)
    with pytest.raises(TypeError, match="answer must be a function"):
        check("bptt", np.zeros(3))
    with pytest.raises(TypeError, match="answer must be a dict"):
        check("by_hand", [1, 2, 3])
    with pytest.raises(TypeError, match="rng must be a Generator"):
        check("bptt", tx.bptt, 0)
    with pytest.raises(TypeError, match="params must be a Parameters"):
        check("train", lambda network, task, rng: None)


def test_no_message_gives_a_number_of_the_answer_away():
    message = told("bptt", lambda run: np.ones_like(run.params.theta))
    assert not any(character.isdigit() for character in message)
    assert repr(check("bptt", tx.bptt)).startswith("Right: ")
