"""Stop-and-search files: counted before or not, told apart by more, and refused in words."""

import gzip
import json

import duckdb
import pytest

from candour.audit.periods import Period
from candour.audit.residents.ethnicity import Ethnicity, group_of
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.columns import By, value_of
from candour.audit.stops.files import count_stops
from candour.audit.stops.places import Reading
from candour.audit.stops.powers import power_of
from candour.tables import engine
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021, STOPS
from tests.audit.known import DATA

YEAR = Period.parse("2019-04..2020-03")
SEPTEMBER = Period.parse("2021-09")
ESSEX = DATA / "2021-09-essex-stop-and-search.csv.gz"
COUNTED_BY = (
    'force, month, Type, "Self-defined ethnicity", "Officer-defined ethnicity", Legislation, '
    'Outcome, "Outcome linked to object of search", Latitude IS NOT NULL AS located'
)  # fmt: skip


def counts_of(path, **how):
    with engine() as database:
        return count_stops(database, [path], Reading(**how))


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The stops of the East Midlands, counted by hand: a row for all that are alike."""
    folder = tmp_path_factory.mktemp("counted")
    stops = duckdb.read_parquet(str(STOPS))
    whole = stops.aggregate("*, count(*) AS times").aggregate(
        f"{COUNTED_BY}, sum(times)::BIGINT AS stops, sum(times - 1)::BIGINT AS repeats"
    )
    path = folder / "counted.csv"
    whole.write_csv(str(path))
    return path


def rounded(plain):
    """Plain data without the last digits of its numbers, which hang on the order of sums."""
    return json.loads(json.dumps(plain), parse_float=lambda text: round(float(text), 12))


def test_rows_counted_before_give_the_numbers_of_the_rows(counted):
    by_rows = audit_stops([STOPS], [CENSUS_2021], StopsQuestion(YEAR)).as_dict()
    by_counts = audit_stops([counted], [CENSUS_2021], StopsQuestion(YEAR, count="stops")).as_dict()
    assert len(counted.read_text().splitlines()) < 6_785 / 2
    assert by_counts["plan"]["options"]["count"] == "stops"
    for part in ("outcomes", "fitness", "trend", "accounted_for"):
        assert rounded(by_counts[part]) == rounded(by_rows[part])
    # Rows have days and counts only months: what rests on how stops come in waves may differ.
    for part, columns in (
        ("rates", ("force", "group", "stops", "per_1000", "low", "high")),
        ("ratios", ("force", "group", "ratio", "low", "high", "midp_low", "without_repeats")),
        ("bounds", ("force", "group", "recorded", "officer_filled", "tipping_point")),
        ("powers", ("force", "power", "group", "stops", "per_1000")),
        ("kinds", ("force", "kind", "group", "stops", "per_1000")),
    ):
        one, other = (
            [[row.get(column) for column in columns] for row in found[part]]
            for found in (by_counts, by_rows)
        )
        assert one == other
    assert {row["stretch"] for row in by_rows["ratios"]} == {"week"}
    assert {row["stretch"] for row in by_counts["ratios"]} == {"month"}


def test_counted_rows_without_a_column_of_repeats_say_nothing_of_repeats(counted, tmp_path):
    path = tmp_path / "plain.csv"
    duckdb.read_csv(str(counted)).project("* EXCLUDE (repeats)").write_csv(str(path))
    found = audit_stops([path], [CENSUS_2021], StopsQuestion(YEAR, count="stops"))
    assert found.as_dict()["accounted_for"]["repeated_rows_kept"] is None
    assert {row["without_repeats"] for row in found.as_dict()["ratios"]} == {None}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("-3", "line 2: column 'stops' holds '-3', which is no number of stops"),
        ("2.5", "line 2: column 'stops' holds '2.5', which is no number of stops"),
        ("", "column 'stops' holds '', which is no number of stops"),
        ("many", "line 2: column 'stops' holds 'many', which is no number of stops"),
    ],
)
def test_a_count_that_is_none_is_refused_with_its_line(tmp_path, cell, says):
    path = tmp_path / "counted.csv"
    path.write_text(
        "force,month,Self-defined ethnicity,Officer-defined ethnicity,stops\n"
        f"essex,2021-09,White - Irish,White,{cell}\n"
    )
    with pytest.raises(CannotRead, match=says):
        counts_of(path, count="stops")


def test_more_repeats_than_stops_are_refused(tmp_path):
    path = tmp_path / "counted.csv"
    path.write_text(
        "force,month,Self-defined ethnicity,Officer-defined ethnicity,stops,repeats\n"
        "essex,2021-09,White - Irish,White,2,3\n"
    )
    with pytest.raises(CannotRead, match="3 of 2 stops are said to repeat another"):
        counts_of(path, count="stops")


def test_a_column_of_counts_that_is_not_there_is_refused():
    with pytest.raises(CannotRead, match="there is no column 'number' of counts"):
        counts_of(STOPS, count="number")


@pytest.mark.parametrize(
    ("by", "column"),
    [
        (By.AGE, "Age range"),
        (By.SEX, "Gender"),
        (By.OBJECT, "Object of search"),
        (By.LEGISLATION, "Legislation"),
    ],
)
@pytest.mark.parametrize("word", Ethnicity)
def test_breakdowns_are_those_of_plain_sql(by, column, word):
    label = f"{word.value.capitalize()}-defined ethnicity"
    found = counts_of(STOPS, by=(by,), ethnicity=word).parts[by]
    rows = duckdb.read_parquet(str(STOPS)).aggregate(
        f'force, month, "{label}", "{column}", count(*)'
    )
    plain: dict[tuple[str | None, ...], int] = {}
    for force, month, ethnicity, value, number in rows.fetchall():
        key = (force, month, group_of(ethnicity), value_of(value, by, column))
        plain[key] = plain.get(key, 0) + number
    assert found == plain
    assert sum(found.values()) == 6_785 + 422


def test_breakdowns_of_counted_rows_count_stops_and_not_rows(counted):
    found = counts_of(counted, count="stops", by=(By.LEGISLATION,)).parts[By.LEGISLATION]
    assert sum(found.values()) == 6_785 + 422


def test_a_breakdown_without_its_column_is_refused_with_what_to_do(tmp_path):
    text = gzip.decompress(ESSEX.read_bytes()).decode().replace("Gender,", "Somebody,", 1)
    path = tmp_path / ESSEX.name.removesuffix(".gz")
    path.write_text(text)
    with pytest.raises(CannotRead, match="line 1: there is no column to tell stops apart by sex"):
        counts_of(path, by=(By.SEX,))


@pytest.mark.parametrize("by", [By.LSOA, By.LOCAL_AUTHORITY])
def test_without_an_area_column_the_refusal_says_how_points_are_joined(by):
    with pytest.raises(CannotRead, match="Points on the map are joined to LSOAs where --areas"):
        counts_of(STOPS, by=(by,))


@pytest.mark.parametrize(
    ("text", "power"),
    [
        ("Criminal Justice and Public Order Act 1994 (section 60)", "section 60"),
        ("CJPOA 1994 s60", "section 60"),
        ("Police and Criminal Evidence Act 1984 (section 1)", "other powers"),
        ("Misuse of Drugs Act 1971 (section 23)", "other powers"),
        ("Made-up Act 1960 (section 6)", "other powers"),
        ("  ", "power not recorded"),
        (None, "power not recorded"),
    ],
)
def test_section_60_is_told_from_other_powers(text, power):
    assert power_of(text) == power


def test_the_local_authority_is_read_from_the_name_of_an_lsoa():
    assert value_of("Rochdale 011D", By.LOCAL_AUTHORITY, "lsoa") == "Rochdale"
    assert value_of("St. Helens 003A", By.LOCAL_AUTHORITY, "LSOA name") == "St. Helens"
    assert value_of("Rochdale", By.LOCAL_AUTHORITY, "la") == "Rochdale"
    assert value_of(" ", By.LOCAL_AUTHORITY, "lsoa") == "not recorded"
