"""Whether everyone can read a page, as far as axe can tell."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passes is not described, and style sheets, which only rules that are still tried out read, are not fetched again
OPTIONS = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
# A picture is one thing to assistive technology, and has thousands of parts; of a state that is not shown nothing is read; of
# the words of code in sight that look the same the first is enough; what lies beside the part that is looked at is not asked
# for. axe would look at each, so they are taken out meanwhile
TAKE = """(within) => {
    const all = (selector) => [...document.querySelectorAll(selector)], style = (element) => getComputedStyle(element);
    const unseen = all(".tx-state").filter((state) => style(state).display === "none");
    const looks = new Set();
    const inSight = (word) => word.checkVisibility()
        && word.getBoundingClientRect().right < word.closest("pre").getBoundingClientRect().right;
    const again = all(".highlight pre span:not(:has(*))").filter(inSight).filter((word) => {
        const grounds = [word, word.closest("pre"), word.closest(".highlight")].map((each) => style(each).backgroundColor);
        const look = [word.className, style(word).color, ...grounds].join();
        return looks.has(look) || !looks.add(look);
    });
    const beside = [];
    for (let part = document.querySelector(within); part !== document.body && part.parentElement; part = part.parentElement)
        beside.push(...[...part.parentElement.children].filter((each) => each !== part && !each.matches("style")));
    window.taken = [...all("svg[role=img]"), ...unseen, ...again, ...beside].map((whole) => {
        const parts = document.createDocumentFragment();
        parts.append(...whole.childNodes);
        return [whole, parts];
    });
}"""
GIVE_BACK = "() => taken.forEach(([whole, parts]) => whole.append(parts))"


def assert_everyone_can_read(page, within="html"):
    """No violation of WCAG 2.2 AA within the one element that a selector names."""
    assert page.locator(within).count() == 1
    page.evaluate(TAKE, within)
    results = Axe().run(page, context={"include": [[within]]}, options=OPTIONS)
    page.evaluate(GIVE_BACK)
    assert results.violations_count == 0, results.generate_report()
