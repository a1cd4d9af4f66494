"""All exercises, or all solutions, of a chapter on a page of their own, taken from the chapter when the book is built."""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import is_exercise_node, is_solution_node

EXERCISES, SOLUTIONS = "book/exercises", "book/solutions"


class collected(nodes.General, nodes.Element):
    """Stands where the exercises or solutions of `chapter` go."""


class Collected(SphinxDirective):
    """`{collected} exercises` or `{collected} solutions` with the option `:chapter:`, a page of the book."""

    required_arguments = 1
    option_spec = {"chapter": str}

    def run(self):
        return [collected(kind=self.arguments[0], chapter=f"book/{self.options['chapter']}")]


class Collect(SphinxPostTransform):
    """Put copies of the chapters' own nodes there, before anything else is resolved in them."""

    default_priority = 1
    formats = ("html",)

    def run(self, **kwargs):
        for place in list(self.document.findall(collected)):
            chapter = self.env.get_doctree(place["chapter"])
            wanted = is_exercise_node if place["kind"] == "exercises" else is_solution_node
            # Sphinx looked for mathematics when it read the page, before there was any
            self.env.get_domain("math").data["has_equations"][self.env.docname] = True
            place.replace_self([self.copy(node, place["chapter"]) for node in chapter.findall(wanted)])
        if self.env.docname not in (EXERCISES, SOLUTIONS):
            self.lead_there()

    def copy(self, node, chapter):
        """An exercise or solution unfolded, under its number in the book, with links to its counterpart and its chapter."""
        exercise = is_exercise_node(node)
        label = node["label"] if exercise else node["target_label"]
        number = self.number(chapter, label)
        here, there = (f"Exercise {number}", f"Solution to exercise {number}")[:: 1 if exercise else -1]
        copy = nodes.admonition(classes=["tx-collected", "exercise" if exercise else "solution"], ids=[anchor(label)])
        copy += nodes.title("", here)
        for section in node.children[1:]:
            copy += section.deepcopy().children
        for inner in copy.findall(nodes.Element):
            if inner is not copy:
                inner["ids"] = []
        for reference in copy.findall(addnodes.pending_xref):
            reference["refdoc"] = self.env.docname
        for reference in copy.findall(nodes.reference):
            if "refid" in reference:
                reference["refuri"] = f"{self.uri(chapter)}#{reference.attributes.pop('refid')}"
        copy += line(link(there, f"{self.uri(SOLUTIONS if exercise else EXERCISES)}#{anchor(label)}"),
                     link(f"{here} in its chapter", f"{self.uri(chapter)}#{node['ids'][0]}"))
        return copy

    def number(self, chapter, label):
        """The number that the chapter gives to an exercise."""
        return ".".join(map(str, self.env.toc_fignumbers[chapter]["exercise"][label]))

    def uri(self, page):
        return self.app.builder.get_relative_uri(self.env.docname, page)

    def lead_there(self):
        """Before the first exercise of a chapter, links to the two pages."""
        first = next(self.document.findall(is_exercise_node), None)
        if first is not None:
            first.parent.insert(first.parent.index(first), line(
                link("All exercises", self.uri(EXERCISES)), link("all solutions", self.uri(SOLUTIONS))))


def anchor(label):
    return f"all-{label}"


def link(text, address):
    return nodes.reference("", text, refuri=address, internal=True)


def line(first, second):
    """A paragraph of two links."""
    return nodes.paragraph("", "", first, nodes.Text(" · "), second, classes=["tx-both-ways"])


def setup(app):
    app.add_node(collected)
    app.add_directive("collected", Collected)
    app.add_post_transform(Collect)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
