"""What replies and steps rest on: stated by each, and of a law that binds the body."""

from itertools import product

import pytest

from candour.core.errors import BadContent
from candour.law.answers import Request
from candour.law.bodies import read_kinds, typed_force
from candour.law.filed import read_entries, refuse
from candour.law.holidays import Country, Nation, legal_system
from candour.law.letters import read_letters
from candour.law.provisions import provisions_of, read_provisions
from candour.law.rules import Status
from candour.law.triage import read_texts
from tests.law.asking import force
from tests.law.sweep import results

# Replies of which no law was read at all for some bodies: the reply's own words say so.
UNREAD = {"review-refused"}


def named(law):
    return {f"{each.act}, {each.section}" for each in law}


@pytest.mark.parametrize(("kind", "country"), list(product(read_kinds(), Country)))
def test_what_a_reply_rests_on_binds_the_body_that_sent_it(kind, country):
    body = typed_force("A body", kind=read_kinds()[kind], country=country)
    nation = legal_system(country)
    for reply in read_texts().replies.values():
        may_come = country in body.kind.countries and reply.may_come_from(body, nation)
        if may_come and reply.law:
            binding = [each for each in reply.law if each.binds(body, nation, country)]
            assert binding or reply.id in UNREAD, reply.id


def test_a_police_data_reply_rests_on_part_3_and_a_councils_on_the_uk_gdpr():
    replies = read_texts().replies
    acts = {
        law.value: {each.act for r in replies.values() if r.data_laws == (law,) for each in r.law}
        for law in {law for r in replies.values() for law in r.data_laws}
    }
    assert acts["part-3"] == acts["part-4"] == {"Data Protection Act 2018"}
    assert acts["uk-gdpr"] == {"UK GDPR"}


def test_a_reply_on_information_rests_on_the_act_of_its_own_nation():
    for reply in read_texts().replies.values():
        if reply.request is Request.INFORMATION:
            by_nation: dict[Nation, list[str]] = {nation: [] for nation in Nation}
            for each in reply.law:
                for nation in each.reach.nations:
                    by_nation[nation].append(each.act)
            assert all("(Scotland)" in act for act in by_nation[Nation.SCOTLAND]), reply.id
            assert all(by_nation.values()), reply.id


def test_the_transport_police_in_scotland_answer_under_the_act_of_the_uk():
    police = force("british-transport-police")
    reply = read_texts().replies["refused"]
    binding = [e for e in reply.law if e.binds(police, Nation.SCOTLAND, Country.SCOTLAND)]
    assert "Freedom of Information Act 2000, s.17" in named(binding)
    assert not any("(Scotland)" in text for text in named(binding))


@pytest.mark.parametrize("country", Country)
def test_a_step_rests_only_on_law_that_binds_its_body(country):
    shown = 0
    for body, result in results(country):
        for step in (*result.openings, *result.later):
            for each in step.law:
                shown += 1
                assert each.binds(body, result.nation, result.country), (step.id, body.kind.id)
            assert ("rests_on" in step.as_dict()) == (step.route is None), step.id
    assert shown


def test_each_says_how_far_its_text_was_read():
    rows = read_texts().replies["too-costly"].as_dict()["rests_on"]
    assert rows[0] == {
        "act": "Freedom of Information Act 2000",
        "section": "s.12, with regs 3 to 5 of SI 2004/3244",
        "status": Status.PART.value,
        "checked_on": "2026-11-29",
    }
    assert rows[1]["status"] == Status.BACKGROUND.value


def test_a_reply_that_states_no_law_is_told(tmp_path):
    path = tmp_path / "replies.yaml"
    path.write_text("one: {name: x}\ntwo: {law: [dpa-1]}\n", encoding="utf-8")
    entries, problems = read_entries(path)
    assert [provisions_of(entry) for _name, entry in entries] == [(), ()]
    with pytest.raises(BadContent) as caught:
        refuse(problems)
    told = [problem.message for problem in caught.value.problems]
    assert told[0] == "is missing; where it is advice of ours, write []"
    assert told[1].startswith("'dpa-1' is not one of dpa-42, ")
    assert len(told) == 2


def test_every_provision_is_used_by_a_letter_a_reply_or_a_step():
    texts = read_texts()
    used = {each.key for reply in texts.replies.values() for each in reply.law}
    used |= {each.key for step in texts.steps for each in step.law}
    used |= {key for spec in read_letters().by_kind.values() for key in spec.law()}
    assert used == set(read_provisions())
