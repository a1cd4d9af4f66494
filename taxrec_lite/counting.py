"""Arrays that count the multiplications made with them."""

import math

import numpy as np


class Counted(np.ndarray):
    """An array that adds the multiply–adds of every product it takes part in to `tally`, a list of one number.

    Elementwise products and quotients, matrix products, `einsum` of two operands, `dot` and `tensordot` count; products with Booleans, which
    select, do not. Whatever is computed from it counts in the same tally.
    """

    tally = None

    def __array_finalize__(self, source):
        self.tally = getattr(source, "tally", None)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        tally = _tally([*inputs, *kwargs.get("out", ())])
        kwargs = {name: _plain(given) for name, given in kwargs.items()}
        plain = [_plain(given) for given in inputs]
        result = getattr(ufunc, method)(*plain, **kwargs)
        if method == "__call__" and not any(np.asarray(given).dtype == bool for given in plain):
            if ufunc in (np.multiply, np.divide):
                tally[0] += np.size(result)
            elif ufunc is np.matmul:
                tally[0] += np.size(result) * plain[0].shape[-1]
        return _counted(result, tally)

    def __array_function__(self, function, types, args, kwargs):
        tally, plain = _tally(args), [_plain(given) for given in args]
        result = function(*plain, **kwargs)
        if function is np.einsum and len(plain) == 3:
            tally[0] += _einsum_size(*plain)
        elif function is np.dot:
            tally[0] += np.size(result) * plain[0].shape[-1]
        elif function is np.tensordot:
            tally[0] += np.size(result) * math.prod(plain[0].shape[-kwargs["axes"]:])
        return _counted(result, tally)


def counted(array, tally):
    """`array` as a `Counted` that counts in `tally`; None stays None."""
    return None if array is None else _counted(np.array(array), tally)


def _counted(result, tally):
    if not isinstance(result, np.ndarray):
        return result
    view = result.view(Counted)
    view.tally = tally
    return view


def _plain(given):
    if isinstance(given, (list, tuple)):
        return type(given)(map(_plain, given))
    return given.view(np.ndarray) if isinstance(given, Counted) else given


def _tally(arrays):
    for array in arrays:
        tally = _tally(array) if isinstance(array, (list, tuple)) else getattr(array, "tally", None)
        if tally is not None:
            return tally


def _einsum_size(subscripts, *operands):
    """How many products an einsum of two operands sums: the sizes of all its indices, multiplied."""
    sizes = {}
    for letters, operand in zip(subscripts.split("->")[0].split(","), operands):
        named = letters.replace("...", "")
        leading = operand.shape[: operand.ndim - len(named)]
        sizes.update(zip(named, operand.shape[len(leading):]))
        sizes.update({-place: size for place, size in enumerate(reversed(leading), 1) if size > 1 or -place not in sizes})
    return math.prod(sizes.values())
