"""Named things of one kind, to which readers may add their own."""

from taxrec_lite import _check


class Registry:
    """Things with a `name` for code and a `title` for people, no two with the same.

    kind : the word for one of them in errors

    own : the names of those that were there from the start
    """

    def __init__(self, kind, things):
        self._kind, self._things = kind, {thing.name: thing for thing in things}
        self.own = self.names()

    def names(self):
        """The names of all, in the order in which they came."""
        return tuple(self._things)

    def get(self, name):
        """The one called `name`. Raises ValueError for an unknown name, TypeError for anything but a str."""
        return self._things[_check.choice(self._kind, name, self.names())]

    def add(self, thing):
        """Add one more, in the place of one of that name that was added before, so that a notebook's cell can be run again.

        Raises TypeError or ValueError for a name that is no identifier or one of the book's, or for a title that is taken.
        """
        for what in ("name", "title"):
            value = getattr(thing, what, None)
            if not isinstance(value, str):
                raise TypeError(f"{self._kind}.{what} must be a str, not {value!r}")
            if not value or what == "name" and not value.isidentifier():
                raise ValueError(f"{self._kind}.{what} must be {'an identifier' if what == 'name' else 'some words'}, not {value!r}")
        others = [other for other in self._things.values() if other.name != thing.name or other.name in self.own]
        for what in ("name", "title"):
            if getattr(thing, what) in {getattr(other, what) for other in others}:
                raise ValueError(f"{self._kind}.{what} must not be that of another {self._kind}, but {getattr(thing, what)!r} is")
        self._things[thing.name] = thing

    def remove(self, name):
        """Take back one that was added. Raises ValueError for any other name, TypeError for anything but a str."""
        added = [each for each in self._things if each not in self.own]
        if isinstance(name, str) and name not in added:
            raise ValueError(f"{self._kind} must be one that was registered, of {added}, not {name!r}")
        del self._things[_check.choice(self._kind, name, added)]
