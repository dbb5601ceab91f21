"""Nobody's word on others is taken for research because a report quotes it."""

import pytest

from candour.evidence.reading import read_with_problems
from tests.evidence.making import TOOL, make_folder, schema

SPEAKER = "source: report\nat: '1'\nname: The Speaker\nkind: {kind}\n"
QUOTED = TOOL + "purpose: {value: Find people, said_by: speaker, basis: research}\n"


def problems_of(tmp_path, speaker, tool=QUOTED):
    files = {"systems/tool": tool, "bodies/speaker": speaker}
    folder = make_folder(tmp_path / "content", files)
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


@pytest.mark.parametrize(
    "kind", ["territorial-force", "police-body", "government-department", "court", "vendor"]
)
def test_a_body_that_studies_nobody_is_refused_as_a_researcher(tmp_path, kind):
    ((field, message),) = problems_of(tmp_path, SPEAKER.format(kind=kind))

    assert field == "purpose.1"
    assert message.startswith(f"'speaker' is or belongs to a body of the kind '{kind}'")


def test_an_officer_of_a_force_is_refused_as_a_researcher(tmp_path):
    ((_, message),) = problems_of(tmp_path, SPEAKER.format(kind="role") + "part-of: force\n")

    assert "belongs to a body of the kind 'territorial-force'" in message


@pytest.mark.parametrize(
    "kind", ["university", "oversight-body", "international-body", "organisation", "inquiry"]
)
def test_those_who_look_into_others_are_taken(tmp_path, kind):
    assert problems_of(tmp_path, SPEAKER.format(kind=kind)) == []


def test_researchers_without_a_name_are_taken(tmp_path):
    assert problems_of(tmp_path, SPEAKER.format(kind="role")) == []


def test_an_officer_is_quoted_on_his_own_word(tmp_path):
    quoted = QUOTED.replace(", basis: research", "")

    assert problems_of(tmp_path, SPEAKER.format(kind="role") + "part-of: force\n", quoted) == []


def test_the_authors_of_a_report_are_taken_whatever_they_are(tmp_path):
    own = TOOL + "purpose: {value: Find people, basis: research}\n"

    assert problems_of(tmp_path, SPEAKER.format(kind="vendor"), own) == []
