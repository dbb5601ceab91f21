"""Types of crime stand side by side only where nothing but the targets differs."""

from dataclasses import replace

import pytest

from candour.audit.places.types import changes, changes_in_title, side_by_side
from candour.audit.places.types_kind import KIND
from candour.audit.reports import as_html
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.findings import read_findings


@pytest.fixture(scope="module")
def findings():
    kept, _ = read_findings(FOLDER)
    names = ("burglary", "drugs", "robbery")
    return {name: KINDS.read(kept[f"places-london-{name}"].finding) for name in names}


def test_each_type_keeps_the_numbers_of_its_own_finding(findings):
    result = side_by_side(findings).result

    for name, one in findings.items():
        for row in one.result.exposure:
            assert result.of(name, row.group).share == row.share
        for row in one.result.comparisons:
            assert result.of(name, row.group).within_bands == row.within_bands
        largest = max(one.result.exposure, key=lambda row: row.share)
        assert result.most_exposed(name).group == largest.group


def test_it_says_where_another_group_has_the_largest_share(findings):
    finding = side_by_side(findings)

    assert "depends on the type of crime" in finding.sentences[0]
    assert changes(finding.result) == (
        "Black residents for drugs; residents of other groups for the other 2 types"
    )
    title = changes_in_title(finding.result, "white")
    black, white = (finding.result.of("drugs", group).share for group in ("black", "white"))
    assert title.startswith(f"most drugs live {black:.1%} of Black and {white:.1%} of white ")
    assert "largest" not in title
    alike = side_by_side({"one": findings["burglary"], "two": findings["burglary"]})
    assert alike.sentences[0].startswith("For every type of crime the largest share is that of")


def test_it_is_read_back_and_drawn(findings):
    finding = side_by_side(findings)

    assert KIND.finding(finding.as_dict()) == finding
    assert "Ratio to the white share" in as_html(finding, KIND)


def test_findings_that_differ_in_more_than_their_targets_are_refused(findings):
    robbery = findings["robbery"]
    other = replace(robbery, plan=replace(robbery.plan, reference="black"))

    with pytest.raises(ValueError, match="more than their targets"):
        side_by_side({"robbery": robbery, "other": other})
    with pytest.raises(ValueError, match="two findings or more"):
        side_by_side({"robbery": robbery})
