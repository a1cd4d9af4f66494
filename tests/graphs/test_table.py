"""Table 1 as generated, against what theory says."""

from taxrec_lite import table


def test_table_one():
    rows = {row.title: (row.time, row.memory, row.causal, row.local, row.exact, row.unbiased) for row in table.rows()}
    assert rows == {
        "BPTT": ("n²", "T\u2009n", False, False, True, False),
        "TBPTT, k = 10": ("k\u2009n²", "k\u2009n", False, False, False, False),
        "hybrid, block = 10": ("block⁻¹\u2009n⁴", "n³", False, False, True, False),
        "RTRL": ("n⁴", "n³", True, False, True, False),
        "UORO": ("n²", "n²", True, False, False, True),
        "KF-RTRL": ("n³", "n²", True, False, False, True),
        "SnAp, steps = 1": ("n²", "n²", True, True, False, False),
        "SnAp, steps = 2": ("n⁴", "n³", True, False, False, False),
        "m-order e-prop, m = 2": ("n³", "n³", True, False, False, False),
        "m-order e-prop, m = 3": ("m\u2009n⁴", "m\u2009n³", True, False, False, False),
        "symmetric e-prop": ("n²", "n²", True, True, False, False),
        "random e-prop": ("n²", "n²", True, True, False, False),
        "RFLO": ("n²", "n²", True, True, False, False),
        "adaptive e-prop": ("n²", "n²", True, True, False, False),
    }
