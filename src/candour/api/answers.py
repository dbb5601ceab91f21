"""Models of whole answers: parts of lists, one subject, one statement, the schema, errors."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from candour.api.rows import (
    A_FINDING,
    BODY,
    SOURCE,
    SYSTEM,
    AuditedRow,
    ChangeRow,
    CheckRow,
    ContradictionRow,
    CorroborationRow,
    DerivedRow,
    FigureRow,
    FindingRow,
    ForceRow,
    GapRow,
    LifeRow,
    SourceRow,
    StatementRow,
    SubjectRow,
    TermRow,
    maybe,
    moment,
    text,
    texts,
)

Row = TypeVar("Row")


class Error(BaseModel):
    """Why a request can't be answered, as RFC 9457 has it."""

    type: str = text("Always about:blank: the status says what kind it is.", "about:blank")
    title: str = text("The status in words.", "Not Found")
    status: int = Field(description="The status of the answer.", examples=[404])
    detail: str = text("One clear sentence.", "There is no subject 'durham-heart'.")
    error: str = text("The same sentence.", "There is no subject 'durham-heart'.")
    field: str = maybe("The parameter it concerns.", "slug")


class Part(BaseModel, Generic[Row]):
    count: int = Field(description="How many rows there are in all.", examples=[1])
    next: str | None = Field(
        description="The address of the next part, or null at the end.", examples=[None]
    )
    items: list[Row] = Field(description="The rows of this part.")


class Subjects(Part[SubjectRow]):
    """Part of a list of subjects."""


class Found(Part[SubjectRow]):
    """Subjects found, best first."""

    read_as: str = text("The spelling looked for, where it is not the one asked.", "")


class Statements(Part[StatementRow]):
    """Part of a list of statements."""


class Figures(Part[FigureRow]):
    """Part of the list of printed numbers."""


class Checks(Part[CheckRow]):
    """Part of the list of checks."""


class DerivedNumbers(Part[DerivedRow]):
    """Part of the list of derived numbers."""


class Contradictions(Part[ContradictionRow]):
    """Part of the list of contradictions."""


class Gaps(Part[GapRow]):
    """Part of the list of gaps."""


class Findings(Part[FindingRow]):
    """Part of the list of findings, newest first."""


class Finding(BaseModel):
    """The result of an audit, whole."""

    stands: bool = Field(description="Whether it stands in the register today.", examples=[True])
    recorded_in: list[int] = Field(
        description="The change sets that recorded it, the last one first.", examples=[[4]]
    )
    name: str = text("Its short name.", "stops-2019-20")
    title: str = text("What was asked, in our words.", "Stops and searches in 37 force areas")
    about: list[str] = texts("The bodies and systems it is about.", "essex-police")
    refused: dict[str, str] = Field(
        description="Those whose data could not answer the question, with the reason.",
        examples=[{"gwent-police": "no stops in 2019-11: the period is not complete"}],
    )
    source: str = text("The source that the data were published in.", "police-stop-and-search")
    licence: str = text("The licence of the data.", "Open Government Licence v3.0")
    public_on: str = text("The day it became public.", "2026-11-22")
    statements: list[StatementRow] = Field(
        description="Its headline numbers, as statements.", examples=[[]]
    )
    finding: dict[str, Any] = Field(
        description="The finding as the audit gave it: plan, inputs, sentences, tables.",
        examples=[{"finding": A_FINDING, "audit": "stops"}],
    )


class Changes(Part[ChangeRow]):
    """Part of the list of change sets, newest first."""


class Forces(Part[ForceRow]):
    """Part of the list of police forces, by name."""


class Sources(Part[SourceRow]):
    """Part of the list of sources, by name."""


class Terms(Part[TermRow]):
    """Part of the list of terms, vocabulary by vocabulary."""


# change sets and history


class Stretch(BaseModel):
    """From when until when something stood in the register."""

    asserted_in: int = Field(description="The change set that put it in.", examples=[1])
    asserted_at: str = moment("When that was, in UTC.")
    retracted_in: int | None = Field(
        description="The change set that took it out, or null while it stands.", examples=[None]
    )
    retracted_at: str | None = Field(description="When that was.", examples=[None])


class Recorded(Stretch):
    """A statement, and from when until when it stood in the register."""

    statement: StatementRow = Field(description="The statement.")


class History(Part[Recorded]):
    """Part of a subject's history, newest first."""


class Entry(BaseModel):
    """One statement of a change set."""

    entry: Literal["assert", "retract"] = Field(
        description="Whether it was put in or taken out.", examples=["assert"]
    )
    statement: StatementRow = Field(description="The statement.")


class Change(Part[Entry]):
    """A change set, with part of what it put in and took out."""

    set: ChangeRow = Field(description="The change set.")
    asserted: int = Field(description="How many statements it put in.", examples=[1])
    retracted: int = Field(description="How many it took out.", examples=[0])


# one subject, one statement


class Asked(BaseModel):
    """The days asked about; those not asked are left out."""

    on: str = maybe("True on this day.", "2021-03-14")
    known: str = maybe("Publicly known by this day.", "2025-03-01")
    as_of: str = maybe("In Candour at the end of this day.", "2026-12-31")


class Subject(BaseModel):
    """A subject, all that is said of it at a moment, and what follows."""

    subject: SubjectRow = Field(description="As lists show it.")
    audited: AuditedRow | None = Field(
        description="Whether and how it was audited; null but for systems in scope."
    )
    asked: Asked = Field(description="The days asked about.")
    statements: list[StatementRow] = Field(description="In the order of its page.")
    checks: list[CheckRow] = Field(description="Its figures recomputed.")
    derived: list[DerivedRow] = Field(description="What Candour works out from its figures.")
    contradictions: list[ContradictionRow] = Field(description="Those that concern it.")
    gaps: list[GapRow] = Field(description="What is asked of it, and how far it is known.")
    corroborated: list[CorroborationRow] = Field(description="What several sources say alike.")
    timeline: list[LifeRow] = Field(
        description="Everything dated, in order of the days it is true of; of a body also the "
        "lives of its systems."
    )


class Difference(BaseModel):
    """What changed about a subject between two days."""

    model_config = ConfigDict(populate_by_name=True)

    subject: str = text("The subject's slug.", SYSTEM)
    clock: str = text("Which question the two days are put to.", "as_of")
    start: str = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    to: str = text("The second day; empty is now.", "2026-12-31")
    added: list[StatementRow] = Field(description="There on the second day alone.")
    gone: list[StatementRow] = Field(description="There on the first day alone.")


class Statement(BaseModel):
    """A statement, and when it stood in the register."""

    statement: StatementRow = Field(description="The statement.")
    stands: bool = Field(description="Whether it stands today.", examples=[True])
    recordings: list[Stretch] = Field(description="Oldest first.")
    corroborated: CorroborationRow | None = Field(
        description="Who says the same; null where no other source does, or it can't be compared."
    )


# about the register


class Root(BaseModel):
    """What there is."""

    name: str = text("What this is.", "Candour")
    version: str = text("The version of the code.", "0.1.0")
    schema_version: str = text("The version of the table of fields.", "1")
    last_change: ChangeRow | None = Field(description="The newest change set.")
    counts: dict[str, int] = Field(
        description="What stands today, by class of subject and by kind.",
        examples=[{"system": 12, "statement": 4000}],
    )
    addresses: dict[str, str] = Field(
        description="What can be asked; names in braces are to be filled in.",
        examples=[{"/api/v1/subjects": "Subjects"}],
    )


class SchemaField(BaseModel):
    """One row of the table of fields."""

    key: str = text("Its key.", "inputs")
    label: str = text("Its name on pages.", "Data types")
    type: str = text("Text, term, subject, days or quantity.", "term")
    group: str = text("The group it stands in.", "data")
    help: str = text("What it holds.", "Each type of data it uses")
    many: bool = Field(description="Whether it takes several values.", examples=[True])
    closure: bool = Field(description="Whether a list can be complete.", examples=[True])
    vocabulary: str = text("Where its terms come from.", "inputs")
    of: list[str] = texts("The classes a subject it names may have.", "body")
    qualifiers: list[str] = texts("What its values may carry.", "from_system", "note")
    answers: str = text("The gap item it answers.", "data")
    also: str = text("The same in other standards.", "nl data; dpv dpv:hasPersonalData")


class SchemaTerm(BaseModel):
    """One term of a vocabulary."""

    key: str = text("Its key.", "in-use")
    label: str = text("Its name on pages.", "In use")
    help: str = text("What it means.", "")
    sentence: str = text("How it reads in a sentence.", "was in use")
    shows: str = text("What it shows.", "use")
    denies: str = text("What it denies.", "")
    flags: list[str] = texts("What it has in common with others.", "health")
    of: list[str] = texts("The classes it is for.", "system")


class SchemaQualifier(BaseModel):
    """Something that may belong to a value."""

    key: str = text("Its key.", "period")
    label: str = text("Its name on pages.", "Period")
    type: str = text("Text, days or subject.", "days")
    help: str = text("What it holds.", "Days the number covers")


class SchemaGapItem(BaseModel):
    """Something asked of every subject in scope."""

    key: str = text("Its key.", "purpose")
    label: str = text("What is asked.", "Intended purpose")
    five: int = Field(
        description="Which of the five items of section 8.2 it is, or 0.", examples=[1]
    )
    needs: list[str] = texts("Fields that must all be answered.", "purpose")
    any_of: list[str] = texts("Fields of which one will do.", "oversight")
    dated: str = text("A field whose document must bear a date.", "dpia")
    complete: str = text("A field whose list must be said to be complete.", "inputs")


class Schema(BaseModel):
    """The table of fields, qualifiers, vocabularies and what gaps are asked."""

    version: str = text("The version of the table.", "1")
    groups: dict[str, str] = Field(
        description="Groups of fields and their names.", examples=[{"use": "Use"}]
    )
    fields: list[SchemaField] = Field(description="The table of fields.")
    qualifiers: list[SchemaQualifier] = Field(description="What may belong to a value.")
    vocabularies: dict[str, list[SchemaTerm]] = Field(description="Terms by vocabulary.")
    gap_items: list[SchemaGapItem] = Field(description="What is asked of every subject.")


class Description(BaseModel):
    """An OpenAPI document."""

    openapi: str = text("The version of OpenAPI.", "3.1.0")
    info: dict[str, Any] = Field(description="What this is.", examples=[{"title": "Candour"}])
    servers: list[Any] = Field(description="Where it is.", examples=[[{"url": "/"}]])
    tags: list[Any] = Field(description="Groups of addresses.", examples=[[{"name": "About"}]])
    paths: dict[str, Any] = Field(description="The addresses.", examples=[{"/api/v1/": {}}])
    components: dict[str, Any] = Field(
        description="The models of answers.", examples=[{"schemas": {}}]
    )


# the whole country


class BodyRow(BaseModel):
    """What is known of one force or justice body."""

    slug: str = text("The body.", BODY)
    name: str = text("Its name.", "Durham Constabulary")
    kind: str = text("Its kind.", "territorial-force")
    nation: list[str] = texts("Where it acts.", "england")
    systems: list[str] = texts("Systems that it is said to use or have used.", SYSTEM)
    says: list[str] = texts("Terms of what is told of its use of such systems.", "shown-to-use")
    sources: list[str] = texts("Sources that tell of it or of its systems.", SOURCE)
    last_said: str = text("The newest day of what is told; empty where none is.", "2025-02-20")
    asked_in: list[str] = texts("Sources that tell that it was asked.", SOURCE)
    answers: list[str] = texts("What it did when asked.", "answered")
    nothing_known: bool = Field(
        description="Whether no source read tells of such a system of it, or of its use of any.",
        examples=[False],
    )


class Counted(BaseModel):
    """Our number of systems beside what others count."""

    ours: int = Field(description="Systems of the United Kingdom in this register.", examples=[45])
    ours_in_scope: int = Field(description="Those of them in scope.", examples=[38])
    others: list[FigureRow] = Field(description="Numbers that others give.", examples=[[]])
    difference: str = text("Why the numbers are not of the same thing.", "One counts all tools.")


class Coverage(BaseModel):
    """What is known of each force and justice body of the country."""

    count: int = Field(description="How many bodies.", examples=[60])
    nothing_known: int = Field(description="Of how many nothing is known.", examples=[20])
    bodies: list[BodyRow] = Field(description="The bodies, forces first, by name.")
    counted: Counted = Field(description="How many systems, by this register and by others.")


class OfficialRecordRow(BaseModel):
    """The metadata of one official record, as the finder of GOV.UK gives them."""

    link: str = text("Its path on GOV.UK.", "/algorithmic-transparency-records/a-tool")
    title: str = text("Its title.", "HMPPS: Violence in Prisons Estimator")
    description: str = text("What it says it is.", "Helps staff to see the risk of violence.")
    organisation: str = text("The finder's key of its organisation.", "ministry-of-justice")
    phase: str = text("The finder's key of its phase.", "production")
    published: str = text("The day it was published.", "2025-06-05")
    updated: str = text("The day it was last changed.", "2025-04-28")
    version: str = text("The version of the standard.", "v3.0")
    address: str = text("Its address.", "https://www.gov.uk/algorithmic-transparency-records/a")
    police_or_justice: bool = Field(
        description="Whether its organisation is one of police or justice, or the Home Office.",
        examples=[True],
    )


class SystemRecordRow(BaseModel):
    """Whether a system has an official record."""

    slug: str = text("The system.", SYSTEM)
    name: str = text("Its name.", "Harm Assessment Risk Tool")
    operator: list[str] = texts("Who runs, ran, tried or proposed it.", BODY)
    state: str = text("has-record, or how its absence is told.", "not-found")
    record: str = text("The record's page here; empty where there is none.", "atrs-darat")
    link: str = text("The record's path on GOV.UK, where our copy holds it.", "/a")
    looked_on: str = text("The day on which it was looked for and not found.", "2026-08-17")


class OfficialRecords(BaseModel):
    """The official transparency records on one day, and the systems with and without one."""

    day: str = text("The day of the copy.", "2026-08-17")
    count: int = Field(description="How many records it held.", examples=[142])
    of_police: int = Field(description="How many of them are of police forces.", examples=[2])
    licence: str = text("What must be printed with them.", "Open Government Licence v3.0")
    note: str = text("What an absence does and does not mean.", "No force is obliged to.")
    records: list[OfficialRecordRow] = Field(description="The records, in order of their links.")
    systems: list[SystemRecordRow] = Field(
        description="All systems in scope, or of a scope disputed or not known."
    )
