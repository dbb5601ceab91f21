"""Which count of residents rates lead with, and which others are as plausible for a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from candour.audit import names
from candour.audit.errors import PlanError
from candour.audit.findings import Option, Plan
from candour.audit.per_resident.rows import Year
from candour.audit.residents.populations import CENSUS_DAYS, MID_YEAR, Population

INTERPOLATED = "interpolated"
AUTOMATIC = ""
A_YEAR = timedelta(days=366)
FAR_BETWEEN_CENSUSES, FAR_OUTSIDE = 3 * A_YEAR, 5 * A_YEAR


@dataclass(frozen=True, slots=True)
class Residents:
    """The counts of residents that a plan names, fixed before the data are read.

    Attributes
    ----------
    leading : the one that sentences and tables lead with
    plausible : all on which a rate has to be higher, or lower, to be clearly so
    far_off : a sentence where none of them is near the period; no rate is then called clear
    """

    leading: Year
    plausible: tuple[Year, ...]
    far_off: str = ""

    @property
    def options(self) -> dict[str, Option]:
        """As a plan has them."""
        return {
            "denominator": str(self.leading),
            "plausible_denominators": [str(year) for year in self.plausible],
        }


def choose(
    populations: Sequence[Population], on: date, chosen: str = AUTOMATIC
) -> Residents | None:
    """Choose by the middle of the period: an estimate of its year, a straight line, a census.

    Parameters
    ----------
    populations : sequence of Population
        By police force area, each census and what lies between two of them.
    on : date
        The middle of the period.
    chosen : str
        A census year, "interpolated" or a mid-year estimate ("mid-2020"), to lead with it
        whatever is nearest; it is then plausible too, beside those that would have been.

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
    usual = _usual(populations, on)
    if not chosen:
        return Residents(usual[0], usual, _far_off(populations, on))
    for year in (population.year for population in populations):
        if chosen in {str(year), str(year).partition(" ")[0]}:
            rests_on = tuple(dict.fromkeys([year, *usual]))
            return Residents(year, rests_on, _far_off(populations, on))
    known = ", ".join(str(population.year).partition(" ")[0] for population in populations)
    raise PlanError(f"There is no population '{chosen}' for this period, only: {known}.")


def _usual(populations: Sequence[Population], on: date) -> tuple[Year, ...]:
    """What is plausible for a period, the nearest to the truth first.

    A mid-year estimate of within a year, then the line between two censuses, then the nearer
    census; where there is only an estimate of another time, that.
    """
    by_day = sorted(populations, key=lambda population: abs(population.day - on))
    estimates = [population for population in by_day if is_estimate(population.year)]
    near = [population.year for population in estimates if abs(population.day - on) <= A_YEAR][:1]
    between = [
        population.year
        for population in by_day
        if not is_estimate(population.year) and not _is_census(population)
    ]
    censuses = [population.year for population in by_day if _is_census(population)][:1]
    usual = (*near, *between, *censuses)
    return tuple(dict.fromkeys(usual)) or (estimates[0].year,)


def _far_off(populations: Sequence[Population], on: date) -> str:
    """Say so where only residents of long before or after the period were given.

    Between two censuses each can be had, and so can a line between them: three years off are
    then far. After the last one no more than it and estimates can be had.
    """
    nearest = min(populations, key=lambda population: abs(population.day - on))
    is_between = min(CENSUS_DAYS.values()) <= on <= max(CENSUS_DAYS.values())
    away = abs(nearest.day - on)
    if away <= (FAR_BETWEEN_CENSUSES if is_between else FAR_OUTSIDE):
        return ""
    years = round(away.days / A_YEAR.days)
    when = "before" if nearest.day < on else "after"
    others = [year for year in CENSUS_DAYS if year != nearest.year]
    better = f"the census of {names.listed([str(year) for year in others])} too, or "
    return (
        f"The nearest residents given are those of {in_words(nearest.year)}, about {years} years "
        f"{when} the middle of the period. Groups have grown since at different rates, so every "
        "rate and ratio here depends on the residents counted, and none is called clear: give "
        f"{better if is_between else ''}the residents of a nearer year before they are quoted."
    )


def is_estimate(year: Year) -> bool:
    """Whether residents are those of a mid-year estimate.

    >>> is_estimate("mid-2020"), is_estimate("interpolated 2019-10-01"), is_estimate(2021)
    (True, False, False)
    """
    return isinstance(year, str) and year.startswith(MID_YEAR)


def _is_census(population: Population) -> bool:
    return isinstance(population.year, int)


def in_words(year: Year) -> str:
    """Whose count of residents it is, in a sentence.

    >>> in_words(2021), in_words("interpolated 2019-10-01")
    ('the census of 2021', 'a line between two censuses (1 October 2019)')
    >>> in_words("mid-2020")
    'the mid-year estimate of 2020'
    """
    if isinstance(year, int):
        return f"the census of {year}"
    if is_estimate(year):
        return f"the mid-year estimate of {year.removeprefix(MID_YEAR)}"
    day = names.day(year.removeprefix(f"{INTERPOLATED} "))
    return f"a line between two censuses ({day})"


def leading(plan: Plan) -> Year | None:
    """The count of residents that a plan leads with; older plans name none."""
    year = plan.option("denominator")
    return _year(year) if year else None


def plausible(plan: Plan) -> tuple[Year, ...]:
    """The counts of residents that a plan's verdicts rest on, the leading one first."""
    return tuple(_year(year) for year in plan.names("plausible_denominators"))


def _year(text: str) -> Year:
    return int(text) if text.isdecimal() else text
