"""Table 1 as generated, against what theory says."""

from taxrec_lite import table


def test_table_one():
    rows = {row.title: (row.time, row.memory, row.causal, row.local, row.exact) for row in table.rows()}
    assert rows == {
        "BPTT": ("n²", "T\u2009n", False, False, True),
        "RTRL": ("n⁴", "n³", True, False, True),
        "m-order e-prop, m = 2": ("n³", "n³", True, False, False),
        "m-order e-prop, m = 3 and more": ("m\u2009n⁴", "m\u2009n³", True, False, False),
        "symmetric e-prop": ("n²", "n²", True, True, False),
        "random e-prop": ("n²", "n²", True, True, False),
        "adaptive e-prop": ("n²", "n²", True, True, False),
    }
