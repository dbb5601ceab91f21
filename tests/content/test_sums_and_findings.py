"""No sum on the page of a system says otherwise than a finding on the same printed numbers."""

from decimal import Decimal

import pytest

from candour.content import FOLDER
from candour.evidence.amounts import Amount
from candour.evidence.derived import UNDECIDABLE, WORKED_OUT, derived_numbers
from candour.evidence.fields import read_schema
from candour.evidence.findings import read_findings
from candour.evidence.reading import read_collection


@pytest.fixture(scope="module")
def content():
    return read_collection(FOLDER, read_schema(FOLDER))


@pytest.fixture(scope="module")
def derived(content):
    return list(derived_numbers(content))


@pytest.fixture(scope="module")
def findings():
    kept, _ = read_findings(FOLDER)
    return list(kept.values())


def on(finding, derived):
    """The derived numbers that rest on a number which a finding rests on."""
    read = {one["name"].rpartition(": ")[2] for one in finding.finding["inputs"]}
    return [one for one in derived if any(s.id in read for s in one.statements)]


def test_where_a_finding_does_not_know_what_a_share_is_of_no_sum_does(findings, derived):
    unknown = [one for one in findings if one.finding.get("share_of") == "unknown"]
    assert unknown
    for finding in unknown:
        sums = on(finding, derived)
        assert sums
        assert {one.state for one in sums} == {UNDECIDABLE}, finding.name


def test_a_share_stands_for_the_same_in_a_finding_and_in_every_sum(findings, content):
    by_id = {s.id: s for one in content.subjects.values() for s in one.statements}
    shares = [one for one in findings if "share_of" in one.finding]
    assert shares
    for finding in shares:
        name = finding.finding["inputs"][0]["name"]
        amount = Amount.of(by_id[name.rpartition(": ")[2]].value)
        share = finding.finding["share"]
        assert (share["low"], share["high"]) == pytest.approx(
            (float(amount.low), float(amount.high))
        )


def test_counts_that_a_claim_would_mean_are_within_those_of_the_sums(findings, content, derived):
    kept = next(one for one in findings if one.name == "claims-southend-basildon-grip")
    rows = [row for row in kept.finding["claims"] if row["before_low"] is not None]
    sums = {one.spec.name: one for one in on(kept, derived) if one.state == WORKED_OUT}
    assert len(rows) == 1
    for name, side in (("violence-before", "before"), ("violence-after", "after")):
        whole = sums[name].amount
        low, high = rows[0][f"{side}_low"], rows[0][f"{side}_high"]
        assert low - 1 < whole.low <= low <= high <= whole.high < high + 1
        assert (low + high) / 2 == whole.point == Decimal(round(whole.point))
        assert "does not print it" in sums[name].spec.remark


def test_thames_valley_is_read_as_one_in_four_and_a_half_to_five_and_a_half(derived):
    of = {one.spec.name: one for one in derived if one.spec.subject == "tvp-knife-crime-prediction"}
    assert of["wrong-for-each-right"].shown == "4.0 people (3.5 to 4.5)"
    assert of["share-wrong"].shown == "80.0 per cent (77.7 to 81.9)"
    for name in ("wrong-for-each-right", "share-wrong", "people-wrongly-predicted"):
        assert "not recorded as" in of[name].spec.measure
    assert "not people" in of["positive"].spec.remark
