"""Home Office workbooks: the tables found by their headings, in the layouts of three years."""

import zipfile
from xml.sax.saxutils import escape

import pytest

from candour.audit.errors import PlanError
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.force.publication import (
    WHOLE,
    read_incidents,
    read_tactics,
    sums_of_forces,
    year_covered,
)
from candour.audit.periods import Period
from candour.audit.residents.populations import read_population
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

YEAR = Period.parse("2019-04..2020-03")
CSV = DATA / "force_by_ethnicity_2019-20.csv.gz"
TABLES = "office:document-content"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(path, sheets):
    """Write a small workbook: sheets of rows of texts and numbers."""

    def cell(value):
        if isinstance(value, str):
            return (
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(value)}</text:p></table:table-cell>"
                if value
                else "<table:table-cell/>"
            )
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    body = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, r))}</table:table-row>" for r in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><{TABLES} {SPACES}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></{TABLES}>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


GROUPS = ["White", "Black (or Black British)", "Asian (or Asian British)", "Mixed", "Other"]
COVER = [["Police use of force statistics, England and Wales, 1 April 2019 to 31 March 2020"]]
BY_FORCE: list[list[str | int]] = [
    ["Table 16. Number of times tactics were used"],
    ["Total number of incidents involving group", "", "", "Perceived ethnicity"],
    ["Police force", "Type of force", "Tactic", *GROUPS, "Not reported",
     "Number of times tactic reported"],
    ["Total England and Wales", "Total", "*Total Tactics", 30, 12, 6, 3, 3, 6, 60],
    ["Essex", "Total", "*Total Tactics", 20, 10, 4, 2, 2, 2, 40],
    ["Kent", "Total", "*Total Tactics", 10, 2, 2, 1, 1, 4, 20],
    ["Kent", "Restraint", "Ground restraint", 1, 0, 0, 0, 0, 0, 1],
    ["", "", "", "", "", "", "", "", "", ""],
    ["Notes", "", "", "", "", "", "", "", "", ""],
    ["These figures do not represent all use of force.", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip
NATIONAL = [
    ["Table 4. Number of times tactics were used"],
    ["", "", *GROUPS, "Don't know", "Not reported", "", ""],
    ["Total number of incidents involving group", "", 9, 9, 9, 9, 9, 9, 9, "", ""],
    ["Type of force", "Tactic", "", "", "", "", "", "", "", "", "Total incidents per tactic"],
    ["Restraint", "Total Restraint", 30, 12, 6, 3, 3, 4, 2, "", 60],
    ["Notes", "", "", "", "", "", "", "", "", "", ""],
]
INCIDENTS = [
    ["Table 12. Incidents by police force"],
    ["Region", "Police force", "Total"],
    ["England and Wales", "Total England and Wales", 30],
    ["East", "Essex", 16],
    ["South East", "Kent", 14],
]


@pytest.fixture
def workbook(tmp_path):
    def writer(**sheets):
        return ods(tmp_path / "force.ods", {"Contents": COVER, **sheets})

    return writer


def test_the_table_by_force_is_found_by_its_headings(workbook):
    tactics, lines = read_tactics(workbook(a=NATIONAL, b=INCIDENTS, c=BY_FORCE), "*Total Tactics")
    assert lines == 4  # notes are no lines
    assert tactics["essex"] == {
        "asian": 4, "black": 10, "mixed": 2, "other": 2, "white": 20, "missing": 2,
    }  # fmt: skip
    assert sums_of_forces(tactics) == tactics[WHOLE]


def test_where_there_is_no_table_by_force_that_of_england_and_wales_is_read(workbook):
    tactics, _ = read_tactics(workbook(a=NATIONAL), "total restraint")
    assert set(tactics) == {WHOLE}
    assert tactics[WHOLE]["black"] == 12
    assert tactics[WHOLE]["missing"] == 6


def test_a_workbook_brings_its_own_incidents_and_its_own_year(workbook):
    path = workbook(a=INCIDENTS, b=BY_FORCE)
    assert read_incidents(path) == {WHOLE: 30, "essex": 16, "kent": 14}
    assert year_covered(path) == YEAR
    found = audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))
    sizes = {row["force"]: row["tactics_per_incident"] for row in found.as_dict()["ratios"]}
    assert sizes == {"essex": 40 / 16, "kent": 20 / 14}
    assert found.as_dict()["accounted_for"]["sum_of_forces"] == 60
    assert found.as_dict()["accounted_for"]["groups_where_forces_miss_the_total"] == {}
    with pytest.raises(PlanError, match=r"it covers 2019-04 to 2020-03, not 2020-04 to 2021-03"):
        audit_force(path, [CENSUS_2021], ForceQuestion(Period.parse("2020-04..2021-03")))


def test_where_forces_miss_the_total_it_is_said_by_how_much(workbook):
    other = [list(row) for row in BY_FORCE]
    other[5][4], other[5][9] = 3, 21  # Kent: one more
    found = audit_force(workbook(a=INCIDENTS, b=other), [CENSUS_2021], ForceQuestion(YEAR))
    assert found.as_dict()["accounted_for"]["groups_where_forces_miss_the_total"] == {"black": 1}


def test_a_workbook_without_the_table_is_said_to_be_so(workbook):
    with pytest.raises(CannotRead, match=r"force\.ods: no sheet has the headings 'Police force'"):
        read_tactics(workbook(a=INCIDENTS), "*Total Tactics")
    with pytest.raises(CannotRead, match="no table of incidents by police force"):
        read_incidents(workbook(a=BY_FORCE))


def test_a_damaged_workbook_is_said_to_be_so(workbook):
    path = workbook(a=BY_FORCE)
    whole = path.read_bytes()
    for length in (4, 30, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:length])
        with pytest.raises(CannotRead, match=r"force\.ods: the spreadsheet is damaged"):
            read_tactics(path, "*Total Tactics")


def test_sentences_say_perceived_and_that_tactics_are_not_people():
    found = audit_force(CSV, [CENSUS_2021], ForceQuestion(YEAR, forces=("essex",)))
    *groups, closing = found.sentences
    for text in groups:
        assert "people perceived" in text
    assert closing.endswith("Tactics are not incidents, and incidents are not people.")


def test_england_and_wales_can_be_asked_for():
    found = audit_force(CSV, [CENSUS_2011, CENSUS_2021], ForceQuestion(YEAR, forces=(WHOLE,)))
    (row,) = [
        row
        for row in found.as_dict()["rates"]
        if (row["group"], row["population_year"]) == ("black", 2021)
    ]
    assert row["tactics"] == 111_252
    residents = read_population(CENSUS_2021).people.values()
    assert row["population"] == sum(people["black"] for people in residents) == 2_409_211
    assert "England and Wales, April 2019 to March 2020" in found.sentences[0]


# as published

PUBLISHED = "police-use-of-force-apr{}-mar{}-hosb{}-tables.ods"


@pytest.fixture(scope="module")
def use_of_force(published):
    folder = published.parent / "use_of_force"
    if not folder.is_dir():
        pytest.skip("Needs use_of_force/ beside CANDOUR_BENCHMARK_DATA.")
    return folder


@pytest.mark.parametrize(
    ("first", "bulletin", "forces", "total", "black", "incidents"),
    [
        (2018, "3319", 43, 630_793, 94_222, 427_725),
        (2019, "3720", 43, 715_276, 111_252, 491_984),
    ],
)
def test_published_workbooks_add_up(use_of_force, first, bulletin, forces, total, black, incidents):
    path = use_of_force / PUBLISHED.format(first, first + 1, bulletin)
    tactics, _ = read_tactics(path, "*Total Tactics")
    assert len(tactics) == forces + 1
    assert tactics[WHOLE] == sums_of_forces(tactics)
    assert sum(tactics[WHOLE].values()) == total
    assert tactics[WHOLE]["black"] == black
    assert read_incidents(path)[WHOLE] == incidents
    assert str(year_covered(path)) == f"{first}-04 to {first + 1}-03"
    if first == 2019:
        assert read_tactics(CSV, "*Total Tactics") == read_tactics(path, "*Total Tactics")


def test_the_workbook_of_2017_18_has_england_and_wales_alone(use_of_force):
    path = use_of_force / PUBLISHED.format(2017, 2018, "3018")
    tactics, _ = read_tactics(path, "Total Restraint")
    assert set(tactics) == {WHOLE}
    assert (sum(tactics[WHOLE].values()), tactics[WHOLE]["black"]) == (285_562, 33_273)
    with pytest.raises(PlanError, match=r"no tactic '\*Total Tactics', only: Total Restraint"):
        read_tactics(path, "*Total Tactics")
