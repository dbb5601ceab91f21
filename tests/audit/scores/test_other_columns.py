"""Files of scores with more columns than one: what disagrees leads, and nobody is told apart."""

import random

import pytest

from candour.audit.bands.audit import audit_bands
from candour.audit.bands.question import BandsQuestion
from candour.audit.errors import PlanError
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.scores.other_columns import misfits


def scored(tmp_path, heads, rows):
    path = tmp_path / "scores.csv"
    path.write_text("\n".join([heads, *rows]) + "\n")
    return path


def people(number=400):
    """Group, score from 1 to 10, the band that it gives, and the outcome."""
    chance = random.Random(3)  # noqa: S311 - no secret
    for at in range(number):
        score = at % 10 + 1
        outcome = int(chance.random() < 0.2 + score / 20)
        yield "AB"[at // 10 % 2], score, "High" if score > 7 else "Low", outcome


def asked(group="group", reference="A", **how):
    return ScoresQuestion((group,), "again", reference, replicates=0, **how)


BY_SCORE, BY_BAND = (
    {"score": "score", "threshold": 7.0},
    {"flag_column": "band", "flag_values": ("High",)},
)


@pytest.mark.parametrize("how", [BY_SCORE, BY_BAND])
def test_bands_that_are_no_cuts_of_the_score_lead(tmp_path, how):
    agree = [f"{g},{s},{band},{again}" for g, s, band, again in people()]
    heads = "group,score,band,again"
    first = audit_scores(scored(tmp_path, heads, agree), asked(**how)).sentences[0]
    assert "disagree" not in first
    other = {"High": "Low", "Low": "High"}
    rows = [
        f"{g},{s},{other[band] if at % 8 == 0 else band},{again}"
        for at, (g, s, band, again) in enumerate(people())
    ]
    first = audit_scores(scored(tmp_path, heads, rows), asked(**how)).sentences[0]
    assert "'band' and 'score' disagree for 50 of 400 people" in first


def test_another_score_that_flags_others_leads(tmp_path):
    rows = [f"{g},{s},{11 - s},{again}" for g, s, _, again in people()]
    path = scored(tmp_path, "group,score,risk_score_v2,again", rows)
    first = audit_scores(path, asked(**BY_SCORE)).sentences[0]
    assert "by it 320 of 400 people would be on the other side of 7" in first


@pytest.mark.parametrize("how", [BY_SCORE, BY_BAND])
def test_the_score_of_another_risk_does_not_lead_where_bands_are_cuts_of_one(tmp_path, how):
    """A file may hold scores of two risks, each with bands, as that of COMPAS does."""
    rows = [f"{g},{s},{band},{11 - s},{again}" for g, s, band, again in people()]
    path = scored(tmp_path, "group,score,band,v_decile_score,again", rows)
    assert not any("v_decile_score" in text for text in audit_scores(path, asked(**how)).sentences)


def test_bands_may_fall_with_the_score():
    assert misfits({(1, "red"): 5, (2, "amber"): 5, (3, "green"): 5}) == 0


@pytest.mark.parametrize(
    ("scale", "threshold", "says"),
    [
        (0.1, 70.0, "nobody is flagged. All scores are 1 or less: if 70 is in per cents"),
        (1, 70.0, "Nobody's 'score' reaches 70, so nobody is flagged."),
        (1, 0.7, "everyone is flagged. Scores go beyond 1"),
    ],
)
def test_a_threshold_of_another_scale_leads(tmp_path, scale, threshold, says):
    rows = [f"{g},{s * scale:g},{again}" for g, s, _, again in people()]
    path = scored(tmp_path, "group,score,again", rows)
    finding = audit_scores(path, asked(score="score", threshold=threshold))
    assert says in finding.sentences[0]


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Officer ID", "o{}"), ("assessor", "a{}"), ("Collar number", "{}"), ("team", "PC 12{}"),
     ("person pseudonym", "p{}")],
)  # fmt: skip
def test_nothing_is_compared_officer_by_officer_or_person_by_person(tmp_path, heading, value):
    rows = [
        f"{value.format(at % 4)},{band},{again}" for at, (*_, band, again) in enumerate(people())
    ]
    path = scored(tmp_path, f"{heading},band,again", rows)
    own = value.format(0)
    with pytest.raises(PlanError, match="Results are of groups, never of one of them"):
        audit_scores(path, asked(heading, own, **BY_BAND))
    with pytest.raises(PlanError, match="Results are of groups, never of one of them"):
        audit_bands(path, BandsQuestion(heading, own, "band"))


def test_a_column_of_officers_beside_the_groups_changes_nothing(tmp_path):
    rows = [f"{g},{band},{again}" for g, _, band, again in people()]
    plain = audit_scores(scored(tmp_path, "group,band,again", rows), asked(**BY_BAND))
    rows = [f"{row},o{at % 40}" for at, row in enumerate(rows)]
    with_officers = audit_scores(
        scored(tmp_path, "group,band,again,Officer ID", rows), asked(**BY_BAND)
    )
    assert with_officers.result == plain.result
    assert not any("o1" in text for text in with_officers.sentences)


def test_people_who_stand_in_several_rows_lead(tmp_path):
    rows = [f"{g},{band},{again}" for g, _, band, again in people()]
    once = [f"{row},{at}" for at, row in enumerate(rows)]
    heads = "group,band,again,id"
    assert "'id'" not in audit_scores(scored(tmp_path, heads, once), asked(**BY_BAND)).sentences[0]
    twice = audit_scores(scored(tmp_path, heads, [*once, *once]), asked(**BY_BAND))
    assert "Column 'id' holds 400 different values in 800 rows" in twice.sentences[0]


@pytest.mark.parametrize(("at", "says"), [(0, "100 say no group"), (1, "100 have no score")])
def test_rows_without_a_group_or_a_score_lead_where_they_are_many(tmp_path, at, says):
    rows = [[g, str(s), str(again)] for g, s, _, again in people()]
    for row in rows[::4]:
        row[at] = "N/A"
    path = scored(tmp_path, "group,score,again", [",".join(row) for row in rows])
    assert f"Of 400 people, {says}" in audit_scores(path, asked(**BY_SCORE)).sentences[0]
