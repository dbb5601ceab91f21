"""Forces are compared by a ratio only where all that it rests on is the same."""

import html
from dataclasses import replace

import pytest

from candour.evidence.quantities import Quantity
from candour.register.by_force import by_force
from candour.register.ratios import GROUP, REFERENCE, basis_of, comparable
from candour.web.pages.force_ratios import LOWEST, WIDTH, ratios_shown
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import load_on
from tests.support.findings import put, recorded

pytestmark = pytest.mark.django_db
shipped = pytest.mark.usefixtures("loaded_register")


@shipped
def test_all_that_stand_together_have_one_finding_measure_period_and_denominator():
    found = comparable()
    assert found
    for one in found:
        assert {basis_of(statement) for statement in one.ratios.values()} == {one.basis}
        assert one.basis.period
        assert one.basis.denominator
        assert (one.basis.group, one.basis.reference) == (GROUP, REFERENCE)


@shipped
def test_every_other_force_is_told_to_be_not_comparable():
    for one in comparable():
        assert set(one.ratios) | set(one.without) == set(by_force().names)
        assert set(one.ratios).isdisjoint(one.without)


@shipped
def test_forces_stand_by_name_and_none_has_a_place_in_an_order(client):
    names = dict(by_force().names)
    for shown in ratios_shown(comparable(), names):
        rows = [row.force.text for row in shown.rows]
        assert rows == sorted(rows)
    page = html.unescape(client.get("/forces/").content.decode())
    assert "Not comparable, for want of the same data" in page


@shipped
def test_a_dot_lies_in_its_line_and_the_same_factor_is_as_far_either_way():
    (shown, *_) = ratios_shown(comparable(), dict(by_force().names))
    for row in shown.rows:
        assert 0 <= row.left <= row.at <= row.right <= WIDTH
        assert row.interval
    places = {label: x for x, label in shown.ticks}
    assert places["2"] - shown.one == pytest.approx(shown.one - places["0.5"], abs=0.11)
    assert LOWEST < 1


@shipped
def test_the_number_and_range_are_those_of_the_statement(client):
    one = comparable()[0]
    page = html.unescape(client.get("/forces/").content.decode())
    for slug in ("essex-police", "metropolitan-police"):
        statement = one.ratios[slug]
        assert isinstance(statement.value, Quantity)
        assert f'/statements/{statement.id}/">{statement.value.printed}</a>' in page


def test_a_force_is_compared_only_where_another_has_a_ratio_on_the_same_basis(tmp_path):
    """One ratio of each force on one basis, and a second of one of them on a basis of its own."""
    shared = recorded(headlines=("2.97 times", "8 times"), about=("force", "other-force"))
    of_other = replace(shared.statements[0], subject="other-force")
    both = replace(shared, statements=(*shared.statements, of_other))
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    put(folder, both)
    load_on(folder)

    (one,) = comparable()

    assert one.title == "A made-up finding"
    assert one.basis.measure == "searches, 1"
    assert {slug: statement.id for slug, statement in one.ratios.items()} == {
        "force": shared.statements[0].id,
        "other-force": of_other.id,
    }
    assert one.without == ()


def test_a_force_alone_is_compared_with_nobody(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    put(folder, recorded())
    load_on(folder)
    assert comparable() == ()
