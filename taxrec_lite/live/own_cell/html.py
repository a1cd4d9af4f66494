"""What a report says, as HTML; whatever comes from a reader's code is escaped."""

from html import escape

from taxrec_lite._words import raised, signed, two_figures

EXACT = 1e-9


def checks(title, found):
    """A verdict, and a table with a row for each Check."""
    wrong = [each.name for each in found if not each.ok and each.error is not None]
    verdict = (f"<strong>{escape(title)}</strong>: " + (
        f"not right yet: {escape(', '.join(wrong))}." if wrong else "every Jacobian is that of the step."))
    rows = "".join(f'<tr class="{"tx-wrong" if each.name in wrong else ""}"><th scope="row">{escape(each.name)}</th>'
                   f"<td>{each.meaning}</td><td>{_outcome(each)}</td></tr>" for each in found)
    return (f'<p class="tx-verdict">{verdict}</p>'
            + _table("Your Jacobians against finite differences of your step", ("part", "is", "outcome"), rows))


def rules(compared):
    """A table with a row for each rule: its error and its cosine with BPTT."""
    rows = "".join(f'<tr><th scope="row">{escape(each.title)}</th><td>{_error(each.error)}</td>'
                   f"<td>{_cosine(each.cosine)}</td></tr>" for each in compared)
    return _table("Every rule against BPTT, on one network of 16 of these neurons over 24 steps",
                  ("rule", "relative error", "cosine"), rows)


def _outcome(each):
    if each.error is None:
        return f"? {escape(each.detail)}"
    if each.ok:
        return "✓ right"
    return f"✗ relative error {two_figures(each.error, raised)}; {escape(each.detail)}"


def _error(error):
    return "exact" if error < EXACT else two_figures(error, raised)


def _cosine(cosine):
    return "none: zero" if cosine is None else signed(cosine, 2)


def _table(caption, heads, rows):
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    return f'<table class="table"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
