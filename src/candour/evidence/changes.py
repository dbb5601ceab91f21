"""What turns one state of the content into another, and the state that a history leads to.

Six entries exist: `{"assert": statement}` · `{"retract": statement id}` · `{"page": …}` (a
subject's class, the order and handles of its rows, its checks, derived numbers and
contradictions) · `{"remove": slug}` · `{"finding": …}` (a finding as its file has it; its headline
statements stand as long as it does, and one of the same name gives way to it) · `{"withdraw": name
of a finding}`. Each is told whom it is about, which is the group it stands in (chain.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from candour.evidence.chain import FINDING, ChangeSet, Entry, Line
from candour.evidence.collection import (
    CheckSpec,
    Collection,
    ContradictionSpec,
    DerivedSpec,
    Row,
    Side,
    SubjectFile,
)
from candour.evidence.findings import KeptFinding
from candour.evidence.statements import Statement, name_of

About = tuple[str, Entry]  # whom an entry is about, and the entry


# differences


def diff_subject(before: SubjectFile | None, after: SubjectFile | None) -> list[About]:
    """Return the entries that turn one state of a subject into another, if they differ."""
    subject = after or before
    if subject is None:
        return []
    return [(subject.slug, entry) for entry in _entries_between(before, after)]


def _entries_between(before: SubjectFile | None, after: SubjectFile | None) -> list[Entry]:
    old = {s.id: s for s in before.statements} if before else {}
    new = {s.id: s for s in after.statements} if after else {}
    entries: list[Entry] = [{"retract": gone} for gone in sorted(old.keys() - new.keys())]
    entries += [{"assert": s.as_dict()} for key, s in new.items() if key not in old]
    if after is None:
        return [*entries, {"remove": before.slug}] if before else []
    if before is None or page_of(before) != page_of(after):
        entries.append({"page": page_of(after)})
    return entries


def diff_findings(
    before: Mapping[str, KeptFinding], after: Mapping[str, KeptFinding]
) -> Iterator[About]:
    """Give the entries that turn some findings into others, in the order of their names."""
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"{FINDING}{name}", {"withdraw": name}
        elif name not in before or before[name].text != after[name].text:
            yield f"{FINDING}{name}", {"finding": after[name].as_dict()}


def diff(before: Collection, after: Collection) -> list[About]:
    slugs = sorted(set(before.subjects) | set(after.subjects))
    entries = [
        entry
        for slug in slugs
        for entry in diff_subject(before.subjects.get(slug), after.subjects.get(slug))
    ]
    return [*entries, *diff_findings(before.findings, after.findings)]


def page_of(subject: SubjectFile) -> Entry:
    """All of a subject that is no statement: class, order, handles, and what follows from them."""
    page: Entry = {
        "slug": subject.slug,
        "class": subject.subject_class,
        "rows": [[row.handle, row.statement.id] for row in subject.rows],
    }
    optional: Entry = {
        "checks": [check.as_dict() for check in subject.checks],
        "derived": [spec.as_dict() for spec in subject.derived],
        "contradictions": [spec.as_dict() for spec in subject.contradictions],
        "redirects": list(subject.redirects),
    }
    return page | {key: value for key, value in optional.items() if value}


def subject_of(page: Entry, statements: dict[str, Statement]) -> SubjectFile:
    """Put a subject together again from its page and its statements by identifier.

    Statements the page names but `statements` lacks are left out: so a view as of some day is
    the same page with fewer rows.
    """
    return SubjectFile(
        slug=page["slug"],
        subject_class=page["class"],
        rows=tuple(
            Row(handle, statements[key]) for handle, key in page["rows"] if key in statements
        ),
        checks=tuple(CheckSpec(**check) for check in page.get("checks", ())),
        contradictions=tuple(_contradiction(spec) for spec in page.get("contradictions", ())),
        redirects=tuple(page.get("redirects", ())),
        derived=tuple(_derived(spec) for spec in page.get("derived", ())),
    )


def _derived(data: Entry) -> DerivedSpec:
    return DerivedSpec(**{**data, "of": tuple(data.get("of", ()))})


def _contradiction(data: Entry) -> ContradictionSpec:
    sides = tuple(Side(side["said"], tuple(side["statements"])) for side in data["sides"])
    return ContradictionSpec(**{**data, "sides": sides})


# replays


def united(subjects: Sequence[tuple[str, SubjectFile]]) -> SubjectFile:
    """Put together what several origins say of one subject, each named with its own.

    The page is that of the first, with its handles, checks and contradictions; what others say
    besides follows under handles that name who says it.
    """
    ((_, first), *others) = subjects
    rows, identifiers = list(first.rows), {row.statement.id for row in first.rows}
    for origin, other in others:
        added = [row.statement for row in other.rows if row.statement.id not in identifiers]
        for number, statement in enumerate(added, 1):
            rows.append(Row(f"{statement.field}@{origin}.{number}", statement))
            identifiers.add(statement.id)
    redirects = dict.fromkeys(old for _, subject in subjects for old in subject.redirects)
    return replace(first, rows=tuple(rows), redirects=tuple(redirects))


@dataclass
class Standing:
    """What stands of one origin's recordings."""

    asserted: dict[str, Line] = field(default_factory=dict)
    pages: dict[str, Entry] = field(default_factory=dict)
    findings: dict[str, KeptFinding] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        entry = line.entry
        if "assert" in entry:
            self.asserted[name_of(line.asserted)] = line
        elif "retract" in entry:
            self.asserted.pop(entry["retract"], None)
        elif "page" in entry:
            self.pages[entry["page"]["slug"]] = entry["page"]
        elif "finding" in entry:
            finding = KeptFinding.from_dict(entry["finding"])
            self.findings[finding.name] = finding
        elif "withdraw" in entry:
            self.findings.pop(entry["withdraw"], None)
        else:
            self.pages.pop(entry["remove"], None)

    def statements(self, known: Mapping[str, Statement]) -> dict[str, Statement]:
        """What stands by its names; of those that are known, the very same."""
        return {
            key: known.get(key) or Statement.from_canonical(line.asserted, key=key)
            for key, line in self.asserted.items()
        }


def replay(
    change_sets: Iterable[ChangeSet], known: Mapping[str, Statement] | None = None
) -> Collection:
    """Return the collection that a history leads to: the union of what its origins say.

    `known` may hold statements by their names, which then need not be made of the history again.
    """
    origins: dict[str, Standing] = {}
    for change_set in change_sets:
        standing = origins.setdefault(change_set.owner, Standing())
        for line in change_set.lines:
            if not line.gone:
                standing.take(line)
    by_slug: dict[str, list[tuple[str, SubjectFile]]] = defaultdict(list)
    findings: dict[str, KeptFinding] = {}
    for origin, standing in origins.items():
        statements = standing.statements(known or {})
        for slug, page in standing.pages.items():
            by_slug[slug].append((origin, subject_of(page, statements)))
        findings = standing.findings | findings
    return Collection(
        {slug: united(subjects) for slug, subjects in sorted(by_slug.items())},
        dict(sorted(findings.items())),
    )
