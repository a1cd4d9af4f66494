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
    return f"{mantissa} · 10{raised(int(power))}"
