"""Two to five forces or systems side by side, question by question, with what differs marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.use import Headline
from candour.register.forces import Force
from candour.web import words
from candour.web.pages.force_tiles import KNOWN
from candour.web.pages.shown import Link, Showing
from candour.web.problems import BadQuery

FEWEST, MOST = 2, 5
OF_A_FORCE = ("nation", "predictive-use", "eia", "dpia")
OF_A_SYSTEM = (
    "operator", "kind", "in-scope", "ban-scope", "targets", "inputs", "outcomes", "recipients",
    "human-role", "dpia", "eia", "legal-basis", "cost",
)  # fmt: skip
NOT_SAID = "nothing said"


@dataclass(frozen=True, slots=True)
class Row:
    """One question with the answers of all; `differs` says that they are not the same.

    Where one says nothing and another something, that differs too: nothing said is no "no".
    """

    label: str
    cells: tuple[tuple[Link, ...], ...]

    @property
    def differs(self) -> bool:
        return len({frozenset(link.text for link in cell) for cell in self.cells}) > 1


def refuse(slugs: Sequence[str], names: Mapping[str, tuple[str, str]]) -> None:
    """Say why some subjects can't be set side by side.

    Raises
    ------
    BadQuery
        If one is not in the register, or they are too many, or of two classes, or of another.
    """
    for slug in slugs:
        if slug not in names:
            raise BadQuery(f"“with” names “{slug[:60]}”, which is not in the register.")
    if len(slugs) > MOST:
        raise BadQuery(f"“with” names {len(slugs)}; at most {MOST} can be set side by side.")
    classes = {names[slug][1] for slug in slugs}
    if not classes <= {"body", "system"} or len(classes) > 1:
        raise BadQuery("“with” must name police forces alone, or systems alone.")


def force_rows(
    forces: Sequence[Force], bodies: Sequence[SubjectFile], showing: Showing
) -> tuple[Row, ...]:
    """What the list of forces says of each, then what is said of it under a few fields."""
    return (
        Row("What is known", tuple(_words(sentence(KNOWN[f.known])) for f in forces)),
        Row("Systems known", tuple(_links(f.systems, showing) for f in forces)),
        Row("In scope of the ban called for", tuple(_words(f"{f.in_ban_scope}") for f in forces)),
        Row("When asked", tuple(_words(words.when_asked(force.asked)) for force in forces)),
        Row("Not published", tuple(_words(_of(f.not_published, f.items)) for f in forces)),
        Row("Clashes", tuple(_words(f"{force.clashes}") for force in forces)),
        *_field_rows(OF_A_FORCE, bodies, showing),
    )


def system_rows(
    systems: Sequence[SubjectFile],
    uses: Mapping[str, Headline],
    gaps: Mapping[str, tuple[int, int]],
    showing: Showing,
) -> tuple[Row, ...]:
    """Use as one rule words it, what is not published, and what is said under each field."""
    return (
        Row("Use", tuple(_words(sentence(uses[s.slug].sentence)) for s in systems)),
        Row("Not published", tuple(_words(_of(*gaps.get(s.slug, (0, 0)))) for s in systems)),
        *_field_rows(OF_A_SYSTEM, systems, showing),
    )


def _field_rows(
    fields: Iterable[str], subjects: Sequence[SubjectFile], showing: Showing
) -> Iterable[Row]:
    """A row for each field of which anything is said of any."""
    for field in fields:
        cells = tuple(_value_links(subject, field, showing) for subject in subjects)
        if any(cells):
            yield Row(showing.schema.fields[field].label, cells)


def _value_links(subject: SubjectFile, field: str, showing: Showing) -> tuple[Link, ...]:
    """The values under a field, each leading to the statement that has it."""
    links: dict[str, Link] = {}
    for statement in subject.of(field):
        shown = showing.show(statement)
        links.setdefault(shown.value.text, Link(shown.value.text, shown.address))
    return tuple(links.values())


def _links(slugs: Iterable[str], showing: Showing) -> tuple[Link, ...]:
    return tuple(showing.link(slug) for slug in slugs)


def _words(text: str) -> tuple[Link, ...]:
    return (Link(text),)


def _of(open_items: int, items: int) -> str:
    return f"{open_items} of {items} things asked" if items else "not asked"
