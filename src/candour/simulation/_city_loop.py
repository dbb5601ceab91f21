"""The days of the city, compiled: what is reported, where patrols go, what they record.

Work is done by events and patrols, not by area and day: an area where nothing happens costs
nothing. Attention is worked out anew once a week from the records of a window of weeks.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from candour.simulation.city_rules import EVEN, EXCITED, KEEP_ALL, SPREAD, WEIGH_DISCOVERED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(nogil=True, cache=True)
def scores(
    method: int,
    weeks: Floats,
    oldest: int,
    spread_starts: Ints,
    spread_to: Ints,
    spread_by: Floats,
    fade: float,
    out: Floats,
) -> None:
    """What a method gives each area, from the records of a ring of weeks; into `out`.

    COUNTS adds the weeks up. SPREAD fades them by age and lays each over its neighbours. EXCITED
    adds to the mean of the window what recent weeks set off. EVEN gives all areas the same.
    """
    window, n_areas = weeks.shape
    out[:] = 0.0
    if method == EVEN:
        out[:] = 1.0
        return
    for age in range(window):
        row = (oldest + window - 1 - age) % window
        weight = 1.0
        if method == SPREAD:
            weight = fade**age
        elif method == EXCITED:
            weight = 1.0 / window + (fade**age) * (1.0 - fade)
        for area in range(n_areas):
            n = weeks[row, area]
            if n == 0.0:
                continue
            if method == SPREAD:
                for k in range(spread_starts[area], spread_starts[area + 1]):
                    out[spread_to[k]] += weight * n * spread_by[k]
            else:
                out[area] += weight * n


@njit(nogil=True, cache=True)
def into_attention(out: Floats, marked: int, cap: float, explore: float) -> None:
    """Turn scores into shares of attention that add up to 1, in place.

    `marked` > 0 gives all attention to so many areas with the highest scores, evenly; `cap` > 0
    holds an area to so many times an even share; `explore` is the part given to all areas alike.
    """
    n = out.size
    total = out.sum()
    if total <= 0.0:
        out[:] = 1.0 / n
        return
    if marked > 0:
        last = np.sort(out)[n - marked]
        above = 0
        tied = 0
        for i in range(n):
            if out[i] > last:
                above += 1
            elif out[i] == last:
                tied += 1
        # Areas that tie for the last places share them, whatever their order.
        for i in range(n):
            if out[i] > last:
                out[i] = 1.0 / marked
            elif out[i] == last:
                out[i] = (marked - above) / (tied * marked)
            else:
                out[i] = 0.0
    else:
        out /= total
    if cap > 0.0:
        most = cap / n
        for _ in range(50):
            over = 0.0
            room = 0.0
            for i in range(n):
                if out[i] > most:
                    over += out[i] - most
                    out[i] = most
                elif out[i] < most:
                    room += out[i]
            if over <= 1e-12:
                break
            if room <= 0.0:
                spare = 0
                for i in range(n):
                    if out[i] < most:
                        spare += 1
                for i in range(n):
                    if out[i] < most:
                        out[i] += over / spare
            else:
                for i in range(n):
                    if out[i] < most:
                        out[i] += over * out[i] / room
    for i in range(n):
        out[i] = (1.0 - explore) * out[i] + explore / n


@njit(nogil=True, cache=True)
def days_of_cities(
    seeds: NDArray[np.uint32],
    people: Ints,
    first_person: Ints,
    reported: Floats,
    discovered: Floats,
    of_suspects: Floats,
    carrying: Floats,
    past: Floats,
    method: int,
    window: int,
    spread_starts: Ints,
    spread_to: Ints,
    spread_by: Floats,
    fade: float,
    marked: int,
    cap: float,
    explore: float,
    discovered_kept: int,
    feedback: bool,  # compiled code takes no keywords
    patrols: int,
    stops_a_patrol: int,
    listed_from: int,
    days: int,
    kept_weeks: int,
) -> tuple[Ints, Ints, Ints, Floats, Ints]:
    """Stops, finds and people listed, shapes (n_seeds, n_groups); attention over time; sums.

    `reported` and `discovered` are rates an area: reports a day, and discoveries a visit.
    Attention is that to the first group's residents' areas, weighted by who lives there: what is
    kept is each group's mean attention, shape (n_seeds, n_groups, kept_weeks). The sums are
    patrols, records reported and records discovered, shape (n_seeds, 3).
    """
    n_groups, n_areas = people.shape
    n_people = people.sum()
    stops = np.zeros((seeds.size, n_groups), np.int64)
    finds = np.zeros((seeds.size, n_groups), np.int64)
    listed = np.zeros((seeds.size, n_groups), np.int64)
    seen = np.zeros((seeds.size, n_groups, kept_weeks))
    sums = np.zeros((seeds.size, 3), np.int64)
    of_area = np.zeros((n_areas, n_groups))
    for area in range(n_areas):
        held = 0
        for g in range(n_groups):
            held += people[g, area]
            of_area[area, g] = held
        for g in range(n_groups):
            of_area[area, g] /= held
    cum_reported = np.cumsum(reported)
    a_day = cum_reported[-1]
    if a_day > 0.0:
        cum_reported /= a_day
    group_size = people.sum(axis=1)
    attention = np.zeros(n_areas)
    for run in range(seeds.size):
        np.random.seed(seeds[run])
        weeks = np.zeros((window, n_areas))
        for area in range(n_areas):
            for w in range(window):
                weeks[w, area] = np.random.poisson(past[area])
        noted = np.zeros(n_people, np.uint8)
        oldest = 0
        week = 0
        for day in range(days):
            if day % 7 == 0:
                if day == 0 or feedback:
                    scores(
                        method, weeks, oldest, spread_starts, spread_to, spread_by, fade, attention
                    )
                    into_attention(attention, marked, cap, explore)
                    cum = np.cumsum(attention)
                    cum /= cum[-1]
                if week < kept_weeks:
                    for g in range(n_groups):
                        seen[run, g, week] = (people[g] * attention).sum() / group_size[g] * n_areas
                week += 1
                current = oldest
                oldest = (oldest + 1) % window
                weeks[current, :] = 0.0
            if a_day > 0.0:
                for _ in range(np.random.poisson(a_day)):
                    area = int(np.searchsorted(cum_reported, np.random.random(), side="right"))
                    weeks[current, min(area, n_areas - 1)] += 1.0
                    sums[run, 1] += 1
            for _ in range(patrols):
                area = min(int(np.searchsorted(cum, np.random.random(), side="right")), n_areas - 1)
                sums[run, 0] += 1
                n = np.random.poisson(discovered[area]) if discovered[area] > 0.0 else 0
                sums[run, 2] += n
                if discovered_kept == KEEP_ALL:
                    weeks[current, area] += n
                elif discovered_kept == WEIGH_DISCOVERED:
                    # As often as the area is visited, so much less is each discovery believed.
                    weeks[current, area] += n / (n_areas * attention[area])
                for k in range(n + stops_a_patrol):
                    draw = np.random.random()
                    g = 0
                    if k < n:
                        while g < n_groups - 1 and draw >= of_suspects[area, g]:
                            g += 1
                    else:
                        while g < n_groups - 1 and draw >= of_area[area, g]:
                            g += 1
                        stops[run, g] += 1
                        if np.random.random() >= carrying[g]:
                            continue
                        finds[run, g] += 1
                    if people[g, area] == 0:
                        continue
                    person = first_person[g, area] + int(np.random.random() * people[g, area])
                    if noted[person] < 255:
                        noted[person] += 1
                        if noted[person] == listed_from:
                            listed[run, g] += 1
    return stops, finds, listed, seen, sums
