"""Which parameters an address takes; one that it does not is refused by name.

An address that is misread gives an answer to another question: `?as_of=` for `?as-of=` would
show today's page to a reader who asked for that of another day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase

from candour.web.problems import BadQuery
from candour.web.words import counted, listed

LONGEST_ECHO = 40
# Other sites hang these on to a link to count who follows it. They ask nothing of a page.
OF_OTHERS = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid"}
)
OF_OTHERS_BEGIN = "utm_"


@dataclass(frozen=True, slots=True)
class Takes:
    """What may stand after the question mark of an address.

    Attributes
    ----------
    everywhere : what the page takes, and its data in JSON or CSV
    on_page : what the page takes alone; its data is given whole
    many : those that may be given several times
    """

    everywhere: tuple[str, ...] = ()
    on_page: tuple[str, ...] = ()
    many: frozenset[str] = frozenset()

    def names(self, *, is_page: bool) -> tuple[str, ...]:
        return (*self.everywhere, *(self.on_page if is_page else ()))

    def __call__(self, **_parts: object) -> "Takes":
        """The same whatever the path of the address: some addresses say it by their parts."""
        return self


NOTHING = Takes()
TakesOf = Callable[..., Takes]  # asked with the parts of the path that the address has


class NotTaken(BadQuery):
    """An address holds a parameter that means nothing there.

    Attributes
    ----------
    parameter : its name, cut short
    known : the parameters that the address takes
    nearest : the one of them that comes nearest, or ""
    without : a query string without it; `with_nearest` has the nearest in its place
    """

    def __init__(
        self, name: str, known: tuple[str, ...], asked: QueryDict, *, is_page: bool
    ) -> None:
        self.parameter, self.known = name[:LONGEST_ECHO], known
        self.nearest = nearest_to(name, known)
        self.without = _renamed(asked, name, "")
        self.with_nearest = _renamed(asked, name, self.nearest) if self.nearest else ""
        near = f" Did you mean “{self.nearest}”?" if self.nearest else ""
        here = "page" if is_page else "address"
        takes = f"takes {listed(known)}" if known else "takes nothing after the question mark"
        super().__init__(f"“{self.parameter}” means nothing here.{near} This {here} {takes}.")

    def as_dict(self) -> dict[str, object]:
        problem = super().as_dict() | {"parameter": self.parameter, "parameters": list(self.known)}
        return problem | ({"nearest": self.nearest} if self.nearest else {})


def nearest_to(name: str, names: tuple[str, ...]) -> str:
    """The parameter that a misspelt one comes nearest to, or "".

    Examples
    --------
    >>> nearest_to("as_of", ("on", "known", "as-of"))
    'as-of'
    >>> nearest_to("colour", ("on", "known", "as-of"))
    ''
    """
    return next(iter(get_close_matches(name.lower().replace("_", "-"), names, n=1)), "")


def unless_misread(
    response: HttpResponseBase, request: HttpRequest, takes: Takes, *, is_page: bool
) -> HttpResponseBase:
    """Return what a view answered, if the address takes every parameter it was asked with.

    A reader who is led on to another address is led on: that one says what it takes.

    Raises
    ------
    NotTaken
        At the first parameter that the address does not take.
    BadQuery
        If one is given several times and may not be.
    """
    if isinstance(response, HttpResponseRedirectBase):
        return response
    known = takes.names(is_page=is_page)
    for name, values in request.GET.lists():
        if name not in known and not _is_of_others(name):
            raise NotTaken(name, known, request.GET, is_page=is_page)
        if name in known and len(values) > 1 and name not in takes.many:
            raise BadQuery(f"“{name}” is given {counted(len(values), 'time')}. Give it once.")
    return response


def _is_of_others(name: str) -> bool:
    return name.startswith(OF_OTHERS_BEGIN) or name in OF_OTHERS


def _renamed(asked: QueryDict, name: str, to: str) -> str:
    """What is asked, with a parameter under another name, or left out where that is empty."""
    renamed = QueryDict(mutable=True)
    for key, value in _pairs(asked):
        if key != name:
            renamed.appendlist(key, value)
        elif to:
            renamed.appendlist(to, value)
    return f"?{renamed.urlencode()}" if renamed else ""


def _pairs(asked: QueryDict) -> Iterator[tuple[str, str]]:
    for key, values in asked.lists():
        for value in values:
            yield key, str(value)
