"""What is done about feedback, and what a result hangs on, in sentences and in words for tables."""

from collections.abc import Iterator, Sequence

from candour.simulation.city import CityMethod
from candour.simulation.findings import shared
from candour.simulation.findings.city_rows import Changed, Mitigated
from candour.simulation.findings.city_words import NAMES

MITIGATIONS = {
    "none": "nothing",
    "ignore-discovered": "when learning only from what people report",
    "importance": "when believing a discovery less, the more the area is visited",
    "cap": "when capping an area at three times an even share",
    "explore": "when sending a fifth of patrols anywhere",
}
SETTING_NAMES = {
    "reporting": "part of offences that people report",
    "past_policing": "times as often patrolled before",
    "separation": "separation of the groups, 0 to 1",
    "discovery": "chance that a visit discovers an offence",
    "marked": "areas marked, 0 for in proportion",
    "window": "weeks of records learned from",
    "patrols": "patrols a day",
}


def of_mitigations(rows: Sequence[Mitigated], group: str) -> Iterator[str]:
    """What each mitigation left of the ratio of the last week, beside doing nothing."""
    if not rows:
        return
    plain, *others = rows
    told = "; ".join(
        f"{shared.ratio(row.last_week)} times {MITIGATIONS[row.mitigation]}" for row in others
    )
    yield (
        f"What is done about it matters: by {NAMES[CityMethod(plain.method)]}, patrols in the last "
        f"week were {shared.ratio(plain.last_week)} times as present where group {group} lives "
        f"with nothing done; {told}."
    )


def of_sensitivity(rows: Sequence[Changed], group: str) -> Iterator[str]:
    """Between which values the result lies, and which change of one setting moves it most."""
    if len(rows) < 2:  # noqa: PLR2004
        return
    least, *_, most = sorted(rows, key=lambda row: row.last_week)
    yield (
        "The result hangs on the settings: with one changed at a time, patrols in the last week "
        f"were {shared.ratio(least.last_week)} times as present where group {group} lives "
        f"({_setting(least)}) to "
        f"{shared.ratio(most.last_week)} times ({_setting(most)})."
    )


def _setting(row: Changed) -> str:
    before = "evenly" if row.value == 1 else f"up to {row.value:g} times as often"
    return {
        "reporting": f"with people reporting {row.value:.0%} of offences",
        "past_policing": f"with its areas patrolled {before} in the years before",
        "separation": f"with the groups' separation at {row.value:g}, where 1 is wholly apart",
        "discovery": f"with a chance of {row.value:g} that a visit discovers an offence",
        "marked": f"with {row.value:g} areas marked" if row.value else "with no area marked",
        "window": f"learning from {row.value:g} weeks of records",
        "patrols": f"with {row.value:g} patrols a day",
    }[row.setting]
