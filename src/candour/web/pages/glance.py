"""The first screen of a body: what is known of its systems, its own word, and what is not known.

Sentences that can be quoted alone come first, then what they leave out: clashes, ratios, money.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from candour.audit.headlines import Beside, beside, widest_interval
from candour.core.voice import sentence
from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import behaviour_when_asked, is_police, when_asked
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Silence, Statement
from candour.register.subject_pages import NamedSystems, OnSubject
from candour.web import words
from candour.web.addresses import statement_address
from candour.web.help.welsh import welsh_forces
from candour.web.pages import force_lead
from candour.web.pages.bodies import SystemOf, roles_in_systems, systems_of
from candour.web.pages.clashes import ClashShown, clashes_counted, clashes_marked
from candour.web.pages.findings import FindingOn
from candour.web.pages.force_lead import Sentence
from candour.web.pages.shown import Link, Names, Shown
from candour.web.pages.subject import SubjectPage

COMPARED_FIRST = "Black beside white"
FINDINGS_AT_A_GLANCE = 2
OWN_USE, COST = "predictive-use", "cost"
SEARCHES = "searches"
# What a ratio of Black people to white counts, by how its measure begins.
COUNTED = {
    SEARCHES: "Searches of Black people",
    "tactics": "Tactics of force on people officers saw as Black",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of the first screen: what is asked, the answer, and where its evidence stands.

    `mark` picks a shape (● shown, ◐ in part, ○ not known, ≠ clash), which repeats the words; `of`
    says what a number is of. `parts` are the text in parts, where each has a shape of its own.
    """

    label: str
    text: str
    address: str = ""
    mark: str = ""
    of: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RatioShown:
    """One ratio of a finding, with the wider of its intervals, and what it is a ratio of.

    `label` and `value` can be quoted alone: what is counted of whom, and times whose rate.
    `beside` has to be read with it; `apart` says that a number beside it is of another kind.
    """

    address: str
    statement: str
    of: str
    label: str
    value: str
    interval: str
    measure: str
    beside: Beside
    apart: str = ""

    @property
    def verdict(self) -> str:
        """Why it is not clear; "" where it is, or where nothing is said of that."""
        return "" if self.beside.is_clear else sentence(self.beside.verdict)

    @property
    def whose_word(self) -> str:
        return f"Ethnicity {self.beside.basis}" if self.beside.basis else ""


@dataclass(frozen=True, slots=True)
class BodyGlance:
    """What the first screen tells, in the order it is read.

    Attributes
    ----------
    lead : sentences that can be quoted, each with its evidence
    cells : what the sentences leave out
    ratios : each number of its findings as printed, which folds
    used : the systems it operates
    neighbours : forces near it, each leading to both side by side
    is_in_welsh : whether it has a page in Welsh too
    districts : where its districts are listed, or why none is
    """

    lead: tuple[Sentence, ...]
    cells: tuple[Cell, ...]
    ratios: tuple[RatioShown, ...]
    used: tuple[SystemOf, ...]
    neighbours: tuple[Link, ...] = ()
    is_in_welsh: bool = False
    districts: Link | None = None

    @property
    def asks(self) -> bool:
        """Whether anything asked of its systems is not published."""
        return any(system.open for system in self.used)


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What the page of a body shows beyond those of other subjects: its systems, its summary."""

    systems: tuple[SystemOf, ...]
    glance: BodyGlance | None


def body_parts(
    about: OnSubject,
    page: SubjectPage,
    systems_named: NamedSystems,
    *,
    ratios: Iterable[Statement] = (),
    neighbours: Iterable[Link] = (),
    districts: Link | None = None,
) -> BodyParts:
    """Summed up are the police, and others who use a system.

    `ratios` are those of the force that are compared with other forces.
    """
    systems = systems_of(roles_in_systems(about.mentions), systems_named, about.schema)
    used = tuple(system for system in systems if system.is_used)
    if not used and not is_police(about.subject):
        return BodyParts(systems, None)
    ratios = tuple(ratios)
    costs = _costs(about.subject, used, systems_named.briefs)
    lead = body_lead(page.name, about.subject, used, ratios, about.names, is_brief=True)
    glance = BodyGlance(
        lead,
        (_clashes(page.clashes), _money(costs, about.schema)),
        set_apart(list(_ratios(page.findings))),
        used,
        tuple(neighbours),
        about.subject.slug in welsh_forces(),
        districts,
    )
    return BodyParts(systems, glance)


def body_lead(
    name: str,
    body: SubjectFile,
    used: Sequence[SystemOf],
    ratios: Iterable[Statement],
    names: Names,
    *,
    is_brief: bool = False,
) -> tuple[Sentence, ...]:
    """What is known of a body, in sentences of the page's language; `name` is its name there.

    `names` are those of whoever speaks of it. Brief, they tell one ratio of those it has, rounded:
    how far it goes by how it is counted stands further down then.
    """
    asked = when_asked(behaviour_when_asked(body.of(DISCLOSURE)))
    every = list(ratios)
    searches = [ratio for ratio in every if is_of_searches(ratio)]
    first = searches[:1] or (every[:1] if is_brief else [])
    compared = [force_lead.ratio_sentence(ratio, is_brief=is_brief) for ratio in first]
    uses = [system.headline for system in used if system.headline]
    return (
        *force_lead.systems_sentences(uses),
        force_lead.own_word(
            body.slug,
            name,
            body.of(OWN_USE),
            lambda slug: names.get(slug, (slug, ""))[0],
            uses,
        ),
        force_lead.asked_sentence(asked),
        *force_lead.not_published(sum(s.open for s in used), sum(s.asked for s in used)),
        *(one for one in compared if one is not None),
    )


def is_of_searches(ratio: Statement) -> bool:
    return ratio.qualifier("measure").startswith(SEARCHES)


def _costs(
    body: SubjectFile, used: Iterable[SystemOf], briefs: Mapping[str, SubjectFile]
) -> list[Statement]:
    """What is said of money under its own name and under those of the systems it runs."""
    slugs = [system.link.address.split("/")[2] for system in used]
    return [*body.of(COST), *(s for slug in slugs for s in briefs[slug].of(COST))]


def _money(costs: Sequence[Statement], schema: Schema) -> Cell:
    """The greatest amount that is printed, and how many more there are."""
    amounts = [s for s in costs if isinstance(s.value, Quantity)]
    if amounts:
        most = max(amounts, key=_amount)
        days = words.period_in_words(most.qualifier("period"))
        rest = words.counted(len(amounts) - 1, "more amount") + " printed"
        parts = [most.qualifier("measure"), days, rest if len(amounts) > 1 else ""]
        of = "; ".join(part for part in parts if part)
        assert isinstance(most.value, Quantity)
        return Cell("Money", most.value.printed, statement_address(most.id), "", of)
    kinds = [(s.value.kind, s.id) for s in costs if isinstance(s.value, Silence)]
    if kinds:
        kind, key = kinds[0]
        return Cell("Money", schema.term("silences", kind).label, statement_address(key), "stated")
    return Cell("Money", "No amount printed", "", "silent")


def _amount(statement: Statement) -> float:
    assert isinstance(statement.value, Quantity)
    return float(statement.value.value)


def _clashes(shown: Sequence[ClashShown]) -> Cell:
    if not shown:
        return Cell("Clashes", "None found")
    parts = clashes_marked(shown)
    return Cell("Clashes", clashes_counted(shown), "#contradictions", parts=parts)


def _ratios(findings: Iterable[FindingOn]) -> Iterable[RatioShown]:
    """The first ratio of each finding that has any: Black people beside white, where it has that.

    One comparison, so that the first screen of every force shows the same.
    """
    chosen = 0
    for finding in findings:
        numbers = dict(zip(finding.groups, finding.numbers, strict=True))
        shown = numbers.get(COMPARED_FIRST)
        if shown is not None and chosen < FINDINGS_AT_A_GLANCE:
            chosen += 1
            yield _ratio(finding, shown)


def _ratio(finding: FindingOn, shown: Shown) -> RatioShown:
    measure = finding.measure.partition(" of one group")[0]
    start = measure.partition(" ")[0].lower()
    days, _, out_of = finding.basis.partition("; ")
    is_counted = start in COUNTED and shown.value.text.endswith(" times")
    return RatioShown(
        finding.address,
        shown.address,
        f"{measure}; {out_of}" if is_counted and out_of else f"{measure}, {finding.basis}",
        f"{COUNTED[start]}, {days}" if is_counted else f"{measure}: {COMPARED_FIRST}",
        f"{shown.value.text} the white rate" if is_counted else shown.value.text,
        widest_interval(shown.remark),
        start,
        beside(shown.remark, shown.value.text),
    )


def set_apart(ratios: Sequence[RatioShown]) -> tuple[RatioShown, ...]:
    """The same ratios, each that stands beside one of another kind saying so."""
    every = [(one.measure, one.beside.basis) for one in ratios]
    return tuple(replace(one, apart=_apart(one, every)) for one in ratios)


def _apart(one: RatioShown, every: Iterable[tuple[str, str]]) -> str:
    others = [other for other in every if other != (one.measure, one.beside.basis)]
    if not others:
        return ""
    counts_other = any(measure != one.measure for measure, _ in others)
    whose = dict.fromkeys(basis for _, basis in others if basis and basis != one.beside.basis)
    reasons = [
        *(["it counts something else"] if counts_other else []),
        *([f"ethnicity there is {words.listed(list(whose))}"] if whose else []),
    ]
    return f"Not comparable with the one beside it: {words.listed(reasons)}"
