"""The commands: what they print, what they write, and one clear sentence for every bad file."""

import gzip
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candour.audit.errors import PlanError, Unfit
from candour.audit.guard import BadWording, guard
from candour.audit.periods import Period
from candour.audit.reports import as_html
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.kind import KIND
from candour.core.errors import CandourError
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021, STOPS
from tests.audit.known import DATA

ESSEX = DATA / "2021-09-essex-stop-and-search.csv.gz"
ESSEX_TEXT = gzip.decompress(ESSEX.read_bytes())
NAME = "2021-09-essex-stop-and-search.csv"
SEPTEMBER = Period.parse("2021-09")
YEAR = ("--period", "2019-04..2020-03")


def test_stops_prints_what_the_contract_names(run_json):
    found = run_json("audit", "stops", STOPS, "--population", CENSUS_2021, *YEAR)
    assert {"force", "group", "population_year", "stops", "population", "per_1000", "low",
            "high"} <= set(found["rates"][0])  # fmt: skip
    assert {"force", "group", "reference", "population_year", "ratio", "low", "high", "midp_low",
            "midp_high", "dispersed_low", "dispersed_high"} <= set(found["ratios"][0])  # fmt: skip
    assert {"force", "group", "recorded", "all_missing_reference", "all_missing_group",
            "officer_filled", "tipping_point"} <= set(found["bounds"][0])  # fmt: skip
    assert {"outcomes", "fitness", "plan"} <= set(found)
    assert {"read", "used"} <= set(found["accounted_for"])
    assert set(found["inputs"][0]) == {"name", "sha256"}


@pytest.mark.slow
def test_a_report_stands_by_itself_and_leads_with_a_sentence(run, tmp_path):
    status, out, _ = run(
        "audit", "stops", STOPS, "--population", CENSUS_2021, *YEAR, "--out", tmp_path
    )
    page = (tmp_path / "report.html").read_text()
    assert status == 0
    assert out.splitlines()[0] in page.replace("&#x27;", "'")
    assert page.index("times the white rate") < page.index("<table")
    assert 'src="' not in page
    # What it links to was written beside it: its own pictures and tables, to take away.
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert all((tmp_path / link).is_file() for link in links)
    assert 'lang="en-GB"' in page
    assert json.loads((tmp_path / "finding.json").read_text())["finding"] in page


def test_where_no_force_can_be_compared_the_status_says_so(run):
    path = DATA / "2019-04-greater-manchester-stop-and-search.csv.gz"
    status, out, _ = run("audit", "stops", path, "--population", CENSUS_2021, *YEAR)
    assert status == 1
    assert "Greater Manchester was not compared: no stops in 2019-05" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--period", "2019"), "'2019' is no period. Write 2019-04..2020-03"),
        ((*YEAR, "--ethnicity", "god"), "--ethnicity is self or officer"),
        ((*YEAR, "--reference", "pink"), "'pink' is no group. Groups are: asian"),
        ((*YEAR, "--force", "Narnia"), "The population has no force 'narnia'"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(run, arguments, says):
    status, out, err = run("audit", "stops", STOPS, "--population", CENSUS_2021, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_without_a_population_there_is_no_rate(run):
    status, _, err = run("audit", "stops", STOPS, *YEAR)
    assert status == 2
    assert "Give at least one population" in err


def test_help_is_quick_and_wakes_no_library():
    import subprocess
    import sys

    code = (
        "import sys, candour.cli.main; heavy = {'numpy', 'scipy', 'ibis', 'duckdb', 'pandas'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# bad files


BAD_STOPS = {
    "empty": (b"", "the file is empty"),
    "only space": (b"  \n\n", "the file is empty|names no columns"),
    "a spreadsheet": (b"PK\x03\x04" + bytes(200), "the spreadsheet is damaged"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0" + bytes(200), "the spreadsheet is damaged"),
    "UTF-16 cut short": (ESSEX_TEXT.decode().encode("utf-16")[:-1], "UTF-16 and does not go on"),
    "UTF-16 with half a letter": (
        ESSEX_TEXT.decode().encode("utf-16").replace("Arrest".encode("utf-16-le"), b"\x00\xd8", 1),
        "UTF-16 and does not go on",
    ),
    "UTF-32": (ESSEX_TEXT.decode().encode("utf-32"), "not text in UTF-8"),
    "neither UTF-8 nor Windows-1252": (
        ESSEX_TEXT.replace(b"Arrest", b"Arr\x81t", 1),
        r"line \d+: this is not UTF-8",
    ),
    "two encodings": (
        ESSEX_TEXT.replace(b"Male", "Måle".encode(), 1).replace(b"Arrest", b"Arr\xeat", 1),
        r"line \d+: this is not UTF-8",
    ),
    "another table": (b"a,b\n1,2\n", "no column 'self defined ethnicity'"),
    "cut short gzip": (ESSEX.read_bytes()[:5_000], "cut short or damaged"),
    "cut short Parquet": (STOPS.read_bytes()[:9_000], "Parquet file is damaged"),
    "two columns alike": (ESSEX_TEXT.replace(b"Gender", b"Type", 1), "two columns are called"),
    "swapped columns": (
        ESSEX_TEXT.replace(b"Gender,", b"X,", 1)
        .replace(b"Self-defined ethnicity", b"Gender", 1)
        .replace(b"X,", b"Self-defined ethnicity,", 1),
        r"line \d+: column 'Self-defined ethnicity' holds '(Fem|M)ale', which is no label",
    ),
    "unknown label": (
        ESSEX_TEXT.replace(b"White - Irish", b"Elvish", 1)
        if b"White - Irish" in ESSEX_TEXT
        else ESSEX_TEXT.replace(b"White - Any other White background", b"Elvish", 1),
        r"line \d+: column 'Self-defined ethnicity' holds 'Elvish'",
    ),
}


@pytest.mark.parametrize("kind", BAD_STOPS)
def test_a_bad_file_of_stops_is_named_with_what_is_wrong(tmp_path, kind):
    text, says = BAD_STOPS[kind]
    path = tmp_path / (NAME + (".gz" if "gzip" in kind else ""))
    path.write_bytes(text)
    with pytest.raises(CannotRead, match=says) as raised:
        audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    assert str(raised.value).startswith(path.name)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    status, _, err = run(
        "audit", "stops", tmp_path / "none.csv", "--population", CENSUS_2021, *YEAR
    )
    assert status == 2
    assert "none.csv" in err


def test_mixed_line_endings_change_nothing(tmp_path):
    lines = ESSEX_TEXT.splitlines()
    path = tmp_path / NAME
    path.write_bytes(b"\r\n".join(lines[:500]) + b"\n" + b"\n".join(lines[500:]) + b"\n")
    mixed = audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    plain = audit_stops([ESSEX], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    assert mixed.result == plain.result


def test_a_broken_line_is_counted_and_its_number_given(tmp_path):
    lines = ESSEX_TEXT.splitlines()
    lines[10] = b"Person search,2021-09-30T23:10:00+00:00"
    path = tmp_path / NAME
    path.write_bytes(b"\n".join(lines) + b"\n")
    found = audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER)).as_dict()["accounted_for"]
    assert found["unreadable"] == 1
    assert found["unreadable_lines"][0]["line"] == 11
    assert found["read"] == len(lines) - 1


def test_a_month_given_twice_shows_as_repeated_rows(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(ESSEX_TEXT + ESSEX_TEXT.split(b"\n", 1)[1])
    found = audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    (essex,) = found.as_dict()["fitness"]
    assert essex["repeated_rows"] >= essex["stops"] / 2


def population(tmp_path, change):
    path = tmp_path / "census2021.csv"
    path.write_text(change(CENSUS_2021.read_text()))
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace(",4906,", ",-4906,"), "line 3: asian is '-4906'"),
        (lambda text: text.replace(",4906,", ",49.06,"), "line 3: asian is '49.06'"),
        (lambda text: text.replace(",4906,", ",4907,"), "line 3: the groups sum to 499,866"),
        (lambda text: text.replace("asian", "azian"), "there is no column for asian"),
        (lambda text: text + text.splitlines()[1] + "\n", "'Metropolitan Police' stands twice"),
        (lambda text: text.replace(",4906,", ","), "line 3: 7 columns where there should be 8"),
        (lambda text: text.replace("pfa24_code,pfa24_name", "ltla24_code,ltla24_name"),
         "not by police force area"),
        (lambda text: text.splitlines()[0] + "\n", "it holds no area"),
        (lambda text: "", "the file is empty"),
    ],
)  # fmt: skip
def test_a_bad_population_is_named_with_its_line(tmp_path, change, says):
    with pytest.raises(CannotRead, match=says):
        audit_stops([ESSEX], [population(tmp_path, change)], StopsQuestion(SEPTEMBER))


def test_a_force_the_population_lacks_is_refused(tmp_path):
    path = population(
        tmp_path,
        lambda text: "\n".join(line for line in text.splitlines() if "Essex" not in line) + "\n",
    )
    with pytest.raises((PlanError, Unfit), match="no stop of a force that the population knows"):
        audit_stops([ESSEX], [path], StopsQuestion(SEPTEMBER))


def test_the_same_census_twice_is_refused():
    with pytest.raises(PlanError, match="of the same census"):
        audit_stops([ESSEX], [CENSUS_2021, CENSUS_2021], StopsQuestion(SEPTEMBER))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_a_file_brings_a_traceback(tmp_path, data):
    text = bytearray(b"\n".join(ESSEX_TEXT.splitlines()[:40]) + b"\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"x,y"]))
        text[place : place + data.draw(st.integers(0, 30))] = piece
    path = tmp_path / NAME
    path.write_bytes(bytes(text))
    try:
        found = audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    except CandourError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert as_html(found, KIND)


# wording


@pytest.mark.parametrize(
    "text",
    [
        "Black people are 4 times as likely to be stopped",
        "people who commit crime",
        "which proves discrimination",
        "there is no discrimination",
    ],
)
def test_words_that_say_more_than_numbers_can_are_refused(text):
    with pytest.raises(BadWording):
        guard(text)
