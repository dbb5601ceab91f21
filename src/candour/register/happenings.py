"""What happened to the register, one change set at a time: of all, or of some subjects."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from candour.register import models
from candour.register.stretches import Change

AT_ONCE = 500
NAME = "name"  # every subject has one from the day that it comes in
ENDS = ("asserted_in", "retracted_in")


@dataclass(frozen=True, slots=True)
class TouchedSubject:
    """A subject, and how many statements on it came and went with a change set."""

    slug: str
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class TouchedFinding:
    """A finding that a change set recorded (`came`), or that ended in it."""

    identifier: str
    title: str
    came: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """A change set, and what it did to the subjects asked about; those it touched most first."""

    change: Change
    subjects: tuple[TouchedSubject, ...]
    findings: tuple[TouchedFinding, ...]

    @property
    def came(self) -> int:
        return sum(one.came for one in self.subjects)

    @property
    def went(self) -> int:
        return sum(one.went for one in self.subjects)


def happenings(most: int, among: Collection[str] | None = None) -> list[Happening]:
    """The newest change sets that touched all there is, or some subjects; the newest first.

    A change set touches a subject by a statement on it that came or went, or by a finding about it.
    """
    numbers = _newest(most, None if among is None else sorted(among))
    return happenings_in(numbers, among)


def happenings_in(numbers: Sequence[int], among: Collection[str] | None = None) -> list[Happening]:
    """The same of change sets by their numbers; the newest first."""
    rows = models.ChangeSet.objects.filter(number__in=numbers).select_related("origin")
    subjects = _subjects(numbers, None if among is None else frozenset(among))
    findings = _findings(numbers, None if among is None else frozenset(among))
    return [
        Happening(Change.of(row), tuple(subjects[row.number]), tuple(findings[row.number]))
        for row in rows.order_by("-number")
    ]


def newcomers(numbers: Collection[int]) -> dict[int, frozenset[str]]:
    """The subjects of which the first word came in with each of some change sets."""
    rows = models.Recording.objects.filter(asserted_in__in=list(numbers), statement__field=NAME)
    came = set(rows.order_by().values_list("asserted_in", "subject"))
    named = models.Recording.objects.filter(
        subject__in=sorted({slug for _, slug in came}), statement__field=NAME
    )
    first = dict(named.order_by().values_list("subject").annotate(first=Min("asserted_in")))
    new: dict[int, set[str]] = defaultdict(set)
    for number, slug in came:
        if first[slug] == number:
            new[number].add(slug)
    return {number: frozenset(slugs) for number, slugs in new.items()}


def slugs_of_class(subject_class: str) -> list[str]:
    """Every subject that ever had a page of a class."""
    rows = models.Page.objects.filter(subject_class=subject_class).order_by()
    return sorted(set(rows.values_list("slug", flat=True)))


def _newest(most: int, among: Sequence[str] | None) -> list[int]:
    if among is None:
        every = models.ChangeSet.objects.order_by("-number")
        return list(every.values_list("number", flat=True)[:most])
    numbers: set[int] = set()
    for start in range(0, len(among), AT_ONCE):
        some = among[start : start + AT_ONCE]
        recordings = models.Recording.objects.filter(subject__in=some)
        about = models.Finding.objects.filter(subjects__slug__in=some)
        numbers.update(_numbers(recordings))
        numbers.update(_numbers(about))
    return sorted(numbers, reverse=True)[:most]


def _numbers(rows: QuerySet[models.Recording] | QuerySet[models.Finding]) -> Iterator[int]:
    for end in ENDS:
        named = rows.exclude(**{end: None}).order_by().values_list(end, flat=True)
        yield from named.distinct()


def _subjects(
    numbers: Sequence[int], among: frozenset[str] | None
) -> dict[int, list[TouchedSubject]]:
    counts: dict[str, Counter[tuple[int, str]]] = {end: Counter() for end in ENDS}
    for end in ENDS:
        rows = models.Recording.objects.filter(**{f"{end}__in": list(numbers)})
        counted = rows.order_by().values_list(end, "subject").annotate(number=Count("id"))
        for change, slug, number in counted:
            if among is None or slug in among:
                counts[end][change, slug] = number
    touched: dict[int, list[TouchedSubject]] = defaultdict(list)
    came, went = counts["asserted_in"], counts["retracted_in"]
    for change, slug in sorted({*came, *went}):
        touched[change].append(TouchedSubject(slug, came[change, slug], went[change, slug]))
    for subjects in touched.values():
        subjects.sort(key=lambda one: (-(one.came + one.went), one.slug))
    return touched


def _findings(
    numbers: Iterable[int], among: frozenset[str] | None
) -> dict[int, list[TouchedFinding]]:
    touched: dict[int, list[TouchedFinding]] = defaultdict(list)
    for end in ENDS:
        rows = models.Finding.objects.filter(**{f"{end}__in": list(numbers)}).order_by("name")
        for row in rows.defer("text").prefetch_related("subjects"):
            about = {subject.slug for subject in row.subjects.all()}
            if among is None or about & among:
                finding = TouchedFinding(row.identifier, row.title, end == ENDS[0])
                touched[getattr(row, f"{end}_id")].append(finding)
    return touched
