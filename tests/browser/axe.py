"""Whether everyone can read a page, as far as axe can tell."""

from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passes is not described, and style sheets, which only rules that are still tried out read, are not fetched again
OPTIONS = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
# A picture is one thing to assistive technology, and has thousands of parts; of a state that is not shown nothing is read; of
# words of code and formulas in sight that look the same the first is enough, and for its letters, whose colour axe does not
# see, stand some that it does. It would look at each, so they are taken out meanwhile, but from what scrolls, which still does
OVER_AGAIN = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)], style = (element) => getComputedStyle(element);
    const scrolls = (box) => box.scrollWidth > box.clientWidth;
    const unseen = all(".tx-state").filter((state) => style(state).display === "none");
    const grounds = new Map([[null, ""]]);
    const ground = (element) => {
        if (!grounds.has(element)) {
            const own = style(element).backgroundColor;
            grounds.set(element, ground(element.parentElement) + (own === "rgba(0, 0, 0, 0)" ? "" : own));
        }
        return grounds.get(element);
    };
    const seen = new Set();
    const look = (part) => [part.className, style(part).color, ground(part)].join();
    const again = (part) => seen.has(look(part)) || !seen.add(look(part));
    const code = all(".highlight pre, dt.sig").flatMap((block) => {
        const inSight = (word) => word.checkVisibility()
            && word.getBoundingClientRect().right < block.getBoundingClientRect().right;
        const words = [...block.querySelectorAll("span:not(:has(*))")].filter(inSight), known = words.filter(again);
        return known.length === words.length && block.matches("pre") && !scrolls(block) ? [block] : known;
    });
    const letters = (formula) => {
        const place = Object.assign(document.createElement("span"), {textContent: "letters"});
        place.style.color = style(formula).color;
        return place;
    };
    const formulas = all("mjx-container").filter((formula) => !formula.closest("td, th, .tx-state")
        && !(formula.matches("[display]") && [formula, formula.closest("div.math") ?? formula].some(scrolls)));
    return [
        ...[...all("svg[role=img] > *"), ...unseen, ...code].map((element) => [element]),
        ...formulas.map((each) => each.checkVisibility() && !again(each) ? [each, letters(each)] : [each]),
    ];
}"""
# But its headers, which the theme measures when the window changes
BESIDE = """(within) => {
    const found = [];
    for (let part = document.querySelector(within); part !== document.body; part = part.parentElement)
        found.push(...[...part.parentElement.children].filter((each) => each !== part));
    return found.filter((each) => !each.matches("style, [class*=header]")).map((each) => [each]);
}"""
TAKE_OUT = """(elements) => elements.map(([element, place = document.createComment("")]) => {
    element.replaceWith(place);
    return [place, element];
})"""
GIVE_BACK = "taken => taken.forEach(([place, element]) => place.replaceWith(element))"


@contextmanager
def without(page, elements, argument=None):
    """The page without the elements that a script names, each in a list, alone or before what takes its place."""
    taken = page.evaluate_handle(f"(argument) => ({TAKE_OUT})(({elements})(argument))", argument)
    try:
        yield
    finally:
        page.evaluate(GIVE_BACK, taken)


def alone(page, within):
    """The page without what lies beside the part that a selector names."""
    return without(page, BESIDE, within)


def assert_everyone_can_read(page, within="html"):
    """No violation of WCAG 2.2 AA within the one element that a selector names."""
    assert page.locator(within).count() == 1
    with without(page, OVER_AGAIN):
        results = Axe().run(page, context={"include": [[within]]}, options=OPTIONS)
    assert results.violations_count == 0, results.generate_report()
