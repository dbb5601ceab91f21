"""What lists of contradictions, gaps and statements share: a force, a subject, a day, counts."""

from collections import Counter
from collections.abc import Mapping

from candour.register.by_force import Forces, Tally, by_force
from candour.register.counting import Counts
from candour.register.follows import worked_out_list
from candour.register.moments import Moment
from candour.web import query, words
from candour.web.pages.banner import moment_banner
from candour.web.pages.lists import Choice
from candour.web.problems import BadQuery

MOST_NAMED = 5


def as_of_context(wanted: Mapping[str, str], moment: Moment) -> dict[str, object]:
    """What every page here says of the day that it is asked about."""
    days = query.days_of(moment)
    return {
        "banner": moment_banner(moment),
        "days": days,
        "data_query": query.written({**wanted, **days}),
    }


def refuse_other_forces(wanted: Mapping[str, str], forces: Forces) -> None:
    """Say that a force asked for is none.

    Raises
    ------
    BadQuery
        If it is not the slug of a police force of the country.
    """
    slug = wanted.get("force", "")
    if slug and slug not in forces.names:
        some = words.listed(list(forces.names)[:MOST_NAMED])
        raise BadQuery(
            f"“force” must be the short name of one of {len(forces.names)} police forces, such as "
            f"{some}; not “{slug[:60]}”. The list is at /forces/."
        )


def tally(kind: str, wanted: Mapping[str, str], moment: Moment) -> Tally:
    """How many results of a kind there are, by state and item: of all, a force or a subject."""
    if "subject" in wanted:
        among = by_force(moment).around(wanted["force"]) if "force" in wanted else None
        rows = worked_out_list(kind, slug=wanted["subject"], among=among, moment=moment)
        return Counter(rows.values_list("state", "item"))
    if "force" in wanted:
        forces = by_force(moment)
        tallies = forces.gaps if kind == "gap" else forces.contradictions
        return tallies.get(wanted["force"], Counter())
    counted: Tally = Counter()
    for what, item, state, number in Counts(moment).rows:
        if what == kind:
            counted[state, item] += number
    return counted


def states_of(counted: Tally, item: str = "") -> Counter[str]:
    """By state, among those with an item, or all."""
    summed: Counter[str] = Counter()
    for (state, its_item), number in counted.items():
        if not item or its_item == item:
            summed[state] += number
    return summed


def items_of(counted: Tally, state: str = "") -> Counter[str]:
    """By item, among those in a state, or all."""
    summed: Counter[str] = Counter()
    for (its_state, item), number in counted.items():
        if not state or its_state == state:
            summed[item] += number
    return summed


def force_choices(
    forces: Forces,
    tallies: Mapping[str, Tally],
    wanted: Mapping[str, str],
    *,
    state: str,
    item: str,
) -> list[Choice]:
    """Every force with how many the other filters leave of it; those with none are left out."""
    choices = []
    for slug, name in forces.names.items():
        number = sum(
            count
            for (its_state, its_item), count in tallies.get(slug, Counter()).items()
            if state in {"", its_state} and item in {"", its_item}
        )
        chosen = slug == wanted.get("force")
        if number or chosen:
            choices.append(Choice(slug, name, chosen, number))
    return choices
