"""Values of areas of 2011 are brought to those of 2021, or not at all."""

import pytest

from candour.audit.geography.bridging import read_bridge
from candour.tables.errors import CannotRead

ROWS = """lsoa11_code,change_code,lsoa21_code
E01000001,U,E01000001
E01000002,S,E01040002
E01000002,S,E01040003
E01000004,M,E01040004
E01000005,M,E01040004
E01000006,X,E01040006
E01000007,X,E01040006
"""
OLD = {f"E0100000{k}": float(k) for k in range(1, 8)}
RESIDENTS = {"E01000004": 1_000.0, "E01000005": 3_000.0}


def bridge(tmp_path, text=ROWS):
    path = tmp_path / "lookup.csv"
    path.write_text(text)
    return read_bridge(path)


def test_what_stayed_and_was_split_keeps_its_value_and_what_was_merged_has_the_mean(tmp_path):
    assert bridge(tmp_path).values(OLD, RESIDENTS) == {
        "E01000001": 1.0,
        "E01040002": 2.0,
        "E01040003": 2.0,
        "E01040004": pytest.approx((4 * 1_000 + 5 * 3_000) / 4_000),
    }


def test_areas_drawn_anew_or_without_a_part_s_value_have_none(tmp_path):
    brought = bridge(tmp_path).values({"E01000004": 4.0, "E01000006": 6.0}, RESIDENTS)

    assert brought == {}


def test_merged_areas_whose_parts_have_no_residents_have_no_mean(tmp_path):
    assert "E01040004" not in bridge(tmp_path).values(OLD, {"E01000004": 1_000.0})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ROWS.replace("change_code", "change"), "line 1: there is no column 'change_code'."),
        (ROWS.replace(",U,", ",V,"), "line 2: column 'change_code': 'V' is none of M, S, U, X."),
        (ROWS.replace("E01000005,M", "E01000005,S"), "line 6: E01040004 has two kinds of change."),
        (ROWS.replace("E01000002,S,E01040003", "E01000002,S"), "line 4: this row has too few"),
    ],
)
def test_a_look_up_that_can_t_be_read_names_the_line(tmp_path, text, why):
    with pytest.raises(CannotRead) as refusal:
        bridge(tmp_path, text)

    assert why in str(refusal.value)
