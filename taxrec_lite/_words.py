"""Numbers as words that a reader sees."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(integer):
    """An integer as a superscript."""
    return str(integer).translate(_RAISED)


def signed(value, digits):
    """A number with so many digits after the point, and a minus sign that is one."""
    return f"{value:.{digits}f}".replace("-", "−")


def two_figures(value, raised=raised):
    """Two figures, with a power of ten where the value is small or large; `raised` writes its exponent."""
    if 1e-3 <= value < 1e4 or value == 0:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    mantissa, power = f"{value:.0e}".split("e")
    return _times_ten(mantissa, raised(int(power)))


def power(value):
    """A number with two digits and, from a thousand on, a power of ten, as words."""
    if value < 1000:
        return f"{value:.0f}"
    digits, exponent = f"{value:.1e}".split("e")
    return _times_ten(digits, raised(int(exponent)))


def _times_ten(digits, exponent):
    return f"{digits}\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}10{exponent}"


def in_bytes(value):
    """A number of bytes with two or three digits, as words."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 999.5:
            break
        value /= 1000
    else:
        unit = "PB"
    return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"
