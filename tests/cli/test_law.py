"""candour law: the contract for its output, its files and its refusals."""

import json
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from icalendar import Calendar

from candour.cli import law
from candour.cli import main as cli
from candour.law.holidays import SHIPPED

ASKED = "routes --force essex-police --on 2025-10-14 --what stop-and-search"
ROUTES = ("routes", "--force", "essex-police", "--on", "2025-10-14", "--what", "stop-and-search")


def run(capsys, *arguments):
    """Return the exit status and what was printed on each side."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["law", *arguments])
    out = capsys.readouterr()
    return ended.value.code or 0, out.out, out.err


def data(capsys, *arguments):
    status, out, err = run(capsys, *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_due_prints_the_contract(capsys):
    found = data(capsys, "due", "FOIA20", "--from", "2026-06-12")
    assert (found["clock"], found["from"], found["due"]) == ("FOIA20", "2026-06-12", "2026-07-14")
    assert found["in_force"] is True
    assert found["named"] == found["readings"] == []
    assert found["working"][3] == {
        "day": "2026-06-15",
        "counts": False,
        "why": "Bank holiday by proclamation (Scotland)",
    }
    assert found["working"][-1]["day"] == found["due"]
    assert found["sources"][0] == "Freedom of Information Act 2000, s.10(1) and (6)"


def test_due_names_dates_and_readings(capsys):
    named = data(capsys, "due", "FOI-IR", "--from", "2026-03-10")["named"]
    assert named == [
        {"name": "ask by", "due": "2026-05-11"},
        {"name": "answer by", "due": "2026-04-10"},
        {"name": "at most", "due": "2026-05-11"},
    ]
    readings = data(capsys, "due", "DPA1M", "--from", "2026-06-30")["readings"]
    assert [(each["name"], each["due"]) for each in readings] == [
        ("reading B", "2026-07-30"),
        ("reading A", "2026-08-03"),
    ]
    assert all(each["source"] for each in readings)


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (("DPA164A", "--from", "2026-03-10"), "in_force", False),
        (("DPA164A", "--from", "2026-03-10"), "due", "2026-04-09"),
        (("DPA50", "--from", "2026-03-10"), "in_force", None),
        (("DPA50", "--from", "2026-03-10", "--decided", "2026-02-01"), "in_force", True),
        (("DPA+2M", "--from", "2026-05-30", "--nation", "scotland"), "due", "2026-08-31"),
        (
            ("DPA1M", "--from", "2026-03-15", "--clarified", "2026-03-20..2026-03-27"),
            "due",
            "2026-04-23",
        ),
        (("foia20", "--from", "2026-06-12"), "clock", "FOIA20"),
    ],
)
def test_due_takes_what_a_rule_turns_on(capsys, arguments, key, value):
    assert data(capsys, "due", *arguments)[key] == value


def test_due_in_words_shows_the_day_the_working_and_that_it_is_no_advice(capsys):
    status, out, _ = run(capsys, "due", "FOIA20", "--from", "2026-06-12")
    assert status == 0
    assert "Tuesday 14 July 2026" in out
    assert "Bank holiday by proclamation (Scotland)" in out
    assert "This is not legal advice." in out


@pytest.mark.parametrize(
    ("clock", "today", "has", "has_not"),
    [
        # see a lawyer by 31 August, last day 1 November
        ("JR3M", "2026-08-31", ("2026-08-31 (a warning",), "has passed"),
        ("JR3M", "2026-09-01", ("2026-08-31 (has passed)", "must"), "this day (has passed)"),
        (
            "JR3M",
            "2026-11-02",
            ("1 November 2026: the person should act by this day (has",),
            "Do it now",
        ),
        # within 12 months of 5 August 2026: to be careful, the day before
        ("SPSO12M", "2027-08-04", ("to be careful, act by: 2027-08-04",), "Do it now"),
        ("SPSO12M", "2027-08-05", ("The last day is 5 August 2027. Do it now.",), "careful"),
        ("PPO6W", "2027-01-01", ("the step opens this day\n",), "has passed"),
    ],
)
def test_a_day_that_has_passed_is_marked_and_none_of_ours_is_told_too_late(
    capsys, clock, today, has, has_not
):
    first = {"SPSO12M": ("2026-08-05", "--nation", "scotland")}.get(clock, ("2026-08-01",))
    status, out, _ = run(capsys, "due", clock, "--from", *first, "--today", today)
    assert status == 0
    for text in has:
        assert text in out
    assert has_not not in out


def test_new_holidays_move_a_date_and_the_difference_is_shown(capsys, tmp_path):
    days = json.loads(SHIPPED.read_text())
    days["scotland"]["events"].append({"title": "A new day", "date": "2026-07-01"})
    file = tmp_path / "new.json"
    file.write_text(json.dumps(days))
    asked = ("due", "FOIA20", "--from", "2026-06-12", "--holidays", str(file))
    assert data(capsys, *asked)["moved"] == ["due: 2026-07-15, was 2026-07-14 (1 day later)"]
    assert "was 2026-07-14" in run(capsys, *asked)[1]


def test_due_writes_a_calendar_file(capsys, tmp_path):
    file = tmp_path / "days.ics"
    run(capsys, "due", "JR3M", "--from", "2026-11-10", "--ics", str(file), "--today", "2026-11-22")
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert date(2027, 2, 10) in {event.decoded("dtstart") for event in events}
    assert {str(event["summary"]) for event in events} == {"Reminder"}


def test_routes_print_systems_routes_and_helpers(capsys):
    found = data(capsys, *ROUTES, "--for", "child", "--today", "2026-11-22")
    assert found["force_name"] == "Essex Police"
    assert "essex-knife-crime-and-violence-model" in {each["slug"] for each in found["systems"]}
    assert {"C12", "D1", "P1"} <= {each["id"] for each in found["routes"]}
    assert found["helpers"]
    assert found["not_legal_advice"] == "This is not legal advice."


def test_routes_in_words(capsys):
    status, out, _ = run(capsys, *ROUTES, "--today", "2026-11-22", "--situation", "charged")
    assert status == 0
    assert "Speak to an adviser before" in out
    assert "Judicial review. The ordinary limit has passed." in out
    assert out.rstrip().endswith("This is not legal advice.")


def test_the_calendar_of_the_routes_holds_only_days_to_come(capsys, tmp_path):
    file = tmp_path / "days.ics"
    run(capsys, *ROUTES, "--today", "2026-01-10", "--ics", str(file))
    days = {
        event.decoded("dtstart") for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    }
    assert days
    assert min(days) >= date(2026, 1, 10)


@pytest.mark.parametrize("form", ["html", "docx", "txt"])
def test_a_letter_is_written_in_each_format(capsys, tmp_path, form):
    file = tmp_path / f"letter.{form}"
    status, out, _ = run(
        capsys,
        *("letter", "subject-access", "--force", "essex-police", "-o", str(file)),
        *("--system", "essex-knife-crime-and-violence-model"),
    )
    assert (status, "not legal advice" in out) == (0, True)
    written = file.read_bytes()
    if form == "docx":
        text = "\n".join(each.text for each in Document(BytesIO(written)).paragraphs)
    else:
        text = written.decode()
    assert "Knife Crime and Violence Model" in text
    assert "not legal advice" in text


def test_a_letter_with_no_file_is_printed(capsys):
    _, out, _ = run(capsys, "letter", "foi-request", "--force", "police-scotland")
    assert "Freedom of Information (Scotland) Act 2002" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("due SOON --from 2026-06-12", "is no clock"),
        ("due SEARCH3 --from 2026-06-12", "Did you mean SEARCH3M"),
        ("due E1 --from 2026-06-12", "not a clock. Its limit was not read: ask an adviser."),
        ("due C12 --from 2026-06-12", "Its clocks are JR3M, JR3M-S, JR3M-NI."),
        ("due A1 --from 2026-06-12", "Its clocks are CA26-12M."),
        ("due D5 --from 2026-06-12", "It has none."),
        ("routes --force chief-constables --on 2025-10-14 --what not-sure", "Pick the force"),
        ("routes --force casey-review --on 2025-10-14 --what not-sure", "no body that anyone"),
        ("due FOIA20 --from tomorrow", "Write it as 2026-06-12"),
        ("due FOIA20 --from 1776-07-04", "from 1900 to 2100"),
        ("due FOIA20 --from 2028-12-20", "known from 2012-01-01 to 2028-12-31"),
        ("due JR3M --from 2026-03-10 --nation scotland", "Use JR3M-S there"),
        ("due JR3M --from 2026-03-10 --nation mars", "can't be used for --nation"),
        ("due DPA1M --from 2026-03-10 --clarified 2026-03-12", "names no two days"),
        ("due FOIA20 --from 2026-06-12 --holidays /nowhere.json", "is not there"),
        ("due FOIA20 --from 2026-06-12 --ics /nowhere/days.ics", "can't be written"),
        ("routes --force nobody --on 2025-10-14 --what patrols", "is no body"),
        ("routes --force oakland-police --on 2025-10-14 --what patrols", "outside the UK"),
        (
            "routes --force essex-police --on 2025-10-14 --what dancing",
            "Use one of stop-and-search",
        ),
        ("routes --force essex-police --on 2100-01-01 --what patrols", "has not come yet"),
        ("routes --force police-scotland --on 2010-01-01 --what patrols", "began on 2013-04-01"),
        ("letter plea --force essex-police", "is no letter"),
        (f"{ASKED} --age 12-to-15", "--for self is not for one"),
        (f"{ASKED} --age 12-to-15 --for public-interest", "Use --for child"),
        (f"{ASKED} --situation charged --for public-interest", "Leave one out"),
        (f"{ASKED} --replied 2025-11-20", "Say which one came with --reply"),
        (f"{ASKED} --reply restricted --replied 2025-10-13", "came before 2025-10-14"),
        (f"{ASKED} --reply late --replied 2025-11-20", "leave --replied out"),
        (f"{ASKED} --reply review-refused", "is no reply that Essex Police can give"),
        (
            "routes --force Homes --kind landlord --nation england --on 2025-10-14 "
            "--what home-refused --reply refused",
            "'refused' is no reply that Homes can give (landlord, England and Wales)",
        ),
        (f"{ASKED} --nation scotland", "does not work in Scotland"),
        (f"{ASKED} --kind council", "as another kind of body: police"),
        ("routes --force essex-police --on 2025-10-14 --what homeless", "does not fit Essex"),
        ("due FOIA20 --from 2026-06-12 --decided 2026-01-05", "Leave --decided out"),
        ("due DPA50-ASK --from 2026-01-12 --decided 2026-01-15", "came after 2026-01-12"),
        ("due FOIA20 --from 2026-06-12 --json --today 2026-06-12", "Give --ics, or leave it out"),
        ("replies nothing-to-disclose --request information", "Leave --request out"),
        ("letter foi-request --force police-scotland --nation england", "not work in England"),
        ("letter foi-request --force gwent-police --nation england", "not work in England"),
        ("letter erasure --force essex-police --on 2026-01-01", "Name one with --system"),
        ("letter erasure --force essex-police --on 2026-01-01 --today 2026-01-01", "Give one"),
        ("letter erasure --force essex-police --format txt -o a.docx", "ends in .docx"),
        ("letter erasure --force essex-police --system nothing", "is no system"),
        ("letter erasure --force essex-police --format pdf", "is no format"),
        ("letter erasure --force essex-police --format docx", "Say where to write it"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_status_2(capsys, arguments, says):
    status, out, err = run(capsys, *arguments.split())
    assert (status, out) == (cli.CANNOT, "")
    assert says in err
    assert err.startswith("candour: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [law.due, law.routes, law.letter])
def test_help_shows_an_example_that_works(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    example = command.__doc__.split("candour law ")[1].split("\n")[0]
    status, out, _ = run(capsys, *example.split())
    assert (status, "not legal advice" in out) == (0, True)


# replies


def test_replies_say_what_they_mean_and_where_to_go(capsys):
    status, out, err = run(capsys, "replies", "nothing-to-disclose")
    assert (status, err) == (0, "")
    assert "This leaves it unknown." in out
    assert "Next: D7, Have the regulator check what was held back" in out
    assert "This is not legal advice." in out


def test_all_replies_come_with_the_sections_of_a_refusal(capsys):
    found = data(capsys, "replies")
    assert {"nothing-to-disclose", "vexatious", "no-reply"} <= {r["id"] for r in found["replies"]}
    assert all(each["ask"] and each["next"] for each in found["replies"])
    assert {"s.12", "s.31", "s.40"} <= {each["section"] for each in found["exemptions"]}
    status, out, _ = run(capsys, "replies")
    assert status == 0
    assert "s.31: law enforcement (in Scotland s.35)." in out


def test_an_unknown_reply_is_met_with_those_there_are(capsys):
    status, _, err = run(capsys, "replies", "hello")
    assert status == 2
    assert "is no kind of reply. Use one of restricted," in " ".join(err.split())
