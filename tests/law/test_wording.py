"""The guard on words: seen to fail on each thing we never say, and to let our own words pass."""

import pytest

from candour.law.letters import read_letters
from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.triage import read_texts
from candour.law.wording import Unsayable, checked, unsayable
from tests.law.reading_age import school_years

NINTH_YEAR = 9  # of school: a pupil of 14
EACH = 12  # no single text asks for more


@pytest.mark.parametrize(
    "text",
    [
        "This system was used on you.",
        "The tool has been used against them.",
        "You were profiled by the force.",
        "You have been scored.",
        "They targeted you.",
        "The search was unlawful.",
        "What they did is illegal.",
        "The force broke the law.",
        "It breached your rights.",
        "You have a strong case.",
        "Your claim is strong.",
        "You will win.",
        "This is free.",
        "It costs you nothing.",
        "This step is safe.",
        "You can safely send it.",
        "It is too late.",
        "The door is closed for good.",
        "You can no longer complain.",
        "You can't complain now.",
        "You can’t appeal.",
        "You have lost your right to claim.",
    ],
)
def test_the_guard_fails_on_what_is_never_said(text):
    assert unsayable(text)
    with pytest.raises(Unsayable):
        checked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ask whether a system had a part in it.",
        "The ordinary limit has passed. A court may extend it.",
        "Freedom of information request",
        "Safeguards are set out in the Act.",
        "No fee.",
    ],
)
def test_the_guard_lets_plain_words_pass(text):
    assert checked(text) == text


def test_a_name_in_the_register_is_no_claim_of_ours():
    assert unsayable("Please look in Free to Roam.")
    assert not unsayable("Please look in Free to Roam.", names=["Free to Roam"])


def plain_texts():
    texts = read_texts()
    for route in read_routes().values():
        yield f"route {route.id}", route.plain
        yield f"limits {route.id}", " ".join(f"{limit.rstrip('.')}." for limit in route.limits)
    for rule in read_rules().by_id.values():
        yield f"rule {rule.id}", rule.plain
    for key, text in {**texts.messages, **texts.situations}.items():
        if not key.endswith("-friend"):  # names that a court gives to an adult, put into a sentence
            yield f"message {key}", text
    for key, reply in texts.replies.items():
        yield f"reply {key}", reply.means
    for step in texts.steps:
        yield f"step {step.id}", step.plain
    for kind, letter in read_letters().by_kind.items():
        yield f"before {kind}", letter.before


PLAIN = dict(plain_texts())


def test_no_note_of_a_rule_says_what_is_never_said():
    for rule in read_rules().by_id.values():
        for text in (rule.name, rule.starts, rule.saving, *rule.notes):
            assert not unsayable(text), rule.id


@pytest.mark.parametrize("name", PLAIN)
def test_what_a_person_reads_passes_the_guard_and_is_plain(name):
    assert checked(PLAIN[name])
    assert school_years(PLAIN[name]) <= EACH


@pytest.mark.parametrize("kind", ["route", "limits", "rule", "message", "reply", "step", "before"])
def test_on_the_whole_a_pupil_of_14_can_read_it(kind):
    whole = " ".join(text for name, text in PLAIN.items() if name.startswith(kind))
    assert school_years(whole) <= NINTH_YEAR


def test_a_hard_text_is_told_from_a_plain_one():
    hard = "The aforementioned authority is statutorily obligated to expeditiously communicate."
    assert school_years(hard) > EACH > school_years("Ask the force what it has. Keep a copy.")
