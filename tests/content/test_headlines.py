"""What ships says of the use of each system as closely as its sources do, and no more."""

from datetime import date

import pytest

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.reading import open_collection
from candour.evidence.use import headline

TODAY = date(2026, 11, 29)
COLLECTION = open_collection(FOLDER, read_schema(FOLDER))


def of(slug, day=TODAY):
    return headline(COLLECTION.subjects[slug].statements, day, name=COLLECTION.name_of)


@pytest.mark.parametrize(
    ("slug", "begins"),
    [
        ("kent-predpol", "said to have stopped in March 2018 (Kent Police); nothing"),
        (
            "lapd-operation-laser",
            "said to have stopped in 2019 (Los Angeles Police Department); nothing",
        ),
        (
            "lapd-predpol",
            "last said to be in use on 15 April 2020 (The Markup); said to have stopped in 2020 "
            "(Los Angeles Police Department); nothing",
        ),
        (
            "mps-gangs-matrix",
            "said to have stopped on 13 February 2024 (Metropolitan Police Service); nothing",
        ),
        (
            "chicago-strategic-subject-list",
            "said to have stopped on 1 November 2019 (Office of Inspector General of Chicago);",
        ),
        (
            "netherlands-top600",
            "said to have been in use, on days not given, as told on 20 February 2025 "
            "(Amnesty International); first used in 2011 (PILP);",
        ),
        (
            "santa-cruz-predictive-policing",
            "said to have stopped on 23 June 2020 (Los Angeles Times); on hold from 2017 to "
            "23 June 2020 (Los Angeles Times);",
        ),
        (
            "new-orleans-predictive-policing",
            "said to have stopped, on a day not given, as told on 20 February 2025 (Amnesty "
            "International); nothing",
        ),
        # what was said of a part is not said of the whole
        (
            "bristol-city-council-models",
            "said to be in use, in words without a day reported on 20 February 2025 "
            "(Avon and Somerset Police); of a part (the models of children at risk of "
            "exploitation), said to have stopped before 25 June 2026",
        ),
        ("netherlands-cas", "said to have stopped in December 2025 (Police of the Netherlands);"),
        ("prison-digital-categorisation-service", "said to be in use in March 2020"),
        # a task force set up is no first use of a list
        ("gmp-xcalibre", "described in the present tense as in use on 20 February 2025 (Amnesty"),
    ],
)
def test_the_exactest_telling_leads(slug, begins):
    assert of(slug).sentence.startswith(begins)


@pytest.mark.parametrize("slug", [s.slug for s in COLLECTION.of_class("system")])
def test_no_headline_tells_an_end_more_roughly_than_something_read_tells_it(slug):
    system = COLLECTION.subjects[slug]
    stops = [s for s in system.of("use") if s.value == "stopped" and s.valid]
    days = [s for s in stops if s.valid and s.valid.start.earliest == s.valid.start.latest]
    whole = [s for s in days if not s.qualifier("part") and not s.qualifier("area")]
    if whole and of(slug).state == "stopped":
        led = of(slug).statements[0].valid
        assert led is not None
        assert led.start in [s.valid.start for s in whole if s.valid]
