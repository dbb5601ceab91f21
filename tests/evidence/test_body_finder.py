"""Finding a body by all it is called; a guess is never made."""

import pytest

from candour.evidence.body_finder import BodyNames, UnknownBody, folded, initials, names_of
from tests.law.asking import register

NAMES = names_of(register()[0].of_class("body"))


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("essex-police", "essex-police"),
        ("essex", "essex-police"),
        ("Essex Police", "essex-police"),
        ("btp", "british-transport-police"),
        ("BTP", "british-transport-police"),
        ("psni", "police-service-of-northern-ireland"),
        ("the met", "metropolitan-police"),
        ("Met", "metropolitan-police"),
        ("mps", "metropolitan-police"),
        ("Devon & Cornwall Police", "devon-and-cornwall-police"),
        ("gmp", "greater-manchester-police"),
        ("dwp", "department-for-work-and-pensions"),
        ("E23000028", "essex-police"),
        ("Strathclyde Police", "police-scotland"),
        ("Dumfries and Galloway Constabulary", "police-scotland"),
        ("RUC", "police-service-of-northern-ireland"),
        ("Scotland Yard", "metropolitan-police"),
        ("Heddlu Gwent", "gwent-police"),
        ("heddlu de cymru", "south-wales-police"),
        ("Heddlu Gogledd Cymru", "north-wales-police"),
        ("Heddlu Dyfed Powys", "dyfed-powys-police"),
        ("UK Border Agency", "home-office"),
        ("UKVI", "home-office"),
        ("Y Swyddfa Gartref", "home-office"),
        ("DSS", "department-for-work-and-pensions"),
        ("HMPPS", "hm-prison-and-probation-service"),
        ("National Probation Service", "probation-service"),
    ],
)
def test_a_body_is_found_by_all_it_is_called(asked, slug):
    assert NAMES.find(asked) == slug


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("esex", "Essex Police"),
        ("Essex Polise", "Essex Police"),  # nearer than Essex Fire, of which it has more letters
        ("Manchester City Counsil", "Manchester City Council"),
        ("Kennt", "Kent Police"),
        ("Strathclide", "Police Scotland"),
        ("Tayside", "Police Scotland"),
        ("Heddlu Gwnt", "Gwent Police"),
    ],
)
def test_a_name_that_fits_none_is_met_with_the_nearest(asked, near):
    with pytest.raises(UnknownBody, match="Did you mean") as caught:
        NAMES.find(asked)
    assert near in caught.value.near


def test_what_is_like_nothing_offers_nothing():
    with pytest.raises(UnknownBody) as caught:
        NAMES.find("Wibbleton Borough Council")
    assert caught.value.near == ()


def test_letters_of_two_bodies_are_not_guessed():
    names = BodyNames({"a": ("West Mercia Police",), "b": ("West Midlands Police",)})
    with pytest.raises(UnknownBody, match="more than one body") as caught:
        names.find("wmp")
    assert caught.value.is_of_several
    assert set(caught.value.near) == {"West Mercia Police", "West Midlands Police"}


def test_every_body_is_found_by_its_short_name_and_by_its_name_where_no_other_has_it():
    for slug, called in NAMES.by_slug.items():
        assert NAMES.find(slug) == slug
        assert slug in NAMES.by_slug
        assert folded(called[0])


def test_short_names_have_no_letters_of_their_own():
    assert initials("Essex Police") == ""


def test_a_former_name_that_the_register_tells_is_one_of_the_names():
    formerly = [
        (str(statement.value), body.slug)
        for body in register()[0].of_class("body")
        for statement in body.of("formerly")
        if isinstance(statement.value, str)
    ]
    assert formerly
    for name, slug in formerly:
        assert name in NAMES.by_slug[slug]
