"""Residents by area, age and ethnic group, for standardising by age.

One row for each area and age with a column for each group, or one row for each area, age and
group. The ages may be single years or bands, in any words that the census offices use, as long
as each lies within one of the bands that stops are published with.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from candour.audit.residents.ethnicity import GROUPS, MISSING, group_of
from candour.audit.residents.population_files import (
    NAME_COLUMNS,
    PEOPLE_COLUMN,
    Area,
    census_year,
    lines_of,
    people_in,
    slug_of,
)
from candour.tables.errors import CannotRead
from candour.tables.files import header

AGE_COLUMN = re.compile(r"^age(?!.*\bcode\b).*$", re.IGNORECASE)
GROUP_COLUMN = re.compile(r"^ethnic(ity)?(?!.*\bcode\b).*$", re.IGNORECASE)
NOBODY = "does not apply"
Ages = tuple[int, int | None]  # first and last year of age; None: and over
BANDS: dict[str, Ages] = {
    "under 10": (0, 9),
    "10-17": (10, 17),
    "18-24": (18, 24),
    "25-34": (25, 34),
    "over 34": (35, None),
}


@dataclass(frozen=True, slots=True)
class AgePopulation:
    """Residents of each force area by group and by the bands of age that stops have."""

    year: int
    people: Mapping[str, Mapping[str, Mapping[str, int]]]  # force, group, band

    def standard(self, force: str) -> list[int]:
        """Everyone in a force area, band by band: what each group is brought to."""
        groups = self.people[force].values()
        return [sum(bands[band] for bands in groups) for band in BANDS]


def read_age_population(path: Path) -> AgePopulation:
    """Read residents by police force area, age and ethnic group.

    Raises
    ------
    CannotRead
        If a column is missing, an age lies across two bands, ages overlap or leave a gap, or a
        number can't be.
    """
    names = header(path)
    force = _needed(path, names, NAME_COLUMNS[Area.FORCE], "police force areas")
    age = _needed(path, names, AGE_COLUMN, "ages")
    wide = {
        group: i
        for i, name in enumerate(names)
        for group in GROUPS
        if name.strip().lower() == group
    }
    cells = _wide(path, wide, names) if wide else _long(path, names)
    residents: dict[tuple[str, str], dict[Ages, int]] = {}
    for line, row, group, people in cells:
        ages = ages_in(row[age])
        if ages is None:
            raise CannotRead(path.name, f"'{row[age]}' is no age.", line=line)
        _need_one_band(path, row[age], ages, line)
        by_age = residents.setdefault((slug_of(row[force]), group), {})
        if ages in by_age:
            raise CannotRead(
                path.name, f"'{row[force]}' has age '{row[age]}' twice for {group}.", line=line
            )
        by_age[ages] = people
    return AgePopulation(census_year(path, names), _in_bands(path, residents))


def ages_in(text: str) -> Ages | None:
    """The years of age that a label says; None where it says none.

    >>> ages_in("Aged 18 to 24 years"), ages_in("90+"), ages_in("over 34"), ages_in("7")
    ((18, 24), (90, None), (35, None), (7, 7))
    >>> ages_in("Aged 4 years and under"), ages_in("under 10"), ages_in("Total") is None
    ((0, 4), (0, 9), True)
    """
    label = text.strip().lower()
    numbers = [int(digits) for digits in re.findall(r"\d+", label)]
    if len(numbers) == 1:
        (years,) = numbers
        forms: tuple[tuple[str, Ages], ...] = (
            (r"(aged )?(under|less than)\b", (0, years - 1)),
            (r"(aged )?over\b", (years + 1, None)),
            (r".*\band (under|younger)", (0, years)),
            (r".*(\+|\b(and|or) (over|older))", (years, None)),
        )
        return next((ages for form, ages in forms if re.match(form, label)), (years, years))
    if len(numbers) == 2 and numbers[0] <= numbers[1]:  # noqa: PLR2004 - from one to another
        return (numbers[0], numbers[1])
    return None


def _needed(path: Path, names: Sequence[str], form: re.Pattern[str], what: str) -> int:
    for place, name in enumerate(names):
        if form.fullmatch("_".join(name.strip().lower().split())) or (
            form is AGE_COLUMN and form.match(name.strip())
        ):
            return place
    raise CannotRead(path.name, f"no column names {what}.", line=1)


def _wide(
    path: Path, columns: Mapping[str, int], names: Sequence[str]
) -> Iterable[tuple[int, list[str], str, int]]:
    missing = [group for group in GROUPS if group not in columns]
    if missing:
        raise CannotRead(path.name, f"there is no column for {', '.join(missing)}.", line=1)
    for line, row in lines_of(path, len(names)):
        for group, place in columns.items():
            yield line, row, group, people_in(path, row[place], group, line)


def _long(path: Path, names: Sequence[str]) -> Iterable[tuple[int, list[str], str, int]]:
    label = next((i for i, name in enumerate(names) if GROUP_COLUMN.match(name.strip())), None)
    value = next((i for i, name in enumerate(names) if PEOPLE_COLUMN.match(name.strip())), None)
    if label is None or value is None:
        what = "ethnic groups" if label is None else "how many people there are"
        raise CannotRead(path.name, f"no column says {what}.", line=1)
    for line, row in lines_of(path, len(names)):
        people = people_in(path, row[value], row[label], line)
        if row[label].strip().lower() == NOBODY and people == 0:
            continue
        group = group_of(row[label])
        if group in {None, MISSING}:
            raise CannotRead(path.name, f"'{row[label]}' is no ethnic group.", line=line)
        yield line, row, str(group), people


def _need_one_band(path: Path, label: str, ages: Ages, line: int) -> None:
    if _band(ages) is None:
        raise CannotRead(
            path.name,
            f"age '{label}' lies across the bands that stops have: {', '.join(BANDS)}.",
            line=line,
        )


def _band(ages: Ages) -> str | None:
    for band, (first, last) in BANDS.items():
        inside = last is None or (ages[1] is not None and ages[1] <= last)
        if ages[0] >= first and inside:
            return band
    return None


def _in_bands(
    path: Path, residents: Mapping[tuple[str, str], Mapping[Ages, int]]
) -> dict[str, dict[str, dict[str, int]]]:
    people: dict[str, dict[str, dict[str, int]]] = {}
    for (force, group), by_age in residents.items():
        _need_all_ages(path, force, group, by_age)
        bands = people.setdefault(force, {}).setdefault(group, dict.fromkeys(BANDS, 0))
        for ages, number in by_age.items():
            bands[str(_band(ages))] += number
    for force, groups in people.items():
        missing = [group for group in GROUPS if group not in groups]
        if missing:
            raise CannotRead(path.name, f"'{force}' has nobody of {', '.join(missing)}.")
    if not people:
        raise CannotRead(path.name, "it holds no area.")
    return people


def _need_all_ages(path: Path, force: str, group: str, by_age: Iterable[Ages]) -> None:
    expected: int | None = 0
    for first, last in sorted(by_age, key=lambda ages: ages[0]):
        if first != expected:
            raise CannotRead(
                path.name,
                f"the ages of {group} in '{force}' leave a gap or overlap at {first}: they must "
                "run from 0 to an open end, each once.",
            )
        expected = None if last is None else last + 1
    if expected is not None:
        raise CannotRead(
            path.name,
            f"the ages of {group} in '{force}' end at {expected - 1}: the last must be open, "
            f"as {expected}+.",
        )
