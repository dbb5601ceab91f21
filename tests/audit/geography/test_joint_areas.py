"""What LSOAs of 2011 and 2021 have in common: the table that ships, and joint areas made of it."""

import csv
from collections import Counter

from candour.audit.geography.joint_areas import COLUMNS, FILE, OF_2011, OF_2021, joint_areas


def rows():
    with FILE.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_pair_that_changed_and_no_code_of_both_years():
    table = rows()
    assert tuple(table[0]) == COLUMNS
    # of the look-up's 35,795 pairs, 33,647 are of areas that stayed the same
    assert Counter(row["change_code"] for row in table) == {"S": 1_900, "M": 239, "X": 9}
    old = {row["lsoa11_code"] for row in table}
    new = {row["lsoa21_code"] for row in table}
    assert (len(old), len(new)) == (1_106, 2_025)  # of 34,753 and of 35,672
    assert not old & new


def test_joint_areas_part_the_codes_of_each_year():
    joint = joint_areas()
    for year, column in ((OF_2011, "lsoa11_code"), (OF_2021, "lsoa21_code")):
        parts = [code for by_year in joint.parts.values() for code in by_year[year]]
        assert len(parts) == len(set(parts))
        assert set(parts) == {row[column] for row in rows()}
        assert all(joint.year_of(code) == year for code in parts)


def test_no_pair_of_the_look_up_lies_in_two_joint_areas():
    joint = joint_areas()
    for row in rows():
        assert joint.of(row["lsoa11_code"]) == joint.of(row["lsoa21_code"])


def test_residents_of_a_joint_area_are_about_as_many_in_both_years():
    # by a census in 2021 and an estimate of the year before; students and new estates apart
    joint = joint_areas()
    sums = [
        [sum(joint.residents[code] for code in parts[year]) for year in (OF_2011, OF_2021)]
        for parts in joint.parts.values()
    ]
    near = sum(0.7 < after / before < 1.4 for before, after in sums)
    assert near > 0.9 * len(sums)


def test_an_area_of_both_years_is_its_own_joint_area():
    joint = joint_areas()
    assert joint.of("E01000001") == "E01000001"
    assert joint.year_of("E01000001") == ""
    assert joint.whole("E01000001", ["E01000001"]) == ("E01000001",)


def test_a_joint_area_is_whole_with_all_parts_of_one_year_and_not_with_some():
    joint = joint_areas()
    assert joint.whole("E01000010", ["E01034473", "E01034474"]) == ("E01034473", "E01034474")
    assert joint.whole("E01000010", ["E01000010"]) == ("E01000010",)
    assert joint.whole("E01000010", ["E01034473"]) == ()
