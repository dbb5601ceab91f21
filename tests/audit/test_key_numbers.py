"""The number that stands alone in lists, and the points of pictures: what a finding itself says."""

import re
from dataclasses import replace
from itertools import chain

import pytest

from candour.audit.exhibits import KeyNumber
from candour.audit.guard import guard
from candour.audit.kinds import no_number
from candour.audit.places.placement import Null
from candour.audit.reports import pictures_of
from candour.audit.scores.kind import KIND as SCORES
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.findings import read_findings

NOT_CLEAR = r"no clear difference|to be clear|can't be told"
DIGITS = re.compile(r"\d[\d.,]*\d|\d")


@pytest.fixture(scope="module")
def shipped():
    kept = read_findings(FOLDER)[0]
    return {name: (one, KINDS.read(one.finding)) for name, one in kept.items()}


def number_of(finding):
    return KINDS.of(finding).key_number(finding)


def test_the_number_of_a_finding_stands_in_its_title_or_its_sentences(shipped):
    told = 0
    for name, (kept, finding) in shipped.items():
        number = number_of(finding)
        if number is None:
            continue
        told += 1
        says = " ".join((kept.title, *finding.sentences)).replace(",", "")
        for digits in DIGITS.findall(number.number):
            assert digits.replace(",", "").rstrip(".") in says, (name, number)
    assert told > len(shipped) / 2


def test_a_number_is_called_clear_only_where_the_title_does_not_say_otherwise(shipped):
    for name, (kept, finding) in shipped.items():
        number = number_of(finding)
        if number is not None:
            is_open = re.search(NOT_CLEAR, kept.title) is not None
            assert number.is_clear != is_open, name


def test_what_is_not_clear_is_said_in_a_title_before_its_number(shipped):
    for name, (kept, finding) in shipped.items():
        number = number_of(finding)
        if number is None or number.is_clear:
            continue
        said = re.search(NOT_CLEAR, kept.title)
        assert said is not None, name
        after = kept.title[said.end() :]
        assert number.number.split()[0] in after, name
        before = kept.title[: said.start()].partition(":")[2]
        assert not DIGITS.search(before), name


def test_numbers_and_points_keep_to_what_counts_can_bear(shipped):
    for _, finding in shipped.values():
        number, pictures = number_of(finding), pictures_of(finding, KINDS.of(finding)).values()
        texts = [number.number, number.of, number.span] if number else []
        for text in chain(texts, (picture.point for picture in pictures)):
            assert guard(text) == text
            assert "None" not in text
            assert "–" not in text


def test_every_picture_after_the_first_has_a_point_with_a_number(shipped):
    for name, (_, finding) in shipped.items():
        for picture in list(pictures_of(finding, KINDS.of(finding)).values())[1:]:
            assert DIGITS.search(picture.point or picture.heading), (name, picture.heading)


def test_the_first_panel_is_of_the_group_that_the_point_tells_of(shipped):
    _, finding = shipped["stops-by-deprivation-essex-2019-20"]
    pictures = pictures_of(finding, KINDS.of(finding))
    for name in ("deprivation", "months"):
        assert "Black" in pictures[name].point
        assert "Black" in pictures[name].panels[0].says


def test_a_kind_without_a_number_of_its_own_has_none(shipped):
    _, finding = shipped["simulated-urn"]
    assert SCORES.key_number is no_number
    assert no_number(finding) is None


def test_places_that_are_not_clear_tell_the_plain_ratio_behind(shipped):
    _, finding = shipped["places-london-robbery"]
    number = number_of(finding)
    assert isinstance(number, KeyNumber)
    assert (number.number, number.is_clear, number.unclear) == ("1.03 times", False, "not clear")
    assert number.of.endswith("in areas alike in density and deprivation (p\xa0=\xa00.84)")
    assert number.span == "1.24 times over all areas, where chance gives 0.74 to 1.56"


def test_a_p_of_placement_blind_to_deprivation_stands_beside_the_plain_ratio(shipped):
    _, finding = shipped["places-london-robbery"]
    shifted = replace(finding.result.test, null=str(Null.SHIFT))
    number = number_of(replace(finding, result=replace(finding.result, test=shifted)))
    assert number.of.endswith("in areas alike in density and deprivation")
    assert number.span.endswith("where chance gives 0.74 to 1.56; p\xa0=\xa00.84")


@pytest.mark.parametrize(
    ("force", "number", "over_all"),
    [("essex", "2.3", "3.0"), ("west-midlands", "2.4", "2.9"), ("avon-and-somerset", "4.3", "6.7")],
)
def test_a_finding_by_deprivation_draws_first_the_number_that_leads(
    shipped, force, number, over_all
):
    kept, finding = shipped[f"stops-by-deprivation-{force}-2019-20"]
    own = number_of(finding)
    assert own.number == f"{number} times"
    assert own.span.endswith(f"; {over_all} times over all areas")
    assert f"Black people {own.number} the white rate" in kept.title
    first, *others = pictures_of(finding, KINDS.of(finding)).values()
    (panel,) = first.panels
    assert f": Black, areas alike {number} (" in panel.says
    assert f"; Black, all areas {over_all}; " in panel.says
    groups = len(finding.result.by_deprivation)
    assert panel.svg.count("<polygon") == panel.svg.count("<circle") == groups
    for name in ("Black, areas alike", "Black, all areas"):
        assert panel.svg.count(f">{name}</text>") == 1
    assert [picture.name for picture in others[:1]] == ["ratios"]


def test_the_plain_ratio_leads_where_tenths_give_none_for_the_group_asked_about(shipped):
    _, finding = shipped["stops-by-deprivation-essex-2019-20"]
    others = tuple(row for row in finding.result.by_deprivation if row.group != "black")
    plain = replace(finding, result=replace(finding.result, by_deprivation=others))
    assert number_of(plain).number == "3.0 times"
    assert next(iter(pictures_of(plain, KINDS.of(plain)))) == "ratios"
    assert KINDS.of(plain).title(plain).endswith("Black people 3.0 times the white rate")


def test_a_title_made_of_the_plan_has_the_number_that_leads(shipped):
    _, finding = shipped["stops-by-deprivation-essex-2019-20"]
    title = KINDS.of(finding).title(finding)
    assert title.endswith(": Black people 2.3 times the white rate in areas deprived alike")


def test_a_number_of_too_few_weeks_says_so_in_place_of_not_clear(shipped):
    short = [name for name, (kept, _) in shipped.items() if "too few weeks" in kept.title]
    assert len(short) > 1
    for name in short:
        assert number_of(shipped[name][1]).unclear == "too few weeks to be clear", name


def test_a_number_that_is_not_clear_whose_range_leaves_out_1_says_why(shipped):
    _, finding = shipped["stops-metropolitan-2021"]
    doubt = "how missing ethnicity is filled"
    ratios = [replace(row, depends_on=(doubt,)) for row in finding.result.ratios]
    changed = replace(finding, result=replace(finding.result, ratios=tuple(ratios)))
    assert number_of(changed).unclear == f"not clear: it depends on {doubt}"
