"""The findings that ship: each is worked out again from data/, and comes out byte for byte."""

import hashlib
import re
import runpy
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from candour.audit.soundness import unsound_findings
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.findings import read_findings
from candour.evidence.reading import read_collection

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SCRIPT = ROOT / "scripts/lib/shipped_findings.py"
NAMED = re.compile(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)


LOCATED = {
    f"stops-by-deprivation-{force}-2019-20": within
    for force, within in (  # by geopandas and pandas, from the same files, apart from this code
        ("essex", 2.28534274576024),
        ("west-midlands", 2.3743001515057713),
        ("avon-and-somerset", 4.3271392768006445),
    )
}


NEIGHBOURHOODS = {  # by pandas, from the same files, apart from this code: share black, white
    "neighbourhoods-southend": (1_805 / 5_140, 29_695 / 158_072),
    "neighbourhoods-basildon": (3_130 / 8_915, 31_651 / 164_128),
    "neighbourhoods-lambeth-southwark": (50_112 / 153_440, 46_228 / 332_997),
    "neighbourhoods-west-midlands": (79_828 / 236_114, 251_502 / 1_793_176),
}


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def collection():
    return read_collection(FOLDER, read_schema(FOLDER))


@pytest.fixture(scope="module")
def standing():
    return read_findings(FOLDER)[0]


@pytest.mark.slow
def test_every_finding_that_ships_comes_out_again_byte_for_byte(script, collection, standing):
    again = script["shipped"](collection, standing)
    files = {path.stem: path.read_text(encoding="utf-8") for path in
             (FOLDER / "findings").glob("*.json")}  # fmt: skip
    assert sorted(again) == sorted(files)
    differ = [name for name, text in again.items() if files[name] != text]
    assert differ == [], "Run scripts/findings, then `candour content record`."


def test_a_finding_that_came_out_otherwise_would_be_noticed(script, standing):
    old = standing["vha-2024"]
    altered = KINDS.read({**old.finding, "sentences": ["Otherwise."]})
    new = replace(old, finding=altered.as_dict())
    assert script["kept"](new, old) is new
    newer = KINDS.read({**old.finding, "version": "99.0"}).as_dict()
    statements = tuple(
        replace(
            s,
            qualifiers=tuple(sorted((dict(s.qualifiers) | {"finding": newer["finding"]}).items())),
        )
        for s in old.statements
    )
    aged = replace(old, finding=newer, statements=statements)
    assert script["kept"](aged, old) is old, "a new version alone makes no new finding"


def test_the_small_tables_are_what_content_and_census_make_them(script, collection):
    for path, text in script["Shipped"](collection).tables().items():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_every_file_of_data_is_described_with_its_licence_and_hash():
    described = dict(NAMED.findall((DATA / "README.md").read_text(encoding="utf-8")))
    files = {
        str(path.relative_to(DATA)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in DATA.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert described == files


def test_every_input_is_kept_here_but_those_of_replays_and_places_and_made_up_worlds_have_none(
    standing, collection
):
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in DATA.rglob("*")
        if path.is_file()
    }
    statements = {
        f"{s.subject}: {s.id}": hashlib.sha256(s.canonical.encode()).hexdigest()
        for s in collection.statements()
    }
    made_up, outside = {"urn", "city", "list"}, {"replay", "neighbourhoods"}
    by_points = set(LOCATED)  # rows with points are published, and not kept here
    for found in standing.values():
        if found.audit in made_up | outside:
            assert bool(found.finding["inputs"]) == (found.audit in outside), found.name
            continue
        assert found.finding["inputs"], found.name
        if found.name in by_points:
            continue
        for given in found.finding["inputs"]:
            known = hashes | statements
            assert known.get(given["name"]) == given["sha256"], (found.name, given["name"])


def test_findings_on_neighbourhoods_are_what_other_code_gives_and_name_statements_that_stand(
    standing, collection
):
    known = {statement.id for statement in collection.statements()}
    for name, (black, white) in NEIGHBOURHOODS.items():
        finding = KINDS.read(standing[name].finding)
        assert finding.result.row("black").share == pytest.approx(black)
        assert finding.result.row("white").share == pytest.approx(white)
        named = (finding.plan.option("claim_statement"), *finding.plan.names("test_statements"))
        assert known.issuperset(named), name
        assert not re.search(r"[EW]01\d{6}", standing[name].text)


def test_every_finding_says_what_it_does_not_show_and_is_sound(standing):
    assert list(unsound_findings(standing, KINDS)) == []
    assert all(found.finding["does_not_show"] for found in standing.values())
    assert all(found.licence for found in standing.values())


def test_every_headline_is_a_ratio_of_its_finding_rounded(standing):
    seen = 0
    for found in standing.values():
        rows = {
            f"{row['ratio']:.2f}"
            for row in (*found.finding.get("ratios", ()), *found.finding.get("readings", ()))
            if row.get("ratio") is not None
        }
        for statement in found.statements:
            value = statement.as_dict()["value"]["quantity"]["value"]
            assert f"{Decimal(value):.2f}" in rows
            seen += 1
    assert seen > 200


def test_every_force_that_could_be_compared_has_every_group_that_was(standing):
    found = standing["stops-2019-20"]
    compared = {(row["force"], row["group"]) for row in found.finding["ratios"]}
    assert len(found.statements) == len(compared)
    assert len({statement.subject for statement in found.statements}) == 39
    assert set(found.refused) == {
        "city-of-london-police",
        "greater-manchester-police",
        "gwent-police",
    }


# Numbers that the press or the government printed, or that were worked out apart from this code.


def ratio(found, force, group, year):
    (row,) = (
        row
        for row in found.finding["ratios"]
        if (row["force"], row["group"], row["population_year"]) == (force, group, year)
        and row.get("reading", "as counted") == "as counted"
    )
    return row["ratio"]


@pytest.mark.parametrize(
    ("force", "on_2011", "on_2021"),
    [
        ("nottinghamshire", 5.84, 3.82),  # 5.8: Race Disparity Unit, 31 March 2021
        ("essex", 5.28, 2.97),
        ("west-midlands", 4.48, 2.91),
        ("avon-and-somerset", 7.56, 6.56),
        ("merseyside", 3.26, 2.17),
    ],
)
def test_the_ratios_are_those_worked_out_apart_from_this_code(standing, force, on_2011, on_2021):
    found = standing["stops-2019-20"]
    assert ratio(found, force, "black", 2011) == pytest.approx(on_2011, abs=0.005)
    assert ratio(found, force, "black", 2021) == pytest.approx(on_2021, abs=0.005)


@pytest.mark.parametrize("name", LOCATED)
def test_ratios_within_tenths_of_deprivation_are_those_worked_out_apart(standing, name):
    (black,) = (row for row in standing[name].finding["by_deprivation"] if row["group"] == "black")
    # A point on a border may fall on its other side: the projections differ by millimetres.
    assert black["within"] == pytest.approx(LOCATED[name], rel=0.002)
    assert "areas" not in standing[name].finding


def test_no_finding_that_ships_names_a_small_area_or_a_cell():
    small_area = re.compile(r"\b[EWS]0[1-2]\d{6}\b|\bN(?:00|20)\d{6}\b|\b95[A-Z]{2}\d")
    for path in (FOLDER / "findings").glob("*.json"):
        assert not small_area.search(path.read_text(encoding="utf-8")), path.name


def test_london_and_the_use_of_force_agree_with_the_published_sums(standing):
    london = standing["stops-london-2023-2025"]
    assert london.finding["accounted_for"]["read"] == 412_203
    assert ratio(london, "metropolitan", "black", 2021) == pytest.approx(4.1, abs=0.05)
    force = standing["force-2019-20"]
    rows = [row for row in force.finding["rates"] if row["population_year"] == 2021]
    in_the_city = 1_006  # where hardly anyone lives: counted, and set against no residents
    told = sum(row["tactics"] for row in rows if row["group"] == "black")
    assert told == 111_252 - in_the_city


def test_the_list_of_may_2024_comes_out_as_printed(standing):
    shares = {
        row["group"]: row["share_of_list"]["value"]
        for row in standing["vha-2024"].finding["groups"]
    }
    assert shares["Black"] == pytest.approx(942 / 1413)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_script_needs_no_network_and_no_other_folder():
    source = SCRIPT.read_text(encoding="utf-8")
    assert "http" not in source
    assert str(Path.home()) not in source
    assert sys.version_info >= (3, 11)
