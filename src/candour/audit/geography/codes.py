"""Codes of small areas: which column holds them, and of which year their boundaries are.

About one LSOA in twenty changed between the censuses of 2011 and 2021, and the others kept their
codes: tables of the two years join without a word, and lose rows. So the year is read from the
heading where it says one, and from codes that only one of the years has.
"""

import re
from collections.abc import Iterable, Sequence

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
LAST_OF_2011 = {"E01": 33_768, "W01": 1_909}  # ONS: codes of 2021 go on from here
NORTHERN_IRELAND = ("N09", "N92")  # codes of its districts
LSOA = re.compile(r"^([EW]01)(\d{6})$")


class MixedVintages(CandourError):
    """Files of areas whose boundaries are of different years."""

    def __init__(self, one: str, year: str, other: str, other_year: str) -> None:
        super().__init__(
            f"{one} is of areas of {year}, {other} of areas of {other_year}: about one in twenty "
            "changed between them. Give files of one year, or bring one over by the look-up of "
            "the Office for National Statistics."
        )


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


def year_of(column: str, codes: Iterable[str]) -> str:
    """The year of the boundaries, from the heading or the codes; empty where neither tells.

    >>> year_of("lsoa21_code", []), year_of("area", ["E01035000"]), year_of("area", ["E01000001"])
    ('2021', '2021', '')
    """
    year = YEAR.search(heading_of(column))
    if year:
        return f"20{year[1]}"
    return "2021" if any(_is_new(code) for code in codes) else ""


def refuse_mixed(files: Sequence[tuple[str, str]]) -> None:
    """Refuse files, each with its year, of which two are of different years.

    Raises
    ------
    MixedVintages
    """
    files_with_year = [(name, year) for name, year in files if year]
    for name, year in files_with_year[1:]:
        if year != files_with_year[0][1]:
            raise MixedVintages(*files_with_year[0], name, year)


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
    parts = LSOA.match(code)
    return parts is not None and int(parts[2]) > LAST_OF_2011[parts[1]]
