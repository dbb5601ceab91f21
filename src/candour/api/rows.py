"""Models of the rows, as `evidence.listing` and `Statement.as_dict` make them.

A row is made there and only described here; a test holds the two against each other.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from candour.evidence.audited import How, Reason
from candour.evidence.checks import VERDICTS
from candour.evidence.derived import STATES
from candour.evidence.fields import CLASSES
from candour.evidence.gaps import State
from candour.evidence.statements import BASES
from candour.evidence.timeline import Told
from candour.evidence.use import Standing
from candour.evidence.weights import CONTRADICTION_KINDS, STRENGTHS, TOUCHES
from candour.register.forces import Knowledge

A_STATEMENT = "s1-mfzw2zlomvzxgzlomvqw45dfoi"
A_FINDING = "f1-mfzw2zlomvzxgzlomvqw45dfoi"
SYSTEM, BODY, SOURCE = "durham-hart", "durham-constabulary", "automated-racism"


def text(description: str, *examples: str) -> str:
    """A text that is always there."""
    field: str = Field(description=description, examples=list(examples))
    return field


def maybe(description: str, *examples: str) -> str:
    """A text that is left out where there is nothing to say."""
    field: str = Field("", description=description, examples=list(examples))
    return field


def among(terms: tuple[str, ...], description: str, example: str) -> str:
    """A text from a closed list."""
    field: str = Field(
        description=description, examples=[example], json_schema_extra={"enum": list(terms)}
    )
    return field


def texts(description: str, *examples: str) -> list[str]:
    field: list[str] = Field(description=description, examples=[list(examples)])
    return field


def moment(description: str) -> str:
    field: str = Field(
        description=description,
        examples=["2026-11-22T18:00:00+00:00"],
        json_schema_extra={"format": "date-time"},
    )
    return field


# a statement and its value


class Quantity(BaseModel):
    """A number as printed, its value, and how it is stated."""

    printed: str = text("The number as printed, with its hedge.", "almost 60%")
    value: str = text("The number itself; the lower end of a range.", "60")
    unit: str = text("What it counts; `percent` is per hundred.", "percent")
    decimals: int = Field(
        description="Decimal places printed; negative where thousands are.", examples=[0]
    )
    stated: str = text("Exact, rounded, at least, more than, almost, about, range …", "almost")
    high: str = maybe("The upper end of a range.", "65")


class Silence(BaseModel):
    """An empty answer, which is a fact of its own."""

    kind: str = text("A term of the vocabulary of silences.", "withheld")
    act: str = maybe("The Act a refusal names.", "Freedom of Information Act 2000")
    section: str = maybe("Its section.", "31(1)(a)")
    reason: str = maybe("The reason given.", "Law enforcement")
    asked_on: str = maybe("When it was asked.", "2024-02-01")
    due_on: str = maybe("When the answer was due.", "2024-02-29")
    review_on: str = maybe("When the refusal is to be reviewed.", "2024-06-01")


class OneValue(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextValue(OneValue):
    """A text in our own words."""

    text: str = Field(examples=["Sorts people in custody by the chance that they reoffend"])


class TermValue(OneValue):
    """A term of the field's vocabulary."""

    term: str = Field(examples=["in-use"])


class SubjectValue(OneValue):
    """Another subject, by its slug."""

    subject: str = Field(examples=[BODY])


class DaysValue(OneValue):
    """Days as the source gives them: 2021, 2020/ (since 2020), before 2016/."""

    days: str = Field(examples=["2016/2021"])


class QuantityValue(OneValue):
    """A printed number."""

    quantity: Quantity


class SilenceValue(OneValue):
    """An empty answer."""

    silence: Silence


class ClosureValue(OneValue):
    """Whether a list is said to be complete."""

    closure: Literal["yes", "no"] = Field(examples=["no"])


Value = (
    TextValue | TermValue | SubjectValue | DaysValue | QuantityValue | SilenceValue | ClosureValue
)


class StatementRow(BaseModel):
    """Who said what about which subject, through which source and where in it."""

    id: str = text("A hash of the statement, the same in every installation.", A_STATEMENT)
    subject: str = text("The subject's slug.", SYSTEM)
    field: str = text("The key of the field; `/schema` lists them.", "use")
    value: Value = Field(description="One value, under the name of its kind.")
    said_by: list[str] = texts("Who asserts it.", BODY)
    source: str = text("Where we read it.", SOURCE)
    locator: str = text("The place in the source: section and note, or page.", "4.5 n640")
    basis: str = among(BASES, "How it became known.", "disclosed")
    via: str = maybe("Who reports it.", "amnesty-international")
    said_on: str = maybe("When it was said.", "2024-05-13")
    first_public: str = maybe("When an earlier text came out that the source repeats.", "2018")
    first_in: str = maybe("That text, where it has a page.", "amnesty-gangs-matrix-report-2018")
    public_on: str = maybe("When it became public.", "2025-02-20")
    valid: str = maybe("The days it is said to be true of.", "2016/2021")
    qualifiers: dict[str, str] = Field(
        default={},
        description="What belongs to the value: group, period, source system, note …",
        examples=[{"note": "in custody suites"}],
    )
    handle: str = maybe("In a subject's own list: what its file calls it.", "use.1")
    true_on: Literal["yes", "can't tell"] = Field(
        default="yes",
        description="Only where `on` is asked: whether it was true on that day.",
        examples=["yes"],
    )


# what follows from several statements


class CorroborationRow(BaseModel):
    """One thing that two or more sources say of a subject; texts in our words are not compared."""

    field: str = text("The key of the field.", "first-use")
    statements: list[str] = texts("All that say it.", A_STATEMENT)
    sources: list[str] = texts("Where they were read; two at least.", SOURCE)
    independent: list[str] = texts(
        "A largest set of them of which any two are independent: neither speaks for, reports or "
        "repeats the other. One alone where no two are.",
        A_STATEMENT,
    )


class LifeRow(BaseModel):
    """One thing said of some days, and how the day of the words lies to them."""

    subject: str = text("The subject it is said of.", SYSTEM)
    field: str = text("The key of the field.", "use")
    days: str = text("The days it is true of.", "2016/2021")
    said_by: list[str] = texts("Who asserts it.", BODY)
    via: str = text("Who reports it; empty where nobody does.", "amnesty-international")
    source: str = text("Where we read it.", SOURCE)
    said_on: str = text("When it was said; empty where not given.", "2024-05-13")
    public_on: str = text("When it came out; empty where not given.", "2025-02-20")
    told: str = among(
        tuple(Told), "When it was said, or else came out, beside the days.", Told.AFTER.value
    )
    after_days: int = Field(description="How many days later, where it was after.", examples=[61])
    disputed: bool = Field(
        description="Whether it stands in a contradiction: both sides can't be so.",
        examples=[False],
    )
    statements: list[str] = texts("What it rests on: several only for numbers.", A_STATEMENT)


# what lists hold


class UseRow(BaseModel):
    """What is told of the use of a system on one day, by one rule from everything said of it."""

    sentence: str = text(
        "The state of use, who said so, and the last day told of.",
        "said to have stopped in 2021 (Amnesty International); nothing later read",
    )
    state: str = text("The term of the vocabulary `use` that leads it, or empty.", "stopped")
    standing: str = among(
        tuple(Standing), "How it bears on the day asked about.", Standing.LAST_OTHER.value
    )
    said_by: list[str] = texts("Whose word it is.", "amnesty-international")
    last_told: str = text("The last day told of; empty where none is given.", "2025-02-20")
    disputed: bool = Field(
        description="Some say that it was in use and others that it was not.", examples=[False]
    )
    statements: list[str] = texts("What it rests on, the first of them the lead.", A_STATEMENT)


class AuditedRow(BaseModel):
    """Whether and how a system was audited; where not, why, and what to ask its body for."""

    how: str = among(tuple(How), "By what right it can be said how it does.", How.NOT.value)
    findings: list[str] = texts("Findings about it.", A_FINDING)
    refused: list[str] = texts("Why audits about it came to nothing.", "too few people")
    reasons: list[str] = texts("Why it was not audited.", Reason.NO_METHOD.value)
    questions: list[str] = texts("What to ask for.", "How does it come to a score?")
    replays: list[str] = texts(
        "Findings that replay its documented method, on whosever records.", A_FINDING
    )
    replay: str = text("Whether its documented method was replayed, or why not.", "Not replayed: …")


class SubjectRow(BaseModel):
    """A subject in a list."""

    model_config = ConfigDict(populate_by_name=True)

    slug: str = text("Its short name, which does not change.", SYSTEM)
    subject_class: str = Field(
        alias="class",
        description="What it is.",
        examples=["system"],
        json_schema_extra={"enum": list(CLASSES)},
    )
    name: str = text("Its name as its source gives it.", "Harm Assessment Risk Tool")
    kind: str = text("Its kind within its class; empty where not said.", "person-score")
    also: list[str] = texts("Other and former names.", "HART")
    operator: list[str] = texts("Bodies that use it.", BODY)
    summary: str = text("What it is in two sentences at most.", "Scored people in custody.")
    use: UseRow | None = Field(
        description="What is told of its use on the day asked about or today; null but for systems."
    )
    statements: int = Field(
        description="How many statements of its own file stand; numbers of findings stand apart.",
        examples=[84],
    )
    sources: list[str] = texts("Where they were read.", SOURCE)


class FigureRow(BaseModel):
    """A printed number."""

    id: str = text("The statement that carries it.", A_STATEMENT)
    subject: str = text("The subject it is about.", SYSTEM)
    field: str = text("The key of the field.", "accuracy")
    measure: str = text("What is counted or measured, in our words.", "outcomes it got right")
    value: str = text("The number itself; the lower end of a range.", "53.8")
    printed: str = text("The number as printed.", "53.8%")
    unit: str = text("What it counts.", "percent")
    stated: str = text("How it is stated.", "rounded")
    period: str = text("The days it covers.", "2016/2021")
    group: str = text("The group of people, as printed.", "Black")
    area: str = text("The place it covers.", "County Durham")
    denominator: str = text("What a rate or share is taken of.", "people assessed")
    compared_with: str = text("The other side of a comparison.", "White")
    finding: str = text("The finding that Candour worked it out in.", A_FINDING)
    said_by: str = text("Who asserts it; several are joined by `and`.", BODY)
    via: str = text("Who reports it.", "amnesty-international")
    source: str = text("Where we read it.", SOURCE)
    locator: str = text("The place in the source.", "4.5 n652")
    basis: str = among(BASES, "How it became known.", "disclosed")
    note: str = text("A detail that belongs to the value.", "all risk bands")
    remark: str = text("What Candour adds: how it is printed, what is left open.", "")
    probably: str = text("What a likely misprint stands for.", "")
    high: str = maybe("The upper end of a range.", "54")


class FindingRow(BaseModel):
    """The result of an audit, in a list."""

    id: str = text("A hash of its plan, inputs and numbers.", A_FINDING)
    name: str = text("Its short name.", "stops-2019-20")
    audit: str = text("The kind of audit.", "stops")
    title: str = text("What was asked, in our words.", "Stops and searches in 37 force areas")
    lead: str = text("The first sentence of what was found.", "")
    about: list[str] = texts("The bodies and systems it is about.", "essex-police")
    refused: list[str] = texts("Those whose data could not answer the question.", "gwent-police")
    recorded_in: int = Field(description="The change set that recorded it.", examples=[4])
    address: str = text("Its page; with .json for the last slash, all of it.", "/findings/f1-…/")


class CheckRow(BaseModel):
    """A printed number recomputed from others, with two verdicts."""

    id: str = text("The check's own name.", "k1-mfzw2zlomvzxgzlomvqw45dfoi")
    subject: str = text("The subject it is made for.", SYSTEM)
    kind: str = text("Parts of a total, share of a whole, ratio …", "parts sum to total")
    check: str = text("The claim and what it is recomputed from.", "total = White + Black")
    figures: list[str] = texts("Statements: the claim, then its parts.", A_STATEMENT)
    point: str = among(VERDICTS, "The verdict on the numbers at their face.", "fails")
    interval: str = among(VERDICTS, "The verdict on all they can stand for.", "holds-rounded")
    verdict: str = among(VERDICTS, "The verdict to print.", "holds-rounded")
    working: str = text("The arithmetic in one line.", "942 / 1413 = 66.67%; printed 66.6%")
    remark: str = text("What an editor notes.", "")


class DerivedRow(BaseModel):
    """A number that Candour worked out from printed ones, or the reason why there is none."""

    id: str = text("Its own name.", "d1-mfzw2zlomvzxgzlomvqw45dfoi")
    subject: str = text("The subject it is worked out for.", SYSTEM)
    name: str = text("Its short name there.", "without-a-band")
    measure: str = text("What it tells, in our words.", "People with a score and no band")
    state: str = among(STATES, "Whether there is a number.", "worked-out")
    value: str = text("The number with every part at its face; empty without one.", "13748")
    low: str = text("The least it can be; empty where it has no bound.", "13748")
    high: str = text("The most it can be; empty where it has no bound.", "13748")
    unit: str = text("What it counts; `percent` is per hundred, `times` a ratio.", "people")
    shown: str = text("The number in words, no finer than it is known.", "13,748 people")
    working: str = text("The sum with the numbers as printed.", "357,561 − 343,813 = 13,748")
    reason: str = text("Why there is no number.", "")
    remark: str = text("What an editor notes.", "")
    said_by: Literal["candour"] = Field(description="Nobody printed it.", examples=["candour"])
    statements: list[str] = texts("The printed numbers it is worked out from.", A_STATEMENT)
    subjects: list[str] = texts("The subjects of these.", SYSTEM)


class SideRow(BaseModel):
    """One side of a contradiction."""

    said_by: list[str] = texts("Who says it.", BODY)
    said: str = text("What is said, in our words.", "It was last used in 2020")
    statements: list[str] = texts("The statements that say it.", A_STATEMENT)


class ContradictionRow(BaseModel):
    """Statements that don't fit together."""

    id: str = text("The contradiction's own name.", "c1-mfzw2zlomvzxgzlomvqw45dfoi")
    kind: str = among(CONTRADICTION_KINDS, "How the sides clash.", "date")
    strength: str = among(
        STRENGTHS,
        "Whether both can't be so, or both can and one weakens the other.",
        "exclusive",
    )
    touches: str = among(TOUCHES, "What it touches; the list is in this order.", "people")
    rank: int = Field(description="Its place before that order; 0 without one.", examples=[1])
    first: str = text("Why an editor puts it before that order; empty without one.", "")
    subjects: list[str] = texts("The subjects concerned.", SYSTEM)
    statements: list[str] = texts("All statements of all sides.", A_STATEMENT)
    sides: list[SideRow] = Field(description="What each side says.")
    found_by: str = text("The rule that found it, or `editor`.", "two values")
    reason: str = text("Why they don't fit together.", "The field takes one value.")
    reply: str = text("What the body answered.", "")


class GapRow(BaseModel):
    """What is known, or not, under one item for one subject."""

    subject: str = text("The subject in scope.", SYSTEM)
    item: str = text("What is asked; `/schema` lists it.", "legal-basis")
    state: str = among(
        tuple(State), "How it stands, from what says most to what says least.", State.SILENT.value
    )
    contradicted: bool = Field(
        description="What it rests on stands in a contradiction: both sides can't be so.",
        examples=[False],
    )
    link: str = text("The address of what is published, or empty.", "")
    practice: list[str] = texts("What its body says of its practice; it never counts.", A_STATEMENT)
    why: str = text("What is missing.", "nothing under procedure")
    statements: list[str] = texts("The statements it rests on.", A_STATEMENT)


class ChangeRow(BaseModel):
    """A change set: what changed at one moment; its hash covers the one before."""

    change: int = Field(description="Its number here, in order of arrival.", examples=[1])
    origin: str = text("Whose chain it stands in.", "candour")
    number_in_origin: int = Field(description="Its number in that chain.", examples=[1])
    arrived_at: str = moment("When it reached this installation, in UTC; `as_of` goes by it.")
    made_at: str = moment("When it was made, in its own log, in UTC.")
    made_by: str = text("By whom.", "this installation")
    why: str = text("Why.", "Content loaded from files")
    previous: str = text("The hash of the change set before it.", "0" * 64)
    hash: str = text("Its own hash.", "9f86d081884c7d659a2feaa0c55ad015" * 2)


# the country, words and sources


class ForceRow(BaseModel):
    """A police force and what is known of its use of such systems."""

    slug: str = text("The force's slug.", "essex-police")
    name: str = text("Its name.", "Essex Police")
    nation: str = text("Where it acts: a term; empty where no source says.", "england")
    known: str = among(
        tuple(Knowledge),
        "What is known: clash (its denial stands against what is shown), shown, partly or "
        "not-known, which is no statement that it has none.",
        "shown",
    )
    systems: list[str] = texts("Systems that it is said to run or to have run.", SYSTEM)
    in_ban_scope: int = Field(
        description="How many of them the ban called for would reach, or that is disputed.",
        examples=[1],
    )
    asked_given: int = Field(
        description="Of the things it is told to have been asked for, how many it gave.",
        examples=[1],
    )
    asked_told_of: int = Field(description="How many it was asked for.", examples=[2])
    not_published: int = Field(
        description="Of the items asked of its systems, how many are not published.", examples=[9]
    )
    items_asked: int = Field(description="How many items are asked of them.", examples=[12])
    contradictions: int = Field(
        description="Contradictions that concern it or its systems.", examples=[3]
    )


class SourceRow(BaseModel):
    """A text that statements were read in."""

    slug: str = text("Its slug.", SOURCE)
    name: str = text("Its title.", "Automated Racism")
    kind: str = text("What kind of text: a term; empty where not said.", "report")
    authors: list[str] = texts("The bodies that wrote it.", "amnesty-international")
    published: str = text("When it came out; empty where not known.", "2025-02-20")
    reading: str = text("How much of it was read: a term; empty where not said.", "whole")
    statements: int = Field(
        description="How many statements that stand were read in it.", examples=[900]
    )


class TermRow(BaseModel):
    """A term of a vocabulary."""

    vocabulary: str = text("The vocabulary it is of.", "inputs")
    key: str = text("The term, as values have it.", "home-address")
    label: str = text("Its name on pages.", "Home address")
    help: str = text("What it means; empty where the name says it.", "Where a person lives")
    flags: list[str] = texts("What it has in common with other terms.", "health")
    statements: int = Field(
        description="How many statements that stand have it as their value.", examples=[12]
    )
