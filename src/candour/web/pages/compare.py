"""Two to five forces or systems side by side, question by question, with what differs first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from candour.core.voice import sentence
from candour.evidence.collection import SubjectFile
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.register.forces import Force
from candour.register.ratios import Comparable
from candour.web import words
from candour.web.addresses import statement_address, subject_address
from candour.web.pages.alike import Likeness, of_ranges, of_shares, of_words
from candour.web.pages.findings import basis_of
from candour.web.pages.force_ratios import beside_it, by_missing, ends_of, interval_of
from candour.web.pages.force_tiles import known_words, mark_of
from candour.web.pages.shared_axis import Ranged, shared_axis
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
RESIDENTS = (
    "Those met with are counted; why, and whether rightly, is not. Where ranges overlap no "
    "difference is shown; that is no proof of equal rates."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One question with the answers of all.

    Attributes
    ----------
    meaning : what is asked
    numbers : whether the numbers in the answers differ; words differ where they are not the same
    drawing : of the numbers, on one axis
    shapes : the mark of each answer, where answers have one
    """

    label: str
    cells: tuple[tuple[Link, ...], ...]
    meaning: str = ""
    numbers: Likeness | None = None
    drawing: Markup | None = None
    shapes: tuple[str, ...] = ()

    @property
    def likeness(self) -> Likeness:
        """Where one says nothing and another words, they differ: nothing said is no "no"."""
        return self.numbers or of_words([{link.text for link in cell} for cell in self.cells])

    @property
    def differs(self) -> bool:
        return self.likeness.differs

    @property
    def mark(self) -> str:
        return self.likeness.mark


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
        replace(
            _row("What is known", (_words(sentence(known_words(f))) for f in forces)),
            shapes=tuple(mark_of(force) for force in forces),
        ),
        _row("Systems known", (_links(f.systems, showing) for f in forces)),
        _row(
            "In scope of the ban called for",
            (_in_scope(force) for force in forces),
            of_shares([(f.in_ban_scope, len(f.systems)) for f in forces], "in scope"),
        ),
        _row(
            "When asked",
            (_asked(force) for force in forces),
            of_shares([(f.asked.given, f.asked.told_of) for f in forces], "answered"),
        ),
        _row(
            "Not published",
            (_gaps(force) for force in forces),
            of_shares([(f.not_published, f.items) for f in forces], "not published"),
        ),
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
            of_shares([gaps.get(s.slug) for s in systems], "not published"),
        ),
        *_field_rows(OF_A_SYSTEM, systems, showing),
    )


def _row(label: str, cells: Iterable[tuple[Link, ...]], numbers: Likeness | None = None) -> Row:
    return Row(label, tuple(cells), MEANINGS[label], numbers)


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


def _ratio_row(comparable: Comparable, forces: Sequence[Force]) -> Row:
    """One ratio of each force, by the same measure, days and residents; its range beside it."""
    basis = comparable.basis
    statement = next(iter(comparable.ratios.values()))
    measure = basis.measure.partition(" of one group")[0]
    label = f"{sentence(measure)}: {basis.group} people beside {basis.reference} people"
    word = beside_it(statement).basis
    whose = f"Ethnicity is {word}. " if word else ""
    cells = tuple(_ratio(comparable, force.slug) for force in forces)
    ranged = [_ranged(force.name, comparable.ratios.get(force.slug)) for force in forces]
    return Row(
        label,
        cells,
        f"{basis_of(statement)}. {whose}{RESIDENTS}",
        of_ranges([(one.low, one.high) if one else None for one in ranged]),
        shared_axis([one for one in ranged if one]),
    )


def _ranged(name: str, statement: Statement | None) -> Ranged | None:
    """A ratio with the ends of its range; None without one, since it can't be held to another."""
    interval = interval_of(statement) if statement else ""
    if statement is None or not interval:
        return None
    assert isinstance(statement.value, Quantity)
    ratio = float(statement.value.value)
    return Ranged(name, ratio, *ends_of(interval, ratio))


def _ratio(comparable: Comparable, slug: str) -> tuple[Link, ...]:
    statement = comparable.ratios.get(slug)
    if statement is None:
        return ()
    assert isinstance(statement.value, Quantity)
    interval, verdict = interval_of(statement), beside_it(statement)
    first = statement.value.printed + (f" ({interval})" if interval else "")
    unclear = "" if verdict.is_clear else verdict.verdict
    text = "; ".join(part for part in (first, by_missing(statement), unclear) if part)
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
