"""Which systems of the register have an official transparency record, and which have none."""

from dataclasses import asdict, dataclass
from functools import cache

from candour.content import FOLDER
from candour.evidence.collection import SubjectFile
from candour.evidence.official_records import HOST, OfficialRecords, newest_copy
from candour.evidence.statements import Silence
from candour.register import selectors
from candour.register.moments import NOW, Moment

ASKED_OF = ("in-scope", "disputed", "not-known")
HAS_RECORD, NOT_TOLD = "has-record", "not-told"
FIELDS = ("name", "operator", "atrs-record")


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """What is told of the official record of one system.

    `state` is `has-record` or the silence told; `record` the page of the record here, and `link`
    its path on GOV.UK where our copy holds it; `looked_on` the days on which it was looked for and
    not found. All three are "" where they don't apply.
    """

    slug: str
    name: str
    operator: tuple[str, ...]
    state: str
    record: str
    link: str
    looked_on: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@cache
def shipped_records() -> OfficialRecords:
    """The copy that ships, read once: it changes with a release only."""
    return newest_copy(FOLDER)


def records_of_systems(moment: Moment = NOW) -> list[SystemRecord]:
    """All that is in scope of the register, or whose scope is disputed or not known, by name."""
    slugs = [
        slug
        for scope in ASKED_OF
        for slug in selectors.listed(
            "", selectors.Filters({"in-scope": scope}), moment
        ).values_list("slug", flat=True)
    ]
    bodies = selectors.brief(slugs, FIELDS, moment)
    named = {one for subject in bodies.values() for one in subject.slugs("atrs-record")}
    pages = selectors.brief(sorted(named), ("website",), moment)
    links = {slug: page.first_text("website").removeprefix(HOST) for slug, page in pages.items()}
    held = {record.link for record in shipped_records().records}
    links = {slug: link for slug, link in links.items() if link in held}
    rows = [_system_record(subject, links) for subject in bodies.values()]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.slug))


def _system_record(subject: SubjectFile, links: dict[str, str]) -> SystemRecord:
    records = subject.slugs("atrs-record")
    statements = subject.of("atrs-record")
    silences = [s.value.kind for s in statements if isinstance(s.value, Silence)]
    days = [str(s.valid) for s in statements if s.valid is not None]
    return SystemRecord(
        subject.slug,
        subject.name,
        tuple(subject.slugs("operator")),
        HAS_RECORD if records else silences[0] if silences else NOT_TOLD,
        records[0] if records else "",
        next((links[one] for one in records if one in links), ""),
        days[0] if days and not records else "",
    )
