"""Each demand of the report on redress is met, or the limit is named with its reason."""

import pytest

from candour.core.errors import BadContent
from candour.law.requirements import read_requirements
from candour.law.wording import unsayable

FOUND = read_requirements()
ASKED = {f"R{number}" for number in (*range(30, 55), 58, 59, 65, 66, 67, 72, 73, 74)}


def test_every_demand_has_its_answer():
    assert set(FOUND) == ASKED


def test_what_is_met_names_what_meets_it_and_what_is_not_says_why():
    for each in FOUND.values():
        if each.met == "yes":
            assert each.routes or each.letters or each.clocks, each.id
        else:
            assert each.why.endswith("."), each.id
        assert not unsayable(each.why)


def test_a_limit_without_a_reason_is_found_out(tmp_path):
    file = tmp_path / "requirements.yaml"
    file.write_text('R1: {met: "no", asks: x}\nR2: {met: "yes", asks: y, routes: [Z9]}\n')
    with pytest.raises(BadContent) as caught:
        read_requirements(file)
    texts = [str(each) for each in caught.value.problems]
    assert any("say why" in text for text in texts)
    assert any("'Z9' is not one of" in text for text in texts)
