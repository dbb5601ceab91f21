"""What is due to be read again: all that was not read whole, and what was read too long ago."""

from datetime import date

from candour.law.read_again import ToRead, due_to_be_read
from tests.law.as_filed import filed

NOT_WHOLE = {
    "part": "It was read in part.",
    "background": "It was not read, from background knowledge.",
}


def rows():
    """Each rule, route and provision: its name, text, how far and when it was read."""
    for name, row in filed("rules.yaml").items():
        text = ", ".join(part for part in (row["act"], row.get("section")) if part)
        yield name, text, row.get("status", "read"), row["checked-on"]
    for name, row in filed("routes.yaml").items():
        yield name, row["law"], row["status"], row["checked-on"]
    for name, row in filed("provisions.yaml").items():
        yield name, f"{row['act']}, {row['section']}", row["status"], row["checked-on"]


def expected(before):
    for name, text, status, checked_on in rows():
        why = NOT_WHOLE.get(status, "")
        if not why and checked_on < before:
            why = f"It was last checked on {checked_on}."
        if why:
            yield {"what": text, "why": why, "ids": [name], "checked_on": checked_on}


def test_what_was_not_read_whole_and_what_is_old_is_due_and_nothing_else():
    watched = filed("read-again.yaml")["watched"]
    for before in ("2026-11-22", "2026-11-23", "2027-01-01"):
        due = [each.as_dict() for each in due_to_be_read(before=date.fromisoformat(before))]
        assert [each["what"] for each in due[: len(watched)]] == [row["what"] for row in watched]
        assert due[len(watched) :] == list(expected(before))


def test_what_is_watched_has_no_day():
    assert ToRead("An Act", "It may change.", ("C1",), None).as_dict() == {
        "what": "An Act",
        "why": "It may change.",
        "ids": ["C1"],
        "checked_on": None,
    }
