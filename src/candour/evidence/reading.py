"""Content files to values. Every problem found is told with its file, line and field.

Files are read one at a time and only a few are kept, so that a register of any size can be
read in little memory.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from candour.core.errors import BadContent, Problem, causes_first
from candour.evidence.address_days import address_day_problems
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import CLASSES, FOLDERS, Schema
from candour.evidence.findings import finding_problems, read_findings
from candour.evidence.locators import locator_problems
from candour.evidence.names import AS_A_SLUG, is_slug, is_text
from candour.evidence.nodes import Node, read_nodes
from candour.evidence.own_words import own_word_problems
from candour.evidence.persons import person_problems, private_people, too_many_of_one_person
from candour.evidence.plain_files import NotPlain, read_plain_bytes
from candour.evidence.printed_words import ENDING, PrintedWords, read_printed_words
from candour.evidence.references import reference_problems
from candour.evidence.research import research_problems
from candour.evidence.speakers import PRESS, SourceDefaults
from candour.evidence.subject_reader import SubjectReader
from candour.evidence.survey import survey

KEPT = 2_000
COVERAGE = "coverage"  # what is kept of a source beside its file
OWN_VOICE = frozenset({"data-file", "statute", "web-page", "register-record"})
REPORTS = frozenset({"press-report", "secondary-report"})  # all in them is told at second hand


@dataclass(frozen=True, slots=True)
class ContentPath:
    """Where a subject's file is."""

    subject_class: str
    slug: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


class ContentFiles(Mapping[str, SubjectFile]):
    """The subjects of a folder, each read when it is asked for."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.schema = schema
        self.findings, self.finding_problems = read_findings(folder)
        self.paths: dict[str, ContentPath] = {}
        self.folder_problems = list(survey(folder))
        for path in content_paths(folder):
            self._place(path)
        self._source_nodes: dict[str, tuple[Node | None, list[Problem]]] = {}
        self.sources = self._source_defaults(folder)
        self.redirects = self._redirects()
        self._kept: OrderedDict[str, tuple[SubjectFile, list[Problem]]] = OrderedDict()

    def __getitem__(self, slug: str) -> SubjectFile:
        return self.read(slug)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def read(self, slug: str) -> tuple[SubjectFile, list[Problem]]:
        """Return a subject and the problems of its own file."""
        if slug in self._kept:
            self._kept.move_to_end(slug)
        else:
            self._kept[slug] = self._read(self.paths[slug])
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[slug]

    def _read(self, at: ContentPath, *, keep: bool = False) -> tuple[SubjectFile, list[Problem]]:
        parsed = self._source_nodes.get(at.slug)
        if not keep:
            self._source_nodes.pop(at.slug, None)
        node, problems = parsed or read_nodes(at.path, name=at.name)
        if node is None:
            return SubjectFile(at.slug, at.subject_class, ()), problems
        reader = SubjectReader(at.slug, at.subject_class, at.name, self.schema, self.sources)
        subject = reader.read(node)
        return subject, problems + reader.problems

    def _place(self, path: ContentPath) -> None:
        if not is_slug(path.slug):
            message = f"name the file in {AS_A_SLUG}"
            self.folder_problems.append(Problem(path.name, 0, "", message))
        taken = self.paths.setdefault(path.slug, path)
        if taken is not path:
            self.folder_problems.append(
                Problem(path.name, 0, "", f"'{path.slug}' is taken by {taken.name}")
            )

    def _source_defaults(self, folder: Path) -> dict[str, SourceDefaults]:
        """Who speaks through a source, and since when it is public, unless a row says otherwise."""
        defaults = {}
        for slug, at in self.paths.items():
            if at.subject_class == "source":
                parsed = read_nodes(at.path, name=at.name)
                if len(self._source_nodes) < KEPT:
                    self._source_nodes[slug] = parsed  # until it is read, which comes next
                words = read_printed_words(folder / COVERAGE / f"{slug}{ENDING}")
                defaults[slug] = _defaults(parsed[0], words)
        return defaults

    def _redirects(self) -> dict[str, str]:
        owners: dict[str, str] = {}
        for slug, at in self.paths.items():
            if _holds(at.path, b"redirects-from"):
                for old in self._read(at, keep=True)[0].redirects:
                    owners.setdefault(old, slug)
        return owners


class FolderCollection(Collection):
    """A collection read from files as it is asked for."""

    def __init__(self, files: ContentFiles) -> None:
        super().__init__(files, files.findings)
        object.__setattr__(self, "files", files)
        object.__setattr__(self, "redirects", files.redirects)

    files: ContentFiles

    def class_of(self, slug: str) -> str:
        at = self.files.paths.get(self.redirects.get(slug, slug))
        return at.subject_class if at else ""

    def problems(self) -> Iterator[Problem]:
        """Read every file and give every problem in it."""
        yield from self.files.folder_problems
        for slug in self.files:
            yield from self.problems_of(slug)
        yield from self.problems_of_findings()
        yield from too_many_of_one_person(self, self.people)

    @cached_property
    def people(self) -> frozenset[str]:
        """Bodies that stand for one person affected."""
        return private_people(self)

    def problems_of_findings(self) -> Iterator[Problem]:
        yield from self.files.finding_problems
        yield from finding_problems(self, self.files.schema)

    def problems_of(self, slug: str) -> Iterator[Problem]:
        subject, problems = self.files.read(slug)
        yield from problems
        name = self.files.paths[slug].name
        yield from reference_problems(subject, self, self.files.schema, name)
        yield from address_day_problems(subject, name)
        for row in subject.rows:
            yield from person_problems(row, name, self.files.schema, self.people)
            yield from own_word_problems(row, name)
            yield from locator_problems(row, name)
            yield from research_problems(row, name, self)


def open_collection(folder: Path, schema: Schema) -> FolderCollection:
    return FolderCollection(ContentFiles(folder, schema))


def read_collection(folder: Path, schema: Schema) -> FolderCollection:
    """Read all content files of a folder.

    Raises
    ------
    BadContent
        With every problem found, if there is any. Nothing is taken then.
    """
    collection, problems = read_with_problems(folder, schema)
    if problems:
        raise BadContent(problems)
    return collection


def read_with_problems(folder: Path, schema: Schema) -> tuple[FolderCollection, list[Problem]]:
    """Read all files; return what could be read, and every problem with causes first."""
    collection = open_collection(folder, schema)
    return collection, causes_first(collection.problems())


def content_paths(folder: Path) -> Iterator[ContentPath]:
    """Give every content file, in a fixed order."""
    for folder_name, subject_class in FOLDERS.items():
        for path in sorted((folder / folder_name).glob("*.yaml"), key=lambda path: path.stem):
            if is_text(path.name):  # what is not is named by the survey
                yield ContentPath(subject_class, path.stem, path)


def counts_by_class(collection: Collection) -> dict[str, int]:
    classes = [collection.class_of(slug) for slug in collection.subjects]
    return {subject_class: classes.count(subject_class) for subject_class in CLASSES}


def only(problems: Iterable[Problem], slugs: set[str]) -> list[Problem]:
    """Keep the problems of the files of some subjects."""
    return [p for p in problems if p.file.rpartition("/")[2].removesuffix(".yaml") in slugs]


def _defaults(node: Node | None, words: PrintedWords | None) -> SourceDefaults:
    parts = node.map if node is not None else {}
    authors = tuple(sorted(_plain_values(parts.get("author"))))
    published = _plain_values(parts.get("published"))
    kind = _plain_values(parts.get("kind"))
    reading = _plain_values(parts.get("reading"))
    return SourceDefaults(
        authors,
        published[0] if published else "",
        basis_of(kind[0] if kind else ""),
        words,
        reading[0] if reading else "",
    )


def basis_of(kind: str) -> str:
    """How what an author says in a source of some kind is known."""
    if kind in REPORTS:
        return PRESS
    return "self-declared" if kind in OWN_VOICE else "research"


def _holds(path: Path, word: bytes) -> bool:
    try:
        return word in read_plain_bytes(path)
    except NotPlain:
        return False  # it is told where the file is read


def _plain_values(node: Node | None) -> list[str]:
    values = []
    for entry in node.entries() if node is not None else ():
        inner = entry.map.get("value") if entry.is_map else entry
        if inner is not None and inner.is_text:
            values.append(inner.text)
    return values
