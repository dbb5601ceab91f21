"""Of which year the areas of a table are: what tells, and what is refused."""

import gzip
import os
from pathlib import Path

import pytest

from candour.audit.geography.codes import MixedVintages, Vintage, refuse_mixed, vintage_of
from candour.tables.errors import CannotRead

OLD, NEW, BOTH = "E01000010", "E01034473", "E01000001"  # real ones: of 2011, of 2021, of both
ZONE_2011, ZONE_2022 = "S01006506", "S01013482"


def told(column, *codes, row="line"):
    return vintage_of("a.csv", column, {code: k for k, code in enumerate(codes, start=2)}, row=row)


@pytest.mark.parametrize(
    ("column", "codes", "year"),
    [
        ("area", [BOTH], ""),
        ("area", [BOTH, NEW], "2021"),
        ("area", [BOTH, OLD], ""),  # a made-up table may hold it: told once another has a new one
        ("lsoa11_code", [BOTH, OLD], "2011"),
        ("lsoa21_code", [BOTH], "2021"),
        ("area", ["W01001958"], ""),  # the last Welsh code of 2011, which 2021 kept
        ("area", ["W01001959"], "2021"),
        ("area", [ZONE_2011], "2011"),
        ("dz22_code", [ZONE_2022], "2022"),
        ("data_zone", [ZONE_2022], "2022"),
        ("area", ["S01000001"], "2001"),
    ],
)
def test_the_year_is_that_of_codes_that_one_year_has_or_of_the_heading(column, codes, year):
    assert told(column, *codes).year == year


@pytest.mark.parametrize(
    ("column", "codes", "words"),
    [
        ("area", [OLD, BOTH, NEW], ("line 4", "column 'area'", NEW, "LSOA of 2021", "line 2", OLD)),
        ("lsoa21_code", [NEW, OLD], ("line 3", OLD, "LSOA of 2011")),
        ("area", [ZONE_2011, ZONE_2022], ("line 3", ZONE_2022, "data zone of 2022")),
        ("area", [OLD, ZONE_2011], ("line 3", ZONE_2011, "data zone of 2011", "an LSOA of 2011")),
        ("lsoa11_code", [BOTH, NEW], ("line 3", NEW, "an LSOA of 2021", "give those of 2011")),
        ("dz11_code", [ZONE_2022], ("line 2", ZONE_2022, "data zone of 2022")),
    ],
)
def test_a_column_of_two_years_is_refused_with_both_rows_and_what_to_do(column, codes, words):
    with pytest.raises(CannotRead) as refused:
        told(column, *codes)
    for word in (*words, "ive"):
        assert word in str(refused.value)


def test_rows_that_are_no_lines_are_called_what_they_are():
    with pytest.raises(CannotRead, match=r"a\.csv: feature 3: column 'area' .* in feature 2 E01"):
        told("area", OLD, NEW, row="feature")


def test_codes_that_are_nobody_s_say_nothing_of_a_mixture():
    assert told("area", OLD, "E01099999").year == "2021"  # of no year; beyond those of 2011


def test_two_files_of_two_years_are_refused_with_file_row_and_column():
    one, other = told("lsoa11_code", BOTH), told("area", BOTH, NEW)
    with pytest.raises(MixedVintages) as refused:
        refuse_mixed([one, Vintage("b.csv"), other])
    text = str(refused.value)
    assert "a.csv is of LSOAs of 2011 (column 'lsoa11_code')" in text
    assert f"of LSOAs of 2021 (line 3, column 'area': {NEW})" in text
    assert "Give files of one year" in text


def test_data_zones_of_two_years_are_refused_without_a_look_up_that_is_not_theirs():
    with pytest.raises(MixedVintages) as refused:
        refuse_mixed([told("area", ZONE_2011), told("area", ZONE_2022)])
    assert "data zones of 2022" in str(refused.value)
    assert "Office for National Statistics" not in str(refused.value)


@pytest.mark.skipif("CANDOUR_OUTSIDE_DATA" not in os.environ, reason="the files are kept apart")
def test_every_published_table_is_of_the_year_that_its_heading_says():
    folder = Path(os.environ["CANDOUR_OUTSIDE_DATA"])
    for name, year in (
        ("deprivation/imd2019_england_lsoa11.csv.gz", "2011"),
        ("deprivation/wimd2019_lsoa11.csv.gz", "2011"),
        ("deprivation/imd2025_england_lsoa21.csv.gz", "2021"),
        ("deprivation/simd2020_dz11.csv.gz", "2011"),
        ("census/census2021_ts021_ethnicity5_lsoa21_ew.csv.gz", "2021"),
    ):
        with gzip.open(folder / name, "rt") as file:
            lines = [line.split(",", 1)[0].strip() for line in file]
        codes = {code: k for k, code in enumerate(lines[1:], start=2)}
        found = vintage_of(name, lines[0], codes)
        assert found.year == year
        assert vintage_of(name, "area", codes).year in {year, ""}
        assert (found.has_old, found.has_new) == (
            year == "2011" and "dz" not in name, year == "2021"
        )  # fmt: skip
