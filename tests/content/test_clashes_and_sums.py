"""What follows from the shipped content: the clashes that come first, and sums redone by hand."""

import pytest

from candour.content import FOLDER
from candour.evidence.derived import NOT_COMPARABLE, UNDECIDABLE, WORKED_OUT
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.evidence.merging import EDITOR
from candour.evidence.reading import read_collection
from candour.evidence.weights import EXCLUSIVE, TOUCHES

FIRST_FIFTEEN = 15
FIRST_PAGE = 20


@pytest.fixture(scope="module")
def findings():
    schema = read_schema(FOLDER)
    return what_follows(read_collection(FOLDER, schema), schema)


# contradictions


def test_every_contradiction_says_why_and_what_it_touches(findings):
    assert len(findings.contradictions) >= 160
    for clash in findings.contradictions:
        assert clash.reason
        assert clash.touches in TOUCHES
        assert len([side for side in clash.sides if side.statements]) >= 2


def test_every_declared_contradiction_was_weighed_by_an_editor(findings):
    unweighed = [
        f"{subject.slug} {spec.name}"
        for subject in findings.collection.subjects.values()
        for spec in subject.contradictions
        if not spec.touches
    ]
    assert unweighed == []


@pytest.mark.parametrize(
    "subjects",
    [
        {"metropolitan-police", "mps-risk-terrain-modelling", "mps-violence-harm-assessment"},
        {"amnesty-foi-requests", "predictive-policing"},
        {"essex-knife-crime-and-violence-model"},
        {"southend-harm-spots", "essex-grip-hotspots"},
        {"essex-risk-terrain-modelling"},
        {"grip"},
        {"avon-and-somerset-offender-management-app"},
        {"wmp-integrated-offender-management"},
        {"mps-risk-terrain-modelling"},
        {"gmp-xcalibre"},
    ],
)
def test_the_gravest_stand_among_the_first_fifteen(findings, subjects):
    first = findings.contradictions[:FIRST_FIFTEEN]
    assert any(subjects <= set(clash.subjects) for clash in first)


@pytest.mark.parametrize(
    "name",
    [
        "charged-or-suspected",
        "no-predictive-systems",
        "no-confidence-and-licences",
        "right-one-time-in-six",
        "predictive-or-not",
        "automated-or-not",
        "bias-accepted-and-denied",
        "personal-data",
        "pilot-and-later-review",
        "no-prediction-technology",
    ],
)
def test_what_bears_on_liberty_a_stop_or_a_home_stands_among_the_first_fifteen(findings, name):
    ids = {
        spec.id
        for subject in findings.collection.subjects.values()
        for spec in subject.contradictions
        if spec.name == name
    }
    assert ids & {clash.id for clash in findings.contradictions[:FIRST_FIFTEEN]}


def test_those_put_first_have_ranks_from_one_and_no_more_than_a_page_of_them(findings):
    ranks = [clash.rank for clash in findings.contradictions if clash.first]
    assert ranks == list(range(1, len(ranks) + 1))
    assert FIRST_FIFTEEN <= len(ranks) <= FIRST_PAGE


def test_scores_of_different_models_are_no_clash(findings):
    """Nine models have nine accuracies; and a list of people changes between two years."""
    for clash in findings.contradictions:
        if clash.found_by != EDITOR and clash.kind == "number":
            notes = {statement.qualifier("note") for statement in clash.statements}
            assert len(notes) == 1 or clash.found_by.startswith(EDITOR), clash.id
    by_rule = {c.subjects for c in findings.contradictions if not c.found_by.startswith(EDITOR)}
    assert ("mps-gangs-matrix",) not in by_rule
    assert ("avon-and-somerset-predictive-data-science-models",) not in by_rule


def test_no_clash_whose_reason_says_that_both_may_hold_is_called_a_contradiction(findings):
    loose = ("both hold only", "unless", "may be two things", "can both be", "can be one time")
    said = [
        (clash.subjects, clash.reason)
        for clash in findings.contradictions
        if clash.strength == EXCLUSIVE and any(word in clash.reason for word in loose)
    ]
    assert said == []


def test_a_clash_of_wording_never_stands_before_one_of_substance(findings):
    touched = [clash.touches for clash in findings.contradictions]
    start = touched.index("words")
    assert set(touched[start:]) == {"words"}


def test_no_use_that_is_denied_and_shown_is_told_twice(findings):
    denials = [
        side.statements[0].id
        for clash in findings.contradictions
        if "rule: use denied and shown" in clash.found_by
        for side in clash.sides[:1]
    ]
    assert len(denials) == len(set(denials))


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("southend-harm-spots", "pilot-and-later-review"),
        ("grip", "cost-effective"),
        ("mps-risk-terrain-modelling", "fifteen-users-and-every-unit"),
        ("mps-risk-terrain-modelling", "three-pieces-of-information"),
        ("wmp-integrated-offender-management", "no-confidence-and-licences"),
        ("ai-covenant-for-policing", "signed-and-silent"),
        ("equality-act-2010", "assessments-required-and-not-made"),
    ],
)
def test_a_claim_that_its_results_do_not_bear_out_is_told(findings, subject, name):
    specs = {spec.name: spec.id for spec in findings.collection.subjects[subject].contradictions}
    assert specs[name] in {clash.id for clash in findings.contradictions}
    (clash,) = (c for c in findings.contradictions if c.id == specs[name])
    assert clash.found_by.startswith(EDITOR)


# derived numbers

BY_HAND = {
    ("wmp-integrated-offender-management", "without-a-band"): "13,748 people",
    ("wmp-integrated-offender-management", "two-highest-share"): "2.1 per cent",
    ("mps-violence-harm-assessment", "change-share"): "−7.5 per cent",
    ("mps-violence-harm-assessment", "under-25"): "1,017 people",
    ("mps-violence-harm-assessment", "august-in-no-group"): "7 people",
    ("southend-harm-spots", "for-each-area-day"): "£31.60",
    ("southend-harm-spots", "hours"): "180 to 240 hours",
    ("kent-predpol", "cost-in-all"): "£500,000",
    ("durham-hart", "share-high-risk"): "less than 27.5 per cent",
    ("grip", "for-each-force"): "£225,000 to £250,000",
    ("essex-risk-terrain-modelling", "paid-in-all"): "£37,958.98",
    ("essex-risk-terrain-modelling", "violence-before"): "200 crimes (197 to 203)",
    ("essex-risk-terrain-modelling", "treatment-share"): "95.1 per cent",
    ("west-midlands-police", "mixed-to-white-2024"): "3.96 times (3.85 to 4.07)",
    ("essex-knife-crime-and-violence-model", "share-met-criteria"): "16.2 per cent",
    ("predictive-policing", "forces-implied"): "more than 44 forces",
    ("metropolitan-police", "some-action"): "38,140 stops",
    ("gmp-xcalibre", "0.03-per-cent"): "810 people (662 to 963)",
    ("discussion-participants", "in-all"): "35 people",
    ("eu-ai-act-joint-statement", "with-amnesty"): "115 organisations",
}
WITHOUT_A_NUMBER = {
    ("mps-violence-harm-assessment", "change-white"): NOT_COMPARABLE,
    ("grip", "for-each-patrol"): NOT_COMPARABLE,
    ("geographic-predictive-policing", "since-2019"): NOT_COMPARABLE,
    ("wmp-knife-crime-prediction", "arrests-for-each-stop"): NOT_COMPARABLE,
    ("mps-violence-harm-assessment", "black-children"): UNDECIDABLE,
    ("amnesty-foi-requests", "no-reply-share"): UNDECIDABLE,
    ("southend-harm-spots", "violence-in-all"): UNDECIDABLE,
}


def test_sums_redone_by_hand_come_out_so(findings):
    shown = {(n.spec.subject, n.spec.name): n.shown for n in findings.derived}
    assert {key: shown.get(key) for key in BY_HAND} == BY_HAND


def test_where_numbers_do_not_meet_there_is_a_reason_and_no_number(findings):
    states = {(n.spec.subject, n.spec.name): n.state for n in findings.derived}
    assert {key: states.get(key) for key in WITHOUT_A_NUMBER} == WITHOUT_A_NUMBER


def test_every_derived_number_has_a_working_or_a_reason_and_what_it_rests_on(findings):
    assert len(findings.derived) >= 150
    for number in findings.derived:
        assert number.statements
        assert number.spec.measure[0].islower() or number.spec.measure[0].isupper()
        if number.state == WORKED_OUT:
            assert number.amount is not None
            assert number.shown
            assert not number.reason
            assert number.amount.low <= number.amount.point <= number.amount.high
        else:
            assert number.reason
            assert not number.shown


def test_no_derived_number_tells_what_another_of_its_subject_tells(findings):
    told = [(n.spec.subject, n.spec.measure) for n in findings.derived]
    assert len(told) == len(set(told))
