"""Whose limit ends first: courts, tribunals and appeals, by body, nation and reply."""

from datetime import date, timedelta

import pytest

from candour.law.answers import Age, NationNotOfForce
from candour.law.bodies import read_kinds, typed_force
from candour.law.holidays import Country, Nation
from candour.law.letters import (
    LetterNotForChild,
    LetterOfOwnForce,
    compose,
    read_letters,
)
from candour.law.routes import read_routes
from candour.law.triage import ForWhom, State, read_texts
from candour.law.wording import unsayable
from tests.law.asking import TODAY, ask, ask_of, force, openings

ON = date(2026, 11, 1)


def typed(kind, country=Country.ENGLAND, name="A body"):
    return typed_force(name, kind=read_kinds()[kind], country=country)


def first(result):
    return {each.id: each for each in result.first}


@pytest.mark.parametrize("country", [Country.ENGLAND, Country.SCOTLAND, Country.NORTHERN_IRELAND])
@pytest.mark.parametrize(
    ("kind", "what"),
    [("employer", "job-refused"), ("employer", "not-sure"), ("council", "job-refused")],
)
def test_a_claim_about_work_goes_to_a_tribunal_and_no_day_of_a_court_is_named(kind, what, country):
    result = ask_of(typed(kind, country), ON, what)
    assert not {"C7", "C8"} & set(openings(result))
    solicitor = first(result)["solicitor"]
    assert solicitor.last_day is None
    assert "tribunal" in solicitor.notes[0]
    assert any("at once" in note for note in solicitor.notes)
    assert solicitor.notes[-1] == "Not checked: ask an adviser."


def test_over_a_job_the_police_are_asked_too_and_nobody_may_be_made_to_get_it():
    asked = first(ask_of(typed("employer"), ON, "job-refused"))
    assert "s.184" in asked["police-data"].plain


@pytest.mark.parametrize("what", ["job-refused", "home-refused", "school", "benefits-refused"])
def test_what_shared_police_data_did_elsewhere_can_be_asked_of_the_force(what):
    result = ask(on=ON, what=what)
    assert [each.id for each in result.first][:3] == ["keep-evidence", "D1", "other-body"]
    assert (first(result)["solicitor"].last_day is None) == (what == "job-refused")


def test_a_pupils_disability_stands_among_the_limits_of_the_equality_claim():
    claim = openings(ask_of(typed("school"), ON, "school"))["C7"]
    assert any("pupil's disability" in limit for limit in claim.route.limits)


def test_an_appeal_that_a_reply_opens_is_the_first_limit_of_a_court():
    replied = {"reply": "review-refused", "replied_on": date(2026, 11, 20)}
    result = ask_of(typed("council"), ON, "homeless", **replied)
    solicitor = first(result)["solicitor"]
    assert solicitor.last_day == date(2026, 12, 11)  # s.204(2): within 21 days of notice
    assert "county court" in solicitor.notes[0]


def test_where_the_day_of_the_reply_is_not_known_no_later_limit_is_named():
    result = ask_of(typed("council"), ON, "homeless", reply="review-refused")
    assert first(result)["solicitor"].last_day is None


REPLIED = date(2026, 11, 20)  # judicial review from it: Scotland by 19 Feb, elsewhere 20 Feb 2027


@pytest.mark.parametrize(
    ("country", "on", "last_day", "wording"),
    [
        # the decision's own three months are to come: that earlier day is kept
        (Country.SCOTLAND, "2026-10-01", "2026-12-31", "this is the careful day"),
        (Country.NORTHERN_IRELAND, "2026-10-01", "2027-01-01", "this is the careful day"),
        # they have passed: the day of the review counts, and is not called passed
        (Country.SCOTLAND, "2026-07-01", "2027-02-19", "from the day you gave the time has passed"),
        (Country.ENGLAND, "2026-07-01", "2027-02-20", "from the day you gave the time has passed"),
    ],
)
def test_after_a_review_the_day_of_judicial_review_is_never_called_passed_too_soon(
    country, on, last_day, wording
):
    kind = "housing-executive" if country is Country.NORTHERN_IRELAND else "council"
    replied = {"reply": "review-refused", "replied_on": REPLIED}
    result = ask_of(typed(kind, country), on, "homeless", **replied)
    review = openings(result)["C12"]
    assert str(review.last_day) == last_day
    assert review.state in {State.OPEN, State.CLOSING}
    assert wording in review.notes[0]
    assert "Which one counts was not read" in review.notes[0]
    solicitor = first(result)["solicitor"]
    assert review.notes[0] in solicitor.notes
    assert solicitor.careful_day is None
    assert solicitor.plain == "See a solicitor or a law centre now."


def test_a_reply_that_decides_nothing_starts_no_time_of_its_own():
    replied = {"reply": "restricted", "replied_on": REPLIED}
    review = openings(ask(on="2026-07-01", what="told-a-score", **replied))["C12"]
    assert (review.state, review.last_day, review.doubt) == (State.PASSED, date(2026, 10, 1), "")


def test_when_both_days_have_passed_it_is_said_and_no_later_day_is_made_up():
    replied = {"reply": "review-refused", "replied_on": date(2026, 6, 1)}
    result = ask_of(typed("council", Country.SCOTLAND), "2026-05-01", "homeless", **replied)
    review = openings(result)["C12"]
    assert (review.state, review.doubt) == (State.PASSED, "")
    assert review.last_day == date(2026, 7, 31)


def test_what_a_reply_means_is_told_for_the_place_and_for_the_act_that_binds_the_body():
    reply = read_texts().replies["no-reply"]

    def told(force, country):
        return " ".join(reply.means_there(force, country.nation, country))

    scottish = typed("council", Country.SCOTLAND)
    assert "Ask the body for a review first" in told(scottish, Country.SCOTLAND)
    assert "go to the regulator" in told(typed("council"), Country.ENGLAND)
    uk_wide = force("british-transport-police")
    assert "go to the regulator" in told(uk_wide, Country.SCOTLAND)
    review = read_texts().replies["review-refused"]
    wales = review.means_there(typed("council", Country.WALES), Nation.ENGLAND_WALES, Country.WALES)
    assert wales == (
        "It is an appeal to the county court, in 21 days. That was not read, so ask today.",
    )
    assert not review.means_there(typed("council", None), Nation.ENGLAND_WALES, None)


def test_homelessness_in_northern_ireland_is_for_the_housing_executive():
    there = ask_of(typed("council", Country.NORTHERN_IRELAND), ON, "homeless").first[0]
    assert (there.id, there.letter) == ("H1", "")
    assert there.sentence.startswith("Ask the Housing Executive to review it.")
    executive = typed("housing-executive", Country.NORTHERN_IRELAND)
    own = ask_of(executive, ON, "homeless").first[0]
    assert (own.letter, own.last_day) == ("council-review", there.last_day)


@pytest.mark.parametrize(
    ("name", "wanted", "others"),
    [
        ("A probation office in Scotland", "social-work", "R7"),
        ("Scottish Prison Service", "R7", "social-work"),
    ],
)
def test_probation_in_scotland_is_for_the_councils_social_work(name, wanted, others):
    result = ask_of(typed("prisons-probation", Country.SCOTLAND, name), ON, "assessed")
    ids = {each.id for each in result.openings}
    assert wanted in ids
    assert others not in ids
    there = ask_of(typed("prisons-probation", Country.ENGLAND, name), ON, "assessed")
    assert "social-work" not in {each.id for each in there.openings}


def test_nothing_is_told_of_work_that_the_file_on_the_law_does_not_bear():
    for name in ("E1", "E2"):
        route = read_routes()[name]
        for text in (route.plain, route.short, *route.limits):
            assert "shorter" not in text  # how long it is was not read
            assert "ACAS" not in text


@pytest.mark.parametrize(
    ("slug", "age", "wording"),
    [
        ("police-scotland", Age.FROM_16, "At 16 or 17 in Scotland no limit waits."),
        ("police-scotland", Age.FROM_12, "only until 16"),
        ("essex-police", Age.FROM_16, "Some limits wait until you grow up."),
    ],
)
def test_what_waits_for_a_child_is_told_by_nation(slug, age, wording):
    result = ask(slug, on=ON, what="told-a-score", whom="child", age=age)
    assert any(wording in text for text in result.say_first)
    claim = openings(result)["C16"].route
    assert any("18" in limit for limit in claim.limits) == (slug == "essex-police")


@pytest.mark.parametrize(("slug", "step"), [("police-scotland", "P6"), ("essex-police", "P5")])
def test_the_regulator_has_no_day_before_the_review_is_over(slug, step):
    replied = {"reply": "refused", "replied_on": TODAY - timedelta(5)}
    result = ask(slug, on=ON, what="general", **replied)
    later = first(result)[step]
    assert (later.state, later.last_day) == (State.LATER, None)
    assert "Comes after another step." in later.notes


def test_after_a_review_in_scotland_the_six_months_run_from_its_outcome():
    replied = {"reply": "review-of-information", "replied_on": date(2026, 11, 10)}
    assert first(ask("police-scotland", on=ON, what="general", **replied))["P6"].last_day == date(
        2027, 5, 10
    )
    silent = ask("police-scotland", on=ON, what="general", reply="review-no-reply")
    assert openings(silent)["P6"].state is State.NO_DAY


def test_more_time_is_worked_out_and_a_complaint_comes_only_without_notice_or_reasons():
    replied = {"reply": "more-time", "replied_on": date(2026, 11, 20)}
    result = ask(on=ON, what="told-a-score", **replied)
    assert [each.id for each in result.first][:2] == ["extension", "D6"]
    assert "22 February 2027" in result.first[0].plain or "2027-02-22" in result.first[0].plain
    assert result.first[1].notes[0].startswith("Only if no notice came")


def test_prevent_in_northern_ireland_and_its_systems():
    there = ask("police-service-of-northern-ireland", on=ON, what="prevent")
    assert any("does not reach Northern Ireland" in text for text in there.say_first)
    assert ask("metropolitan-police", on=ON, what="prevent").systems == ()


@pytest.mark.parametrize(
    ("name", "own", "others"), [("PBNI", "R8", "R9"), ("NI Prison Service", "R9", "R8")]
)
def test_prison_and_probation_in_northern_ireland_each_have_their_own_complaint(name, own, others):
    result = ask_of(force(name), ON, "assessed")
    assert own in openings(result)
    assert others not in openings(result)
    assert "force" not in openings(result)["D1"].plain


def test_the_21_days_of_a_former_prisoner_come_first():
    assert ask_of(force("NI Prison Service"), TODAY, "assessed").first[0].id == "R9"


def test_six_years_in_northern_ireland_are_marked_as_not_checked():
    result = ask("police-service-of-northern-ireland", on=ON, what="told-a-score")
    claim = openings(result)["C16"]
    assert claim.clock == "TORT6Y-NI"
    assert "Not checked: ask an adviser." in claim.notes


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *[(name, "police") for name in ("MOD Police", "MDP", "CNC", "NCA")],
        *[(name, "intelligence") for name in ("MI5", "GCHQ")],
        *[(name, "prosecutors") for name in ("ACRO", "PPS")],
        *[(name, "prisons-probation") for name in ("NI Prison Service", "SPS", "PBNI")],
        ("Housing Executive", "housing-executive"),
    ],
)
def test_bodies_that_the_register_does_not_hold_are_known_by_name(name, kind):
    assert force(name).kind.id == kind


def test_no_act_on_information_binds_the_national_crime_agency():
    assert "P1" not in openings(ask_of(force("NCA"), ON, "general"))


def test_transport_police_do_not_work_in_northern_ireland():
    with pytest.raises(NationNotOfForce):
        ask("british-transport-police", on=ON, nation=Nation.NORTHERN_IRELAND)


# letters


def written(kind, body, nation=Nation.ENGLAND_WALES, **more):
    return "\n".join(compose(kind, force=body, nation=nation, **more).texts())


def test_letters_go_where_the_law_file_says_and_rest_on_what_was_read():
    probation = force("probation-service")
    complaint = written("probation-complaint", probation, country=Country.WALES)
    assert "WalesPSComplaints" in complaint
    assert "London" not in complaint
    assert "as the Prison Reform Trust tells it" in complaint
    ni = force("police-service-of-northern-ireland")
    assert "Any police station" in written("search-record", ni, Nation.NORTHERN_IRELAND)
    assert written("ico-complaint", force("GCHQ"))
    council = typed("council")
    assert "s.166A(9)" in written("list-review", council, country=Country.ENGLAND)
    assert "list-review" in {each.letter for each in ask_of(council, ON, "housing-list").first}


def test_letters_that_are_not_made_say_why_without_contradiction():
    with pytest.raises(LetterOfOwnForce, match="subject-access"):
        written("search-record", force("british-transport-police"), Nation.SCOTLAND)
    with pytest.raises(LetterNotForChild):
        written("super-complaint", force("essex-police"), for_whom=ForWhom.CHILD)


def test_the_new_texts_pass_the_guard():
    assert not list(unsayable(read_letters().find("list-review").does, names=()))
