"""Two to five forces or systems side by side, question by question, with what differs first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from candour.audit.headlines import widest_interval
from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.register.forces import Force
from candour.register.ratios import Comparable
from candour.web import words
from candour.web.addresses import statement_address, subject_address
from candour.web.pages.findings import basis_of
from candour.web.pages.force_ratios import ONE, WIDTH, placed
from candour.web.pages.force_tiles import KNOWN
from candour.web.pages.shown import Link, Showing
from candour.web.problems import BadQuery

FEWEST, MOST = 2, 5
OF_A_FORCE = ("nation", "predictive-use", "eia", "dpia")
OF_A_SYSTEM = (
    "operator", "kind", "in-scope", "ban-scope", "targets", "inputs", "outcomes", "recipients",
    "human-role", "dpia", "eia", "legal-basis", "cost",
)  # fmt: skip
MEANINGS = {
    "What is known": "Whether a system is named with it, and whether its denial is contradicted.",
    "Systems known": "Systems named as run or proposed by it; there may be others.",
    "In scope of the ban called for": "Of those systems, the ones that the ban called for covers.",
    "When asked": "What it did with the requests for information that are told of.",
    "Not published": (
        "The same 19 things are asked of every system, from its data to its errors; how many "
        "nobody has published."
    ),
    "Clashes": (
        "What was said of it or its systems and can’t both be so, or sits badly together though "
        "both can be."
    ),
    "Use": "What was last said of its use, by whom and of which day.",
}
RESIDENTS = "Those met with are counted; why, and whether rightly, is not. 1 would be equal rates."


@dataclass(frozen=True, slots=True)
class Row:
    """One question with the answers of all; `differs` says that they are not the same.

    `meaning` says what is asked. Where one says nothing and another something, that differs too:
    nothing said is no "no". `drawings` are one for each, where numbers are drawn on one scale.
    """

    label: str
    cells: tuple[tuple[Link, ...], ...]
    meaning: str = ""
    drawings: tuple[Markup, ...] = ()

    @property
    def answered(self) -> tuple[tuple[tuple[Link, ...], Markup], ...]:
        """Each answer with its drawing, where it has one."""
        blank = (Markup(""),) * len(self.cells)
        return tuple(zip(self.cells, self.drawings or blank, strict=True))

    @property
    def differs(self) -> bool:
        return len({frozenset(link.text for link in cell) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """One that is set side by side: its page, and the address without it."""

    link: Link
    without: str


@dataclass(frozen=True, slots=True)
class Picking:
    """What has been chosen, and what may be added to it.

    Attributes
    ----------
    chosen : in the order they were chosen
    typed : what was typed last and fits several, or none
    matches : those that it fits, each leading to the comparison with it
    suggested : names that a browser offers while one is typed
    starts : every force, or the other forces, each leading to the comparison with it
    """

    chosen: tuple[Chosen, ...]
    slugs: tuple[str, ...]
    typed: str
    matches: tuple[Link, ...]
    suggested: tuple[str, ...]
    starts: tuple[Link, ...]

    @property
    def is_full(self) -> bool:
        return len(self.chosen) >= MOST


def address_of(slugs: Iterable[str], days: Mapping[str, str]) -> str:
    """The comparison of some, on the same day."""
    asked = urlencode([*(("with", slug) for slug in slugs), *days.items()])
    return f"/compare/?{asked}" if asked else "/compare/"


def picking(
    links: Mapping[str, Link],
    forces: Mapping[str, str],
    days: Mapping[str, str],
    *,
    typed: str = "",
    matches: Mapping[str, str],
    suggested: Iterable[str],
) -> Picking:
    """Lay out the choice; `links` are those chosen, `forces` the forces that may be added."""
    slugs = tuple(links)

    def with_it(slug: str) -> str:
        return address_of((*slugs, slug), days)

    return Picking(
        tuple(
            Chosen(link, address_of([other for other in slugs if other != slug], days))
            for slug, link in links.items()
        ),
        slugs,
        typed,
        tuple(Link(name, with_it(slug)) for slug, name in matches.items()),
        tuple(suggested),
        tuple(Link(name, with_it(slug)) for slug, name in forces.items() if slug not in slugs),
    )


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
    forces: Sequence[Force],
    bodies: Sequence[SubjectFile],
    comparable: Iterable[Comparable],
    showing: Showing,
) -> tuple[Row, ...]:
    """What the list of forces says of each, its ratios, then what is said under a few fields."""
    return (
        _row("What is known", (_words(sentence(KNOWN[f.known])) for f in forces)),
        _row("Systems known", (_links(f.systems, showing) for f in forces)),
        _row("In scope of the ban called for", (_in_scope(force) for force in forces)),
        _row("When asked", (_asked(force) for force in forces)),
        _row("Not published", (_gaps(force) for force in forces)),
        _row("Clashes", (_clashes(force) for force in forces)),
        *(_ratio_row(one, forces) for one in comparable if _has_any(one, forces)),
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
        _row("Use", (_words(sentence(uses[s.slug].sentence)) for s in systems)),
        _row(
            "Not published",
            (
                (Link(_of(*gaps.get(s.slug, (0, 0))), f"/gaps/?subject={s.slug}"),)
                if s.slug in gaps
                else ()
                for s in systems
            ),
        ),
        *_field_rows(OF_A_SYSTEM, systems, showing),
    )


def _row(label: str, cells: Iterable[tuple[Link, ...]]) -> Row:
    return Row(label, tuple(cells), MEANINGS[label])


def _asked(force: Force) -> tuple[Link, ...]:
    """What is told of its answers; nothing where no request is told of."""
    return _words(words.when_asked(force.asked)) if force.asked.told_of else ()


def _in_scope(force: Force) -> tuple[Link, ...]:
    if not force.systems:
        return ()
    return _words(f"{force.in_ban_scope} of {words.counted(len(force.systems), 'system')} known")


def _gaps(force: Force) -> tuple[Link, ...]:
    if not force.items:
        return ()
    return (Link(_of(force.not_published, force.items), f"/gaps/?force={force.slug}"),)


def _clashes(force: Force) -> tuple[Link, ...]:
    if not force.clashes:
        return _words("0 clashes")
    text = words.counted(force.clashes, "clash", "clashes")
    return (Link(text, f"/contradictions/?force={force.slug}"),)


def _has_any(comparable: Comparable, forces: Iterable[Force]) -> bool:
    return any(force.slug in comparable.ratios for force in forces)


def _ratio_row(comparable: Comparable, forces: Iterable[Force]) -> Row:
    """One ratio of each force, by the same measure, days and residents; its range beside it."""
    basis = comparable.basis
    statement = next(iter(comparable.ratios.values()))
    measure = basis.measure.partition(" of one group")[0]
    label = f"{sentence(measure)}: {basis.group} people beside {basis.reference} people"
    cells = tuple(_ratio(comparable, force.slug) for force in forces)
    drawings = tuple(_drawn(comparable.ratios.get(force.slug)) for force in forces)
    return Row(label, cells, f"{basis_of(statement)}. {RESIDENTS}", drawings)


def _drawn(statement: Statement | None) -> Markup:
    """A ratio and its range on the scale of all ratios here, so that cells can be held together."""
    if statement is None:
        return Markup("")
    assert isinstance(statement.value, Quantity)
    own = placed(statement)
    return Markup(
        '<svg class="compared-ratio" viewBox="0 0 {width} 20" aria-hidden="true" '
        'focusable="false"><line class="ratio-one" x1="{one}" x2="{one}" y1="0" y2="20"/>'
        '<line x1="{left}" x2="{right}" y1="10" y2="10"/><circle cx="{at}" cy="10" r="4"/></svg>'
    ).format(width=WIDTH, one=ONE, left=own.left, right=own.right, at=own.at)


def _ratio(comparable: Comparable, slug: str) -> tuple[Link, ...]:
    statement = comparable.ratios.get(slug)
    if statement is None:
        return ()
    assert isinstance(statement.value, Quantity)
    interval = widest_interval(statement.qualifier("remark") or statement.qualifier("note"))
    text = statement.value.printed + (f" ({interval})" if interval else "")
    return (Link(text, statement_address(statement.id)),)


def _field_rows(
    fields: Iterable[str], subjects: Sequence[SubjectFile], showing: Showing
) -> Iterable[Row]:
    """A row for each field of which anything is said of any."""
    for field in fields:
        cells = tuple(_value_links(subject, field, showing) for subject in subjects)
        if any(cells):
            meaning = showing.schema.fields[field].help
            yield Row(showing.schema.fields[field].label, cells, f"{meaning}." if meaning else "")


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
    return f"{open_items} of {items} things asked"


def chosen_links(slugs: Iterable[str], names: Mapping[str, tuple[str, str]]) -> dict[str, Link]:
    return {slug: Link(names[slug][0], subject_address(names[slug][1], slug)) for slug in slugs}
