"""Could the public know this on that day? Fifty questions from dated publications the report cites.

A yes needs a text that this register has read, out by then. A no needs a reason: the text was not
out, the words not said, or what they tell of lay ahead. The rest can't be told, as the earlier
text is not read here.
"""

from collections import Counter
from datetime import date

import pytest

from candour.content import FOLDER
from candour.core.days import Answer
from candour.evidence.fields import read_schema
from candour.evidence.reading import open_collection

YES, NO, CANT_TELL = Answer.YES, Answer.NO, Answer.CANT_TELL
# Statement, day asked about, answer, and where the day it rests on is printed: a section and
# endnote of the report, or the text itself.
QUESTIONS = (
    ("mps-gangs-matrix#event.1", "2017-06-01", NO, "4.1 n496: found in breach in 2018"),
    (
        "mps-gangs-matrix#event.1",
        "2019-06-01",
        CANT_TELL,
        "4.1 n496; not read here",
    ),
    ("mps-gangs-matrix#event.2", "2022-09-30", NO, "4.1 n498: October 2022"),
    ("mps-gangs-matrix#use.stopped", "2024-01-31", NO, "4.1 n499: February 2024"),
    ("mps-gangs-matrix#use.stopped", "2024-06-01", CANT_TELL, "4.1 n499"),
    ("mps-gangs-matrix#event.enforcement-notice", "2018-10-31", NO, "the notice, November 2018"),
    ("mps-gangs-matrix#event.enforcement-notice", "2018-12-01", YES, "the notice, November 2018"),
    ("mps-gangs-matrix#event.conceded", "2022-10-31", NO, "Liberty: in November 2022"),
    ("mps-gangs-matrix#event.conceded", "2022-11-11", YES, "Liberty, 11 November 2022"),
    ("mps-gangs-matrix#first-use.1", "2018-06-01", YES, "Trapped in the Matrix, May 2018"),
    ("mps-gangs-matrix#finding.1", "2017-12-31", NO, "2.3 n153: found in 2018"),
    ("amnesty-gangs-matrix-report-2018#published.2", "2018-06-01", YES, "its title, May 2018"),
    ("durham-hart#use.in-use", "2018-12-31", NO, "1.4.2 n85: a report of 2019"),
    ("durham-hart#use.in-use", "2020-01-01", CANT_TELL, "1.4.2 n85"),
    ("durham-hart#evaluation-finding.2", "2017-12-31", NO, "1.4.2 n82: an investigation of 2018"),
    ("durham-hart#first-use.installed", "2018-12-31", YES, "the university's feature, 2018"),
    ("kent-predpol#use.stopped", "2017-12-31", NO, "1.4.1 n70: stopped in 2018"),
    ("kent-predpol#use.march", "2019-01-01", YES, "Police Oracle, November 2018"),
    ("lapd-predpol#event.1", "2019-12-31", NO, "1.4.2 box n95: announced in 2020"),
    ("lapd-predpol#event.1", "2021-06-01", CANT_TELL, "1.4.2 box n95"),
    ("lapd-predpol#use.the-markup", "2021-12-03", YES, "the repository, 3 December 2021"),
    ("lapd-operation-laser#use.stopped", "2018-12-31", NO, "1.4.2 box n94: announced in 2019"),
    ("oakland-predpol#evaluation-finding.1", "2015-12-31", NO, "1.4.2 box n87: a study of 2016"),
    ("oakland-predpol#evaluation-finding.1", "2017-06-01", CANT_TELL, "1.4.2 box n87"),
    ("us-courts-compas#discrimination.1", "2015-12-31", NO, "1.4.2 box n89: in 2016"),
    ("us-courts-compas#discrimination.1", "2018-01-01", CANT_TELL, "1.4.2 box n89"),
    ("indianapolis-predpol-study-2018#finding.1", "2017-12-31", NO, "1.4.2 box n90: in 2018"),
    ("predpol#evaluation-finding.2", "2020-12-31", NO, "1.4.2 box n92: a study of 2021"),
    (
        "paris-risk-terrain-modelling#use.in-use",
        "2022-12-31",
        NO,
        "1.4.2 box n99: a report of 2023",
    ),
    ("paris-risk-terrain-modelling#use.in-use", "2024-06-01", CANT_TELL, "1.4.2 box n99"),
    ("val-doise-predpol#use.in-use", "2022-06-01", NO, "1.4.2 n99: a report of 2023"),
    ("gendarmerie-paved#use.in-use", "2022-12-31", NO, "1.4.2 n99: a report of 2023"),
    ("grip#event.evaluation-out", "2024-01-31", NO, "3.1 n181: published in February 2024"),
    ("grip#event.evaluation-out", "2024-03-01", CANT_TELL, "3.1 n181"),
    ("home-office-grip-evaluation-2024#finding.1", "2023-12-31", NO, "3.1 n181"),
    ("casey-review-report#finding.1", "2023-02-28", NO, "1.1 n25: March 2023"),
    ("casey-review-report#finding.1", "2023-06-01", CANT_TELL, "1.1 n25"),
    ("childrens-commissioner-strip-search-findings#finding.1", "2022-12-31", NO, "1.1 n23: 2023"),
    ("national-police-chiefs-council#acknowledged.arrest", "2023-12-31", NO, "1.1 n16: in 2024"),
    ("national-data-analytics-solution#use.in-use", "2020-12-31", NO, "1.4.2 n86: of 2021"),
    ("national-data-analytics-solution#use.in-use", "2022-06-01", CANT_TELL, "1.4.2 n86"),
    ("un-high-commissioner-for-human-rights#duty.ban", "2020-12-31", NO, "2.1 n121: in 2021"),
    ("gmp-xcalibre#event.letters", "2021-12-31", NO, "4.4 n618: published in 2022"),
    ("gmp-xcalibre#event.letters", "2023-06-01", CANT_TELL, "4.4 n618"),
    ("gmp-xcalibre#event.no-bans", "2022-12-31", NO, "4.4 n625: in 2023"),
    ("mps-predictive-crime-mapping#use.denied-2019", "2019-01-31", NO, "1.4.1 n71: February 2019"),
    ("mps-predictive-crime-mapping#use.denied-2019", "2019-03-01", CANT_TELL, "1.4.1 n71"),
    ("mps-predictive-crime-mapping#use.trial-2013", "2012-12-31", NO, "1.4.1 n63: in 2013"),
    (
        "mps-violence-harm-assessment#listed-2024-05.total",
        "2023-06-01",
        NO,
        "4.1.2 n508: May 2024",
    ),
    ("mps-risk-terrain-modelling#use.since-march-2021", "2025-02-20", YES, "the report itself"),
)


@pytest.fixture(scope="module")
def content():
    return open_collection(FOLDER, read_schema(FOLDER))


@pytest.mark.parametrize(("place", "day", "answer", "printed"), QUESTIONS)
def test_what_the_public_could_know_of_a_dated_publication(content, place, day, answer, printed):
    (said,) = content.find(place, home="")
    assert said.public_by(date.fromisoformat(day)) is answer, printed
    if answer is CANT_TELL:
        assert said.reported_public_by(date.fromisoformat(day))  # and that is the reason


def test_there_are_fifty_questions_and_most_are_answered():
    answers = Counter(answer for _, _, answer, _ in QUESTIONS)
    assert len({(place, day) for place, day, _, _ in QUESTIONS}) == len(QUESTIONS) == 50
    assert answers[YES] + answers[NO] >= 35
