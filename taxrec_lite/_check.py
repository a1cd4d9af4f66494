"""Checks of public arguments: each error names the argument, what was given and what is accepted."""

import numpy as np


def array(name, value, shape):
    """`value` as a new finite float64 array of `shape`, in which a str stands for any length of at least one."""
    try:
        given = np.asarray(value)
    except ValueError as reason:
        raise TypeError(f"{name} must be an array of real numbers, not a ragged {_kind(value)}") from reason
    if given.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be an array of real numbers, not {_kind(value)} of {given.dtype.name}")
    result = given.astype(np.float64)
    wanted = "(" + ", ".join(str(length) for length in shape) + ("," if len(shape) == 1 else "") + ")"
    if result.ndim != len(shape):
        raise ValueError(f"{name} must have shape {wanted}, not {result.shape}")
    for length, axis in zip(result.shape, shape):
        if isinstance(axis, str) and length == 0:
            raise ValueError(f"{name} must have shape {wanted} with {axis} at least 1, not {result.shape}")
        if not isinstance(axis, str) and length != axis:
            raise ValueError(f"{name} must have shape {wanted}, not {result.shape}")
    if not np.isfinite(result).all():
        raise ValueError(f"{name} must be finite, but holds NaN or infinity")
    return result


def booleans(name, value, shape):
    """`value` as a new array of Booleans of `shape`."""
    result = np.array(value)
    if result.dtype != bool:
        raise TypeError(f"{name} must be an array of Booleans, not {_kind(value)} of {result.dtype.name}")
    if result.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, not {result.shape}")
    return result


def integer(name, value, least):
    """`value` as an int of at least `least`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be an integer of at least {least}, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be an integer of at least {least}, not {value}")
    return int(value)


def number(name, value, low=-np.inf, high=np.inf, *, above=False, below=False):
    """`value` as a finite float in [low, high], without the lower end if `above`, the upper end if `below`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} must be a real number, not {_kind(value)}")
    inside = (value > low if above else value >= low) and (value < high if below else value <= high)
    if not (inside and np.isfinite(float(value))):
        left, right = "(" if above or low == -np.inf else "[", ")" if below or high == np.inf else "]"
        interval = f"{left}{low:g}, {high:g}{right}"
        raise ValueError(f"{name} must be a finite number in {interval}, not {value}")
    return float(value)


def choice(name, value, accepted):
    """`value`, one of the names in `accepted`."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {_listed(accepted)}, not {_kind(value)}")
    if value not in accepted:
        raise ValueError(f"{name} must be one of {_listed(accepted)}, not {value!r}")
    return value


def instance(name, value, kind):
    """`value`, an instance of the class `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__}, not {_kind(value)}")
    return value


def _listed(names):
    return ", ".join(repr(name) for name in names)


def _kind(value):
    return f"{type(value).__name__} {value!r}" if isinstance(value, (str, int, float, complex)) else type(value).__name__
