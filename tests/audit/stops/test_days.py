"""Days in whatever form: stops come in the same waves, so every range stays what it was."""

import csv
import gzip
from datetime import datetime

import pytest

from candour.audit.periods import Period
from candour.audit.stops.audit import audit_stops
from candour.audit.stops.dates import Order, day_in, orders_in
from candour.audit.stops.files import count_stops
from candour.audit.stops.question import StopsQuestion
from candour.tables import engine
from tests.audit.conftest import CENSUS_2021
from tests.audit.known import DATA

FORMS = {
    "day first": "%d/%m/%Y %H:%M",
    "day first, short": "%-d/%-m/%y",
    "day first, hours short": "%-d/%-m/%Y %-H:%M",
    "with dots": "%d.%m.%Y %H:%M:%S",
    "month first": "%m/%d/%Y %I:%M %p",
    "in words": "%-d %B %Y, %H:%M",
    "with the day of the week": "%A %d %b %Y",
    "without marks": "%Y%m%d",
}


@pytest.fixture(scope="module")
def essex():
    with gzip.open(DATA / "2021-09-essex-stop-and-search.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def write(essex, tmp_path_factory):
    folder = tmp_path_factory.mktemp("days")

    def writer(form, *, month="", name="stops.csv", forms=None):
        """All rows with their days in one form, or each in its own; a column of months or none."""
        path = folder / name
        heads = ["Force", *([month] if month else []), *essex[0]]
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, heads)
            table.writeheader()
            for place, row in enumerate(essex):
                when = datetime.fromisoformat(row["Date"])
                written = forms(place, when) if forms else when.strftime(form)
                table.writerow(
                    {head: row.get(head, "") for head in heads}
                    | ({month: f"{when:%Y-%m}"} if month else {})
                    | {"Force": "essex", "Date": written}
                )
        return path

    return writer


def audited(path, **more):
    question = StopsQuestion(Period.parse("2021-09..2021-09"), **more)
    return audit_stops([path], [CENSUS_2021], question)


def told(finding):
    """Ratios and rates with their ranges; of repeated rows a form without times shows more."""
    data = finding.as_dict()
    ratios = [{**row, "without_repeats": None} for row in data["ratios"]]
    return ratios, data["rates"]


@pytest.fixture(scope="module")
def tidy(write):
    found = told(audited(write("%Y-%m-%dT%H:%M:%S+00:00", name="tidy.csv")))
    assert {row["stretch"] for row in found[0]} == {"week"}
    return found


@pytest.mark.parametrize("month", ["", "Month"])
@pytest.mark.parametrize("form", FORMS)
def test_ranges_are_the_same_whatever_form_days_have(write, tidy, form, month):
    assert told(audited(write(FORMS[form], month=month, name=f"{form}{month}.csv"))) == tidy


def test_days_in_two_orders_are_told_by_their_months_and_that_is_said(write, tidy):
    def either(place, when):
        return when.strftime("%m/%d/%Y" if place % 2 else "%d/%m/%Y")

    finding = audited(write("", month="Month", name="both.csv", forms=either))
    assert told(finding) == tidy
    assert finding.sentences[0].startswith("Some dates of both.csv are day, month, year, and some")


def test_days_of_no_number_above_twelve_are_read_so_that_they_fit_their_months(tmp_path):
    rows = "Month,Force,Date,Self-defined ethnicity,Officer-defined ethnicity\n" + "".join(
        f"2021-09,essex,09/{day:02}/2021,White - Irish,White\n" for day in range(1, 13)
    )
    path = tmp_path / "early.csv"
    path.write_text(rows, encoding="utf-8")
    with engine() as database:
        counts = count_stops(database, [path])
    assert counts.days
    assert {part.value for part in counts.days} == {f"2021-09-{day:02}" for day in range(1, 13)}
    assert counts.days_of_other_months == 0


def test_a_few_rows_without_a_day_are_left_out_of_weeks_and_many_leave_months(write, tidy):
    def some(share):
        return lambda place, when: "" if place % share == 0 else f"{when:%Y-%m-%d}"

    few = audited(write("", month="Month", name="few.csv", forms=some(400)))
    assert few.sentences[0].startswith(
        "3 of 1,190 rows have no day that can be read, and are in no"
    )
    assert {row["stretch"] for row in told(few)[0]} == {"week"}
    many = audited(write("", month="Month", name="many.csv", forms=some(20)))
    assert "told by months" in many.sentences[0]
    assert "how far they come in waves, which these data do not show" in many.sentences[1]


def test_a_day_that_is_in_no_calendar_is_no_day():
    assert day_in("31/09/2021") == ""
    assert day_in("2021-02-30") == ""
    assert day_in("29/02/2020") == "2020-02-29"
    assert orders_in(["31/09/2021", "09/31/2021"]) == {Order.DAY_FIRST, Order.MONTH_FIRST}
