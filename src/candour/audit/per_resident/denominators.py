"""Which count of residents rates lead with, and which others are as plausible for a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candour.audit import names
from candour.audit.errors import PlanError
from candour.audit.per_resident.rows import Year
from candour.audit.residents.populations import Population

INTERPOLATED = "interpolated"
AUTOMATIC = ""


@dataclass(frozen=True, slots=True)
class Residents:
    """The counts of residents that a plan names, fixed before the data are read.

    Attributes
    ----------
    leading : the one that sentences and tables lead with
    plausible : all on which a rate has to be higher, or lower, to be clearly so
    """

    leading: Year
    plausible: tuple[Year, ...]

    @property
    def options(self) -> dict[str, object]:
        """As a plan has them."""
        return {
            "denominator": str(self.leading),
            "plausible_denominators": [str(year) for year in self.plausible],
        }


def choose(
    populations: Sequence[Population], on: date, chosen: str = AUTOMATIC
) -> Residents | None:
    """Choose by the middle of the period: between two censuses a straight line, else the nearest.

    Parameters
    ----------
    populations : sequence of Population
        By police force area, each census and what lies between two of them.
    on : date
        The middle of the period.
    chosen : str
        A census year or "interpolated", to lead with it whatever is nearest; it is then plausible
        too, beside those that would have been.

    Returns
    -------
    Residents or None
        None where there is no population by force.

    Raises
    ------
    PlanError
        If what was chosen is not there.
    """
    if not populations:
        return None
    censuses = [each for each in populations if isinstance(each.year, int)]
    between = [each.year for each in populations if isinstance(each.year, str)]
    nearest = min(censuses, key=lambda each: abs(each.day - on)).year
    usual = tuple(dict.fromkeys([*between, nearest]))
    if not chosen:
        return Residents(usual[0], usual)
    for year in (each.year for each in populations):
        if chosen in {str(year), str(year).partition(" ")[0]}:
            return Residents(year, tuple(dict.fromkeys([year, *usual])))
    known = ", ".join(str(each.year).partition(" ")[0] for each in populations)
    raise PlanError(f"There is no population '{chosen}' for this period, only: {known}.")


def in_words(year: Year) -> str:
    """Whose count of residents it is, in a sentence.

    >>> in_words(2021), in_words("interpolated 2019-10-01")
    ('the census of 2021', 'a line between two censuses (1 October 2019)')
    """
    if isinstance(year, int):
        return f"the census of {year}"
    day = names.day(year.removeprefix(f"{INTERPOLATED} "))
    return f"a line between two censuses ({day})"


def leading(options: Mapping[str, object]) -> Year | None:
    """The count of residents that a plan leads with; older plans name none."""
    year = options.get("denominator")
    return _year(year) if isinstance(year, str) and year else None


def plausible(options: Mapping[str, object]) -> tuple[Year, ...]:
    """The counts of residents that a plan's verdicts rest on, the leading one first."""
    years = options.get("plausible_denominators")
    if not isinstance(years, list | tuple):
        return ()
    return tuple(_year(year) for year in years if isinstance(year, str))


def _year(text: str) -> Year:
    return int(text) if text.isdecimal() else text
