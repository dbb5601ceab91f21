"""A force of an audit is named as everywhere: by code, name, former name or letters."""

import pytest

from candour.audit.residents.populations import slug_of
from candour.cli.audit.naming import POLICE_UK, NotAForce, codes_of
from candour.evidence.body_finder import UnknownBody
from tests.law.asking import register


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("essex", "essex"),
        ("Essex Police", "essex"),
        ("essex-police", "essex"),
        ("btp", "btp"),
        ("psni", "northern-ireland"),
        ("MPS", "metropolitan"),
        ("Devon & Cornwall", "devon-and-cornwall"),
    ],
)
def test_a_force_is_found_by_all_it_is_called(name, code):
    assert codes_of([name]) == (code,)


def test_every_code_of_data_police_uk_names_itself_as_before():
    codes = [
        str(code.value)
        for body in register()[0].of_class("body")
        for code in body.of("code")
        if code.qualifier("scheme") == POLICE_UK
    ]
    assert len(codes) > 40
    assert codes_of(codes) == tuple(codes)
    assert tuple(map(slug_of, codes)) == tuple(codes)


def test_where_none_fits_the_nearest_is_offered():
    with pytest.raises(UnknownBody, match="Essex Police"):
        codes_of(["esex"])


def test_a_name_near_no_body_is_left_to_the_audit():
    assert codes_of(["Narnia"]) == ("narnia",)


def test_a_body_that_is_no_force_is_refused():
    with pytest.raises(NotAForce, match="Bristol City Council"):
        codes_of(["Bristol City Council"])


def test_nothing_is_read_where_no_force_is_named():
    assert codes_of([], folder=None) == ()  # type: ignore[arg-type]
