"""Bodies: which is meant, of what kind it is, and what is said where none is."""

from typing import Any

import pytest

from candour.core.errors import CandourError
from candour.law.bodies import (
    Force,
    NoAuthority,
    NotInTheUk,
    NotWrittenTo,
    UnknownKind,
    UnknownSubject,
    find_force,
    find_kind,
    force_from,
    kind_by_words,
    police_kinds,
    read_kinds,
    read_not_written_to,
)
from candour.law.holidays import Country, Nation
from candour.law.provisions import Reach
from tests.evidence.making import statement, subject, term
from tests.law.as_filed import NATIONS
from tests.law.asking import register, system

DATA_LAWS = ("part-3", "uk-gdpr", "part-4")
ALL_SHOWN = "candour content list {} shows them all"


def body(*nations, kind="police"):
    return Force("", "A body", nations, read_kinds()[kind])


def found(asked):
    return find_force(asked, register()[0])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Anytown Borough Council", "council"),
        ("North Constabulary", "police"),
        ("Foo Housing Association", "landlord"),
        ("Northern Ireland Housing Executive", "housing-executive"),
        ("Ministry of Magic", "other-public"),
        ("Zzz", None),
    ],
)
def test_the_longest_word_of_a_typed_name_tells_the_kind(name, kind):
    told = kind_by_words(name)
    assert (told.id if told else None) == kind


def test_a_kind_is_found_by_its_name_and_an_unknown_one_is_told_the_others():
    assert find_kind("council").name == "Council"
    with pytest.raises(UnknownKind) as caught:
        find_kind("zoo")
    names = ", ".join(read_kinds())
    assert str(caught.value) == f"'zoo' is no kind of body. Use one of {names}."
    assert (caught.value.asked, caught.value.known) == ("zoo", tuple(read_kinds()))


def test_the_kinds_of_the_register_that_are_police_are_forces_and_no_councils():
    assert police_kinds() == ("territorial-force", "special-force")


@pytest.mark.parametrize(
    ("nations", "country", "is_uk_wide"),
    [
        (("england",), Country.ENGLAND, False),
        (("scotland",), Country.SCOTLAND, False),
        (("england", "wales"), None, False),
        (("england", "scotland"), None, True),
        (("uk-wide",), None, True),
        (("uk-wide", "wales"), None, True),
        ((), None, False),
    ],
)
def test_a_body_is_of_one_country_of_several_or_of_the_whole_uk(nations, country, is_uk_wide):
    assert (body(*nations).country, body(*nations).is_uk_wide) == (country, is_uk_wide)


def test_a_kind_that_works_everywhere_makes_its_bodies_uk_wide():
    for name, kind in read_kinds().items():
        assert body("england", kind=name).is_uk_wide is kind.is_uk_wide


@pytest.mark.parametrize(
    ("asked", "slug", "kind", "nations"),
    [
        ("essex-police", "essex-police", "police", ("england",)),
        ("Essex Police", "essex-police", "police", ("england",)),
        ("police-scotland", "police-scotland", "police", ("scotland",)),
        ("somerset-council", "somerset-council", "council", ("england",)),
        ("childrens-commissioner", "childrens-commissioner", "other-public", ("england",)),
    ],
)
def test_a_body_of_the_register_is_found_with_its_kind_and_nation(asked, slug, kind, nations):
    force = found(asked)
    assert (force.slug, force.kind.id) == (slug, kind)
    assert nations is None or force.nations == nations


def test_a_body_that_is_not_there_is_refused_with_a_way_on():
    with pytest.raises(UnknownSubject) as caught:
        found("nothing like it")
    assert str(caught.value) == (
        "'nothing like it' is no body of this register. Use its short name, such as essex-police, "
        f"police-scotland. {ALL_SHOWN.format('body')}; one that is not there can be named with "
        "--kind."
    )
    assert caught.value.near == ()
    with pytest.raises(UnknownSubject) as caught:
        system("hart")
    assert str(caught.value) == (
        "'hart' is no system of this register. Use its short name, such as durham-hart, "
        f"mps-gangs-matrix. {ALL_SHOWN.format('system')}."
    )


def test_near_names_are_asked_after_three_at_most():
    near = UnknownSubject("x", wanted="body", some=("a", "b", "c", "d"), is_near=True)
    assert near.near == ("a", "b", "c", "d")
    assert str(near).startswith("'x' is no body of this register. Did you mean a, b, c? candour")


@pytest.mark.parametrize(
    ("slug", "error", "says"),
    [
        (
            "chicago-police",
            NotInTheUk,
            "Chicago Police Department is outside the UK, and these routes are those of UK law. "
            "Ask the data protection or human rights body of that country.",
        ),
        (
            "4front-project",
            NoAuthority,
            "The 4Front Project is no public authority that these routes lead to. Pick the force "
            "or the council that used the system.",
        ),
    ],
)
def test_a_body_these_routes_do_not_lead_to_is_refused(slug, error, says):
    with pytest.raises(error) as caught:
        found(slug)
    assert str(caught.value) == says


def test_a_body_whose_nation_is_abroad_is_outside_the_uk_whatever_its_kind():
    city = subject(
        statement("A City", field="name"),
        term("local-authority", "kind"),
        term("abroad", "nation"),
        slug="a-city",
        subject_class="body",
    )
    with pytest.raises(NotInTheUk, match="A City is outside the UK"):
        force_from(city)


def test_the_government_is_a_name_for_many():
    subject = register()[0].subjects["uk-government"]
    with pytest.raises(NoAuthority) as caught:
        force_from(subject)
    assert str(caught.value) == (
        f"{subject.name} is a name for many departments, each a body of its own. Pick the "
        "department."
    )


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("chief-constables", "is a name for many police forces, each a body of its own. Pick the"),
        ("local-authorities", "Pick the council."),
        ("youth-offending-service", "Pick the council."),
        ("essex-social-housing-providers", "Pick the landlord."),
        ("chief-constable-of-avon-and-somerset", "(avon-and-somerset-police)"),
        ("xcalibre-task-force", "Pick Greater Manchester Police (greater-manchester-police)."),
        ("project-guardian-taskforce", "(west-midlands-police)"),  # first it names a programme
        ("national-police-chief-scientific-adviser", "(national-police-chiefs-council)"),
        ("mayor-of-london", "(mayors-office-for-policing-and-crime)"),
        ("essex-university-chief-scientific-adviser", "Pick the body that used the system."),
        ("casey-review", "Pick the body that used the system."),
    ],
)
def test_what_nobody_can_write_to_leads_to_who_can_be_written_to(slug, says):
    with pytest.raises(NotWrittenTo) as caught:
        found(slug)
    assert says in str(caught.value)
    if caught.value.whole is not None:
        assert found(caught.value.whole.slug).slug == caught.value.whole.slug


def test_no_office_unit_or_inquiry_is_offered_but_one_that_stands_by_itself():
    for body_file in register()[0].of_class("body"):
        kinds = {str(kind.value) for kind in body_file.of("kind")}
        try:
            force = force_from(body_file)
        except CandourError:
            continue
        if kinds & {"office", "police-unit", "inquiry"}:
            assert force.slug in read_not_written_to()["office"].itself


def test_each_body_that_is_not_written_to_is_of_the_register():
    collection, schema = register()
    for row in read_not_written_to().values():
        assert (
            row.kind in schema.vocabularies["kinds"] if row.kind else row.id in collection.subjects
        )
        for slug in (*row.itself, *filter(None, (row.instead,))):
            assert slug in collection.subjects
        assert bool(row.many) == bool(row.pick)


# whom a law reaches


def reach(**more):
    usual: dict[str, Any] = {
        "nations": NATIONS,
        "countries": (),
        "data_laws": DATA_LAWS,
        "bodies": tuple(read_kinds()),
        "is_public_only": False,
        "is_information": False,
        "is_without_country": False,
    }
    return Reach(**usual | more)


def of_kind(**wanted):
    for kind in read_kinds().values():
        if all(getattr(kind, key) == value for key, value in wanted.items()):
            return Force("", "A body", ("england",), kind)
    raise AssertionError(wanted)


def takes(one, force, nation="england-wales", country=Country.ENGLAND):
    return one.takes_in(force, Nation(nation), country)


def test_a_law_that_names_nobody_reaches_everyone():
    for kind in read_kinds():
        assert takes(reach(), body("england", kind=kind))


def test_a_law_of_public_bodies_reaches_no_private_one():
    private, public = of_kind(is_public=False), of_kind(is_public=True)
    assert not takes(reach(is_public_only=True), private)
    assert takes(reach(is_public_only=True), public)
    assert takes(reach(), private)


def test_a_law_on_information_reaches_whom_an_act_on_information_binds_there():
    without = of_kind(information=())
    assert not takes(reach(is_information=True), without)
    assert takes(reach(), without)
    assert takes(reach(is_information=True), body("england"))


def test_a_law_of_a_nation_a_country_or_a_kind_reaches_no_other():
    police = body("england")
    assert not takes(reach(nations=("scotland",)), police)
    assert not takes(reach(data_laws=("uk-gdpr",)), police)
    assert not takes(reach(bodies=("council",)), police)
    assert takes(reach(countries=("england",)), police)
    assert not takes(reach(countries=("england",)), police, country=Country.WALES)
    assert not takes(reach(countries=("england",)), police, country=None)


def test_a_line_for_where_no_country_is_known_stands_only_there():
    assert takes(reach(is_without_country=True), body(), country=None)
    assert not takes(reach(is_without_country=True), body())
