"""The number that stands alone in lists, and the points of pictures: what a finding itself says."""

import re
from itertools import chain

import pytest

from candour.audit.exhibits import KeyNumber
from candour.audit.guard import guard
from candour.audit.kinds import no_number
from candour.audit.reports import pictures_of
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.findings import read_findings

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
            is_open = "no clear difference" in kept.title or "to be clear" in kept.title
            assert number.is_clear != is_open, name


def test_what_is_not_clear_is_said_in_a_title_before_its_number(shipped):
    for name, (kept, finding) in shipped.items():
        number = number_of(finding)
        if number is None or number.is_clear:
            continue
        said = re.search(r"no clear difference|too few weeks to be clear", kept.title)
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
    assert no_number(finding) is None
    assert number_of(finding) is None


def test_places_that_are_not_clear_tell_the_plain_ratio_behind(shipped):
    _, finding = shipped["places-london-robbery"]
    number = number_of(finding)
    assert isinstance(number, KeyNumber)
    assert (number.number, number.is_clear) == ("1.03 times", False)
    assert number.span == "1.24 times over all areas; p = 0.84"
