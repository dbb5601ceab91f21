"""Files as people have them: read to the same numbers, asked about, or refused by name."""

import zipfile
from datetime import date

import pytest

from candour.audit.errors import IdentifiesPeople, PlanError, Unfit
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import LABELS, group_of
from candour.audit.residents.population_files import read_table
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.dates import Order, month_in, order_of
from candour.audit.stops.outcomes import outcome_of
from candour.audit.stops.powers import power_of
from candour.tables.dialects import Dialect, dialect_of
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021

SEPTEMBER = Period.parse("2021-09")
HEADS = "Force,Date,Self-defined ethnicity,Outcome,Legislation,Time of day"
TODAY = date(2026, 11, 1)


def stops_text(day="{:02}/09/2021", rows=60):
    """Stops of one month, every fourth of a Black person, none of them like another."""
    lines = [HEADS]
    for number in range(rows):
        group = "Black or Black British - African" if number % 4 == 0 else "White - Irish"
        when = day.format(number % 28 + 1)
        lines.append(f"essex,{when},{group},Arrest,s1 PACE,café {number}")
    return "\n".join(lines) + "\n"


def audited(path, **how):
    question = StopsQuestion(how.pop("period", SEPTEMBER), forces=("essex",), **how)
    return audit_stops([path], [CENSUS_2021], question, today=TODAY)


def ratios(finding):
    return [(row.group, row.ratio) for row in finding.result.ratios]


@pytest.fixture(scope="module")
def tidy(tmp_path_factory):
    path = tmp_path_factory.mktemp("tidy") / "tidy.csv"
    path.write_text(stops_text("2021-09-{:02}"), encoding="utf-8")
    return ratios(audited(path))


# labels


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("White & Asian", "mixed"),
        ("white and black caribbean", "mixed"),
        ("Other Black", "black"),
        ("Other White", "white"),
        ("Other – not known", "missing"),
        ("Asian, Asian British or Asian Welsh: Chinese", "asian"),
        ("Chinese or Other Ethnic Group - Chinese", "asian"),
        ("A4", "asian"),
        ("O2", "other"),
        ("N3", "missing"),
        ("IC6", "other"),
        ("IC1 - White North European", "white"),
        ("W9 - Any other White background", "white"),
        ("Gypsy / Traveller", "white"),
        ("N/A", "missing"),
        ("  BLACK  ", "black"),
        ("W1 - Black African", None),
        ("Whitehall", None),
        ("Total", None),
        ("Male", None),
    ],
)
def test_a_label_has_its_group_or_none(label, group):
    assert group_of(label) == group


def test_every_published_label_keeps_its_group_without_its_heading():
    for label in LABELS:
        heading, _, detail = label.partition(" - ")
        assert group_of(detail) == group_of(label) == group_of(heading)


def test_an_unknown_label_is_refused_with_the_nearest(tmp_path):
    path = tmp_path / "stops.csv"
    path.write_text(stops_text().replace("White - Irish", "White - Irsh", 1), encoding="utf-8")
    with pytest.raises(CannotRead, match=r"'White - Irsh', which is no label.*'white irish'"):
        audited(path)


# outcomes and powers


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("NFA", "none"),
        ("Nothing found - no further action", "none"),
        ("None", "none"),
        ("Not recorded", "missing"),
        ("n/a", "missing"),
        ("Community Resolution", "some"),
        ("Postal Requisition", "some"),
        ("Summons / charged by post", "some"),
        ("A no further action disposal", "none"),
        ("purple", "unknown"),
    ],
)
def test_an_outcome_is_told(said, outcome):
    assert outcome_of(said) == outcome


@pytest.mark.parametrize(
    ("said", "power"),
    [
        ("Section 60 CJPOA 1994", "section 60"),
        ("S.60", "section 60"),
        ("s 60 CJPO", "section 60"),
        ("Sec60", "section 60"),
        ("Criminal Justice and Public Order Act 1994", "section 60"),
        ("S60AA CJPOA", "other powers"),
        ("Non-section 60", "other powers"),
        ("PACE s1 (1960)", "other powers"),
    ],
)
def test_section_60_is_told_in_every_spelling(said, power):
    assert power_of(said) == power


# dates


@pytest.mark.parametrize(
    "day",
    ["{:02}/09/2021", "{:02}.09.21 10:00", "{:02} Sep 2021", "{} September 2021", "2021/09/{:02}"],
)
def test_a_day_written_in_another_way_is_the_same_day(tmp_path, day, tidy):
    path = tmp_path / "stops.csv"
    path.write_text(stops_text(day), encoding="utf-8")
    assert ratios(audited(path)) == tidy


@pytest.mark.parametrize("text", ["2021-13-01", "2021-00-10", "44463", "31/31/2021", "soon", ""])
def test_what_is_no_date_has_no_month(text):
    assert month_in(text) == ""


def test_months_before_days_are_told_by_the_days_above_twelve():
    assert order_of(["09/24/2021", "09/02/2021"]) is Order.MONTH_FIRST
    assert month_in("09/02/2021", Order.MONTH_FIRST) == "2021-09"


def test_dates_in_two_orders_are_refused(tmp_path):
    path = tmp_path / "stops.csv"
    text = stops_text("{:02}/09/2021").replace("20/09/2021", "09/20/2021", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRead, match="some are month, day, year"):
        audited(path)


def test_dates_in_the_future_lead(tmp_path):
    path = tmp_path / "stops.csv"
    text = stops_text("2021-09-{:02}") + stops_text("2031-09-{:02}").partition("\n")[2]
    path.write_text(text, encoding="utf-8")
    first = audited(path).sentences[0]
    assert first.startswith("60 of 120 rows are dated in the future (2031-09)")


# containers


def test_an_archive_is_read_and_its_other_files_left(tmp_path, tidy):
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        name = "2021-09/2021-09-essex-stop-and-search.csv"
        archive.writestr(name, stops_text("2021-09-{:02}"))
        archive.writestr("2021-09/2021-09-essex-street.csv", "Crime ID,Month\n1,2021-09\n")
    assert ratios(audited(path)) == tidy


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: b"Stop and search\n\nSource,Essex Police\n" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
)
def test_another_container_gives_the_same_numbers(tmp_path, change, tidy):
    path = tmp_path / "stops.csv"
    path.write_bytes(change(stops_text()))
    assert ratios(audited(path)) == tidy


def test_a_damaged_archive_is_one_sentence(tmp_path):
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(CannotRead, match="holds no CSV, Parquet or spreadsheet"):
        audited(path)


def test_a_plain_table_is_laid_out_plainly():
    assert dialect_of("a\n1\n2\n") == dialect_of("a,b\n1,2\n") == Dialect()


# counts and files given twice


def test_a_column_of_counts_is_asked_about_and_either_answer_is_taken(tmp_path):
    path = tmp_path / "stops.csv"
    lines = stops_text().splitlines()
    counted = [f"{lines[0]},size", *(f"{line},{n % 3 + 1}" for n, line in enumerate(lines[1:]))]
    path.write_text("\n".join(counted) + "\n", encoding="utf-8")
    with pytest.raises(PlanError, match=r"column 'size' .* add --count 'size'.*add --count 1"):
        audited(path)
    assert audited(path, count="1").result.accounted_for.used == 60
    assert audited(path, count="size").result.accounted_for.used == 120


def test_one_month_in_two_files_is_refused_where_they_hold_as_many(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(stops_text(), encoding="utf-8")
    other.write_text(stops_text().replace(",", ";"), encoding="utf-8")
    with pytest.raises(CannotRead, match="equally many stops of essex in 2021-09"):
        audit_stops([one, other], [CENSUS_2021], StopsQuestion(SEPTEMBER, forces=("essex",)))


def test_stops_of_one_borough_are_said_first(tmp_path):
    path = tmp_path / "stops.csv"
    lines = stops_text().splitlines()
    path.write_text("\n".join([f"{lines[0]},Borough", *(f"{x},Harlow" for x in lines[1:])]))
    assert audited(path).sentences[0].startswith("Every row is of one place by its Borough, Harlow")


# populations and the use of force


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("essex,5,3,2,1,89", "these are per cents"),
        ("essex,5.1,3,2,1,89", "no number of people"),
    ],
)
def test_shares_are_no_residents(tmp_path, row, says):
    path = tmp_path / "census2021.csv"
    path.write_text(f"force,asian,black,mixed,other,white\n{row}\n")
    with pytest.raises(CannotRead, match=says):
        read_table(path)


def test_a_whole_beside_its_parts_is_refused(tmp_path):
    path = tmp_path / "census2021.csv"
    rows = ["White", "White: British", "Asian", "Black", "Mixed", "Other"]
    path.write_text("force,ethnic_group,value\n" + "".join(f"essex,{r},9000\n" for r in rows))
    with pytest.raises(CannotRead, match="both as a whole and in parts"):
        read_table(path)


FORCE_HEADS = "Police force,Tactic,White,Black,Asian,Mixed,Other"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "t.csv",
            f"{FORCE_HEADS}\nEssex,*Total Tactics,9,..,3,2,1\n",
            "black is '..', which is not 0",
        ),
        (
            "t.csv",
            f"{FORCE_HEADS}\nEssex,*Total Tactics,9,,3,2,1\n",
            "black is empty, which is not 0",
        ),
        (
            "t.csv",
            "Police force,Tactic,White,Black,Asian,Mixed\nEssex,*Total Tactics,9,8,3,2\n",
            "no column counts other",
        ),
        ("force_2018-19.csv", f"{FORCE_HEADS}\nEssex,*Total Tactics,9,8,3,2,1\n", "covers 2018-04"),
        (
            "t.csv",
            f"Financial year,{FORCE_HEADS}\n2018/19,Essex,*Total Tactics,9,8,3,2,1\n",
            "covers 2018-04",
        ),
    ],
)
def test_a_table_of_force_is_whole_and_of_its_year_or_refused(tmp_path, name, text, says):
    path = tmp_path / name
    path.write_text(text)
    question = ForceQuestion(Period.parse("2019-04..2020-03"), forces=("essex",))
    with pytest.raises((CannotRead, PlanError), match=says):
        audit_force(path, [CENSUS_2021], question)


# scores


def scores(tmp_path, rows, **how):
    path = tmp_path / "scores.csv"
    path.write_text("group,band,outcome,score\n" + "".join(rows))
    decided = {"score": "score", "threshold": 5} if "score" in how else {
        "flag_column": "band", "flag_values": ("High",)}  # fmt: skip
    how.pop("score", None)
    question = ScoresQuestion(
        groups=("group",), outcome="outcome", reference="A", replicates=0, **decided, **how
    )
    return audit_scores(path, question)


ROWS = [
    f"{group},{band},{outcome},{score}\n" * 20
    for group in "AB"
    for band, score in (("High", 7), ("Low", 3))
    for outcome in (0, 1)
]


def test_groups_and_bands_that_differ_by_case_are_one(tmp_path):
    rows = [*ROWS, "a,HIGH,1,7\n", "nan,High,1,7\n", "N/A,low,0,3\n"]
    result = scores(tmp_path, rows).result
    assert [row.group for row in result.groups] == ["A", "B"]
    assert (result.accounted_for.used, result.accounted_for.no_group) == (161, 2)


def test_missing_outcomes_lead_with_their_bounds_or_refuse(tmp_path):
    some = scores(tmp_path, [*ROWS, "B,High,,7\n" * 10]).sentences[0]
    assert "missing for 11% of those flagged and 0% of those not flagged" in some
    assert "50% to 60% for B" in some
    with pytest.raises(Unfit, match="missing for 60% of people of B who were flagged"):
        scores(tmp_path, [*ROWS, "B,High,nan,7\n" * 60])


def test_a_score_that_stands_apart_is_asked_about(tmp_path):
    rows = [*ROWS, "A,Low,0,1\n", "A,Low,0,-1\n" * 9]
    with pytest.raises(PlanError, match=r"holds -1, .*--missing=-1"):
        scores(tmp_path, rows, score=True)
    left_out = scores(tmp_path, rows, score=True, missing=("-1",)).result.accounted_for
    assert left_out.no_score == 9
    kept = scores(tmp_path, rows, score=True, asks_about_missing=False).result.accounted_for
    assert kept.no_score == 0


def test_public_rows_hide_no_group_name_their_place_and_still_take_no_names(tmp_path):
    rows = [*ROWS, "C,High,1,7\n", "C,Low,0,3\n"]
    with pytest.raises(Unfit, match="fewer than 5 people, or must be hidden to cover"):
        scores(tmp_path, rows)
    where = "https://example.org/rows.csv 2016-05-23"
    finding = scores(tmp_path, rows, public=where)
    assert [row.group for row in finding.result.groups] == ["A", "B", "C"]
    assert any(where in text for text in finding.assumptions)
    with pytest.raises(PlanError, match="where and when the rows were published"):
        scores(tmp_path, rows, public="yes")
    path = tmp_path / "named.csv"
    path.write_text("name,group,band,outcome\nAnn Smith,A,High,1\n")
    question = ScoresQuestion(
        ("group",), "outcome", "A", flag_column="band", flag_values=("High",), public=where
    )
    with pytest.raises(IdentifiesPeople):
        audit_scores(path, question)
