"""Codes of small areas: which column holds them, and of which year their boundaries are.

About one LSOA in twenty changed between the censuses of 2011 and 2021, and the others kept their
codes: tables of the two years join without a word, and lose rows. So the year is read from codes
that only one of the years has, and from the heading where it says one. Data zones of Scotland had
new codes each time.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from candour.audit.geography.joint_areas import OF_2011, OF_2021, joint_areas
from candour.core.errors import CandourError
from candour.tables.errors import CannotRead

# In this order: the smallest named kind of area is the one a row is of.
COLUMNS = (
    r"area(_?(code|cd))?",
    r"oa\d*_?(code|cd)",
    r"lsoa\d*(_?(code|cd))?",
    r"(dz|data_?zone)\d*(_?(code|cd))?",
    r"soa\d*_?(code|cd)",
    r"msoa\d*_?(code|cd)",
    r"(wd|ward)\d*_?(code|cd)",
    r"lgd\d*_?(code|cd)",
    r"(lt)?lad?\d*_?(code|cd)",
    r"geography_code",
)
ANY_CODE_OR_NAME = re.compile(r".*(_?(code|cd|name|nm|nmw))|area|geography|date|ltla|objectid|fid")
YEAR = re.compile(r"[a-z](\d\d)(_?(code|cd))?$")
LAST_OF_2011 = {"E01": 33_768, "W01": 1_958}  # ONS: codes of 2021 go on from here
NORTHERN_IRELAND = ("N09", "N92")  # codes of its districts
LSOA_FORM = re.compile(r"^([EW]01)(\d{6})$")
DATA_ZONE_FORM = re.compile(r"^S01(\d{6})$")
# National Records of Scotland: the last code of each year; those of the next go on from there.
LAST_DATA_ZONE = {6_505: "2001", 13_481: "2011", 20_873: "2022"}
LSOA, DATA_ZONE = "LSOA", "data zone"


@dataclass(frozen=True, slots=True)
class Vintage:
    """Of which year the boundaries of a file's areas are, and where in it that is said.

    Attributes
    ----------
    year : empty where neither heading nor codes tell
    told : row and column, as a part of a sentence
    kind : of area, where the codes tell
    has_old : whether a code is of LSOAs of 2011 alone, which a made-up table may have too
    has_new : whether one is of those of 2021 alone
    """

    file: str
    year: str = ""
    told: str = ""
    kind: str = ""
    has_old: bool = False
    has_new: bool = False

    def __str__(self) -> str:
        areas = f"{self.kind or 'area'}s of {self.year}"
        return f"{self.file} is of {areas} ({self.told})"


class MixedVintages(CandourError):
    """Files of areas whose boundaries are of different years."""

    def __init__(self, one: Vintage, other: Vintage) -> None:
        if DATA_ZONE in {one.kind, other.kind}:
            changed = (
                "each year has codes of its own, and no look-up between them is held here. Give "
                "files of one year and one nation."
            )
        else:
            changed = (
                "about one in twenty changed between them. Give files of one year, or bring one "
                "over by the look-up of the Office for National Statistics."
            )
        super().__init__(f"{one}, {other}: {changed}")


class TooCoarse(CandourError):
    """Areas so large that who lives in them says nothing of who lives where police are sent."""


def heading_of(name: str) -> str:
    """A heading in lower case with underscores."""
    return "_".join(name.strip().lower().replace("-", "_").split())


def code_column(file: str, names: Sequence[str]) -> str:
    """The column that says of which area a row is.

    Raises
    ------
    CannotRead
        If no column is called as codes of areas are.
    """
    headings = {heading_of(name): name for name in names}
    for form in COLUMNS:
        for heading, name in headings.items():
            if re.fullmatch(form, heading):
                return name
    raise CannotRead(
        file,
        f"no column holds codes of areas: call one 'area' or 'lsoa21_code' (there are "
        f"{', '.join(names) or 'none'}).",
        line=1,
    )


def is_label(name: str) -> bool:
    """Whether a column names or codes areas, and so counts nobody."""
    return ANY_CODE_OR_NAME.fullmatch(heading_of(name)) is not None


def vintage_of(file: str, column: str, codes: Mapping[str, int], *, row: str = "line") -> Vintage:
    """Of which year the areas of a column are, by codes that only one year has, or its heading.

    Parameters
    ----------
    column : its heading
    codes : mapping of str to int
        Each code, with the number of its row.
    row : what a row is called

    Raises
    ------
    CannotRead
        If codes of two years, or of LSOAs and data zones, stand in the column, or codes of another
        year than its heading says.

    Examples
    --------
    >>> vintage_of("a.csv", "lsoa21_code", {}).year, vintage_of("a.csv", "area", {}).year
    ('2021', '')
    >>> vintage_of("a.csv", "area", {"E01000001": 2, "E01035000": 3}).told
    "line 3, column 'area': E01035000"
    """
    first = _first_of_each(codes)
    _need_one_year(file, column, codes, row, first)
    old, new = (first.get((LSOA, year), "") for year in (OF_2011, OF_2021))
    zone, zone_year = next(
        ((c, y) for (kind, y), c in first.items() if kind == DATA_ZONE), ("", "")
    )
    heading = YEAR.search(heading_of(column))
    said = f"20{heading[1]}" if heading else ""
    year, code = zone_year or (OF_2021 if new else ""), zone or new
    if said and year and said != year:
        raise CannotRead(
            file,
            f"{_row(row, codes[code])}column '{column}' holds {code}, "
            f"{_one((DATA_ZONE if zone else LSOA, year))}: call the column for the year of its "
            f"codes, or give those of {said}.",
            line=codes[code] if row == "line" else None,
        )
    told = f"{row} {codes[code]}, column '{column}': {code}" if code else f"column '{column}'"
    kind = DATA_ZONE if zone else LSOA if old or new or _are_lsoas(codes) else ""
    return Vintage(
        file, year or said, told, kind, has_old=bool(old), has_new=bool(joint_areas().year_of(new))
    )


def _first_of_each(codes: Mapping[str, int]) -> dict[tuple[str, str], str]:
    """The first code of each kind of area and year that no other year has."""
    first: dict[tuple[str, str], str] = {}
    for code in codes:
        kind, year = _own_year(code)
        if year:
            first.setdefault((kind, year), code)
    return first


def _own_year(code: str) -> tuple[str, str]:
    zone = DATA_ZONE_FORM.match(code)
    if zone is not None:
        number = int(zone[1])
        return DATA_ZONE, next((y for last, y in LAST_DATA_ZONE.items() if number <= last), "")
    if _is_new(code):
        return LSOA, OF_2021
    return LSOA, joint_areas().year_of(code)


def _need_one_year(
    file: str,
    column: str,
    codes: Mapping[str, int],
    row: str,
    first: Mapping[tuple[str, str], str],
) -> None:
    """Refuse a column of two years; codes that are no real ones of 2021 prove nothing."""
    sure = {
        key: code
        for key, code in first.items()
        if key != (LSOA, OF_2021) or joint_areas().year_of(code)
    }
    if len(sure) <= 1:
        return
    (one, code), (other, beside) = sorted(sure.items(), key=lambda pair: codes[pair[1]])[:2]
    raise CannotRead(
        file,
        f"{_row(row, codes[beside])}column '{column}' holds {beside}, {_one(other)}, and in {row} "
        f"{codes[code]} {code}, {_one(one)}: rows would be lost or count twice. Give areas of one "
        "kind and year.",
        line=codes[beside] if row == "line" else None,
    )


def _one(kind_and_year: tuple[str, str]) -> str:
    kind, year = kind_and_year
    return f"{'an' if kind == LSOA else 'a'} {kind} of {year}"


def _row(row: str, number: int) -> str:
    """Where a row is no line of a file, its place in the sentence."""
    return "" if row == "line" else f"{row} {number}: "


def _are_lsoas(codes: Mapping[str, int]) -> bool:
    return any(LSOA_FORM.match(code) for code in list(codes)[:1])


def refuse_mixed(vintages: Sequence[Vintage]) -> None:
    """Refuse files of which two are of different years.

    Raises
    ------
    MixedVintages
    """
    known = [vintage for vintage in vintages if vintage.year]
    for vintage in known[1:]:
        if vintage.year != known[0].year:
            raise MixedVintages(known[0], vintage)


def refuse_northern_ireland(file: str, codes: Iterable[str]) -> None:
    """Refuse the districts of Northern Ireland, the finest areas with its census by group here.

    Raises
    ------
    TooCoarse
    """
    if any(code.startswith(NORTHERN_IRELAND) for code in codes):
        raise TooCoarse(
            f"{file}: these are districts of Northern Ireland. It has eleven, of some 170,000 "
            "people each, too coarse to say who lives where police are sent; and a figure on fewer "
            "than ten would point at places. What can be said is who lives in each district, which "
            "the census prints."
        )


def _is_new(code: str) -> bool:
    parts = LSOA_FORM.match(code)
    return parts is not None and int(parts[2]) > LAST_OF_2011[parts[1]]
