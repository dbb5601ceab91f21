"""For each system: the method it is documented to use, whether that was replayed, and why not.

What stands nearest to a system's method is named as that, and never passed off as the thing itself.
"""

from dataclasses import dataclass

from candour.evidence.collection import SubjectFile

PICKS_PEOPLE = frozenset({"people", "groups", "incidents"})


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """What a system's page says of a replay.

    Attributes
    ----------
    method : the method here that is documented for it, or ""
    replayed_about : the subject whose findings hold a replay of that very method, or ""
    told : whether there is a replay, or why not, in a sentence
    needed : what a replay of its own would need
    """

    method: str
    replayed_about: str
    told: str
    needed: str


OWN_RECORDS = (
    "its records of events by day and place, its cells and settings, and the places it picked"
)
PREDPOL = ReplayRow(
    "self-exciting",
    "predpol",
    "The method documented for PredPol was replayed on records published of Oakland; Candour knows "
    "of no published records of this system's own area and days, so how it did there is not known",
    OWN_RECORDS,
)
KERNEL = ReplayRow(
    "kernel",
    "",
    "Not replayed: kernel density, the method described for it, can be run here, but the crimes "
    "of its area are published by month and at shared points only, and it is said to work on "
    "small cells; a replay of kernel density on London's census areas is a relative, not this "
    "system",
    "crimes of its area by day, placed as finely as its cells, and how each was weighted",
)
RISK_TERRAIN = ReplayRow(
    "risk-terrain",
    "",
    "Not replayed: risk terrain modelling is built here and finds planted factors on made-up "
    "terrain, but the features of places that this system used, as they stood at the time, are "
    "not published with events by day",
    "the features it used with their places and dates, and events by day and place",
)
PROSPECTIVE = ReplayRow(
    "prospective",
    "",
    "Not replayed: buffers that fade round past burglaries are built here with the published "
    "distances and days of the research they grew from, but the distances and days of this "
    "system, and its burglaries by day and place, are not published",
    "its distances and days, and burglaries by day and place",
)
GRID = ReplayRow(
    "grid-counts",
    "",
    "Not replayed: its squares, two years of data and four weeks ahead are described and built "
    "here, but how it weighs the data is not described; plain counting on such squares is its "
    "closest documented relative, and is not it",
    "its model with features and weights, and events by week and cell",
)
VHA = ReplayRow(
    "list",
    "",
    "Not replayed: no file of real people is read here; a rule made after its published criteria "
    "was run on simulated people, which shows how such a rule works and not who is listed",
    "group totals of people listed, with and without each kind of data",
)
PEOPLE = ReplayRow(
    "",
    "",
    "Not replayed: it is about people, and no file of real people is read here",
    "group totals of people picked, and of what followed",
)
GRIP = ReplayRow(
    "risk-terrain",
    "",
    "Not replayed: risk terrain modelling, said to have been part of it, is built here and finds "
    "planted factors on made-up terrain, but the features of places that it used, as they stood "
    "at the time, are not published with events by day; how it has come to its choice since, "
    "said to be without risk terrain modelling, is not described",
    "the features it used with their places and dates, events by day and place, and its method now",
)
LIKE_MANCHESTER = ReplayRow(
    "",
    "",
    "Not replayed: it was said in 2013 to be built on the model of Greater Manchester Police, "
    "buffers round past burglaries, but its own distances, days and cells are not described; "
    "prospective mapping, which is built here, is a relative of it at most",
    "its method and settings, and burglaries by day and place",
)
PLACES_AND_PEOPLE = ReplayRow(
    "",
    "",
    "Not replayed: how it comes to its choice of places is not described, and no file of real "
    "people is read here",
    "its method and settings, and " + OWN_RECORDS,
)
UNDESCRIBED = ReplayRow(
    "",
    "",
    "Not replayed: how it comes to its choice is not described",
    "its method and settings, and " + OWN_RECORDS,
)

# By system, where its method is described in words for which there is no term yet.
BY_SYSTEM = {
    "essex-grip-hotspots": GRIP,  # sections 3.1.1 and 3.2.1, n383
    "mps-predictive-crime-mapping": LIKE_MANCHESTER,  # section 1.4.1, n63
    "gmp-trafford-burglary-buffers": PROSPECTIVE,  # Automated Racism (2025), section 1.4.1
    "wmp-knife-crime-prediction": GRID,  # section 3.1.2
    "mps-violence-harm-assessment": VHA,  # section 4.1
}
BY_PRODUCT = {"predpol": PREDPOL}
BY_METHOD = {
    "kernel-density-estimation": KERNEL,
    "risk-terrain-modelling": RISK_TERRAIN,
    "prospective-hotspot-mapping": PROSPECTIVE,
}


def replay_of(system: SubjectFile) -> ReplayRow:
    """Say for a system whether its documented method was replayed, or why not.

    A product says more than a method: two systems of one method can differ in all else.
    """
    if system.slug in BY_SYSTEM:
        return BY_SYSTEM[system.slug]
    for field, rows in (("product", BY_PRODUCT), ("method", BY_METHOD)):
        for value in _values(system, field):
            if value in rows:
                return rows[value]
    targets = set(_values(system, "targets"))
    if not PICKS_PEOPLE & targets:
        return UNDESCRIBED
    return PLACES_AND_PEOPLE if "places" in targets else PEOPLE


def _values(system: SubjectFile, field: str) -> list[str]:
    return [str(s.value) for s in system.of(field) if s.kind not in {"silence", "closure"}]
