"""What a file of the law says is what is read: each row, each key, against another reader."""

from dataclasses import replace

import pytest

from candour.core.errors import BadContent
from candour.law.bodies import read_kinds
from candour.law.exemptions import read_exemptions
from candour.law.filed import read_names
from candour.law.holidays import Nation
from candour.law.letter_files import read_addresses, read_parts
from candour.law.letters import read_letters
from candour.law.provisions import read_provisions
from candour.law.read_again import read_list
from candour.law.requirements import read_requirements
from candour.law.routes import read_routes
from candour.law.rules import UnknownClock, read_rules
from candour.law.triage_texts import read_texts
from tests.law.as_filed import LAW, NATIONS, all_but, filed, listed, opened, yes

WHATS = (
    *("stop-and-search", "road-check", "terrorism-stop", "told-a-score", "letter-or-ban"),
    *("visit-or-warning", "arrest-or-charge", "prevent", "assessed", "homeless", "housing-list"),
    *("home-refused", "job-refused", "school", "children", "benefits-refused"),
    *("refused-service", "watched", "patrols", "not-sure", "general"),
)
DATA_LAWS = ("part-3", "uk-gdpr", "part-4")
COUNTRIES = ("england", "wales", "scotland", "northern-ireland")
PEOPLE = ("self", "child", "client", "public-interest")
STATUSES = {
    "read": "read",
    "part": "read in part",
    "background": "not read, from background knowledge",
}
TEXTS_OF_VARIANTS = (
    *("name", "plain", "who", "against", "event", "letter", "law", "source", "delivers"),
)


def values(thing, names):
    return {name: getattr(thing, name) for name in names.split()}


# routes


def police():
    return tuple(name for name, row in filed("body-kinds.yaml").items() if yes(row, "police"))


def a_route(row):
    """The fields of a route, by the words of its row."""
    kinds = tuple(filed("body-kinds.yaml"))
    named = {"bodies": list(police())} if yes(row, "police-only") else {}
    first, _, rest = row["plain"].partition(". ")
    return {
        "name": row["name"],
        "plain": row["plain"],
        "short": row.get("short") or (f"{first}." if rest else first),
        "about": row["about"],
        "phase": row["phase"],
        "kind": row["kind"],
        "starters": listed(row, "by"),
        "who": row["who"],
        "nations": listed(row, "nations"),
        "against": row["against"],
        "what": listed(row, "what") or WHATS,
        "bodies": all_but({**row, **named}, kinds),
        "data_laws": listed(row, "data-law") or DATA_LAWS,
        "countries": listed(row, "countries"),
        "is_adults_only": yes(row, "adults-only"),
        "is_of_body": row.get("law-of") == "body",
        "is_for_all": yes(row, "for-all"),
        "is_for_public_bodies": yes(row, "public-bodies"),
        "is_of_one_nation": yes(row, "one-nation"),
        "comes_first": yes(row, "first"),
        "replaces": listed(row, "replaces"),
        "spent_by": listed(row, "spent-by"),
        "needs": listed(row, "needs"),
        "cost": row["cost"],
        "cost_risk": row["cost-risk"],
        "event": row.get("event", ""),
        "event_by_nation": row.get("event-by-nation", {}),
        "clocks": listed(row, "clocks"),
        "decided": row.get("decided", ""),
        "delivers": row["delivers"],
        "limits": listed(row, "limits"),
        "next": listed(row, "next"),
        "letter": row.get("letter", ""),
        "law": row["law"],
        "source": row["source"],
        "status": STATUSES[row["status"]],
        "checked_on": row["checked-on"],
    }


def a_variant(row):
    texts = {key: row[key] for key in TEXTS_OF_VARIANTS if row.get(key)}
    texts |= {key: "" for key in ("event", "letter") if texts.get(key) == "none"}
    return {
        "nations": listed(row, "nations") or NATIONS,
        "countries": listed(row, "countries"),
        "bodies": listed(row, "bodies"),
        "texts": texts,
        "clocks": listed(row, "clocks"),
        "status": STATUSES[row["status"]] if "status" in row else None,
    }


def test_each_route_is_read_as_it_is_filed():
    routes = read_routes()
    assert list(routes) == list(filed("routes.yaml"))
    for name, row in filed("routes.yaml").items():
        expected = a_route(row)
        read = values(routes[name], " ".join(expected))
        assert read | {"checked_on": str(read["checked_on"])} == expected, name
        assert routes[name].id == name
        assert routes[name].is_police_only == (set(expected["bodies"]) <= set(police())), name


def test_each_variant_of_a_route_changes_what_its_row_names_and_no_more():
    for name, route in read_routes().items():
        expected = [a_variant(row) for row in filed("routes.yaml")[name].get("here", [])]
        fields = "nations countries bodies texts clocks status"
        assert [values(each, fields) for each in route.variants] == expected, name


def test_all_clocks_of_a_route_begin_with_that_of_the_event_in_that_nation():
    routes = read_routes()
    for name, row in filed("routes.yaml").items():
        for nation in Nation:
            event = row.get("event-by-nation", {}).get(nation, row.get("event", ""))
            expected = ((event,) if event else ()) + listed(row, "clocks")
            assert routes[name].all_clocks(nation) == expected, (name, nation)
            assert routes[name].event_clock(nation) == event


def test_a_court_is_what_is_judicial_and_runs_from_the_day_it_happened():
    courts = {name for name, route in read_routes().items() if route.is_court}
    rows = filed("routes.yaml").items()
    assert courts == {n for n, row in rows if (row["kind"], row["phase"]) == ("judicial", "time")}
    assert courts


# rules


WHOSE = {"body": "the body must act by", "person": "the person should act by"} | {
    "opens": "the step opens"
}
HOLIDAYS = {
    "any-part": "any part of the UK",
    "scotland": "Scotland",
    "england-wales": "England and Wales",
    "of-the-nation": "the nation",
    "none": "none",
}
LAST = {
    "stays": "stays",
    "rolls": "next working day",
    "do-not-rely": "do not rely on more time",
}
STOPS = {"nothing": "nothing", "restarts": "starts again", "left-out": "days left out"}
ALWAYS = "1000-01-01/"


def a_length(text):
    spans = []
    for part in text.split(", then "):
        number, _, rest = part.partition(" ")
        unit, start = rest.removesuffix(" after"), "after"
        if rest.endswith(" beginning with"):
            unit, start = rest.removesuffix(" beginning with"), "with"
        spans.append((int(number), unit.removesuffix("s"), start == "with"))
    return tuple(spans)


def a_date(row):
    return (row["name"], a_length(row["length"]), row.get("source", ""))


def a_rule(row):
    dates = [a_date(each) for each in row.get("dates", [])]
    if "length" in row:
        dates.insert(0, ("due", a_length(row["length"]), ""))
    section = row.get("section", "")
    return {
        "name": row["name"],
        "plain": row["plain"],
        "starts": row["starts"],
        "meaning": WHOSE[row.get("meaning", "person")],
        "nations": listed(row, "nations") or NATIONS,
        "countries": listed(row, "countries"),
        "instead": row.get("instead", {}),
        "parts": listed(row, "parts"),
        "dates": tuple(dates),
        "readings": tuple(a_date(each) for each in row.get("readings", [])),
        "also": tuple(a_date(each) for each in row.get("also", [])),
        "holidays": HOLIDAYS[row.get("holidays", "none")],
        "last_day": LAST[row.get("last-day", "stays")],
        "stop": STOPS[row.get("stop", "nothing")],
        "stop_in_force": row.get("stop-in-force", ALWAYS),
        "needs_stop": yes(row, "needs-stop"),
        "is_soft": yes(row, "soft"),
        "is_careful": yes(row, "careful"),
        "is_policy": yes(row, "policy"),
        "is_prompt": yes(row, "promptly"),
        "act": row["act"],
        "section": section,
        "source": ", ".join(part for part in (row["act"], section) if part),
        "address": row.get("address", ""),
        "in_force": row.get("in-force", ALWAYS),
        "judged_by": row.get("judged-by", "start"),
        "saving": row.get("saving", ""),
        "status": STATUSES[row.get("status", "read")],
        "checked_on": row["checked-on"],
        "notes": listed(row, "notes"),
        "then": tuple((each["days"], each["note"]) for each in row.get("then", [])),
    }


def spans_of(dates):
    return tuple(
        (
            each.name,
            tuple((span.count, span.unit, span.beginning_with) for span in each.length),
            each.source,
        )
        for each in dates
    )


def test_each_rule_is_read_as_it_is_filed():
    rules = read_rules().by_id
    assert list(rules) == list(filed("rules.yaml"))
    for name, row in filed("rules.yaml").items():
        expected, rule = a_rule(row), rules[name]
        read = values(rule, " ".join(expected)) | {
            "dates": spans_of(rule.dates),
            "readings": spans_of(rule.readings),
            "also": spans_of(rule.also),
            "stop_in_force": rule.stop_in_force.text,
            "in_force": rule.in_force.text,
            "checked_on": str(rule.checked_on),
            "then": tuple((each.days.text, each.note) for each in rule.then),
        }
        assert read == expected, name
        assert rule.id == name


# kinds of body


def a_kind(row):
    works = row.get("works-in", {})
    return {
        "name": row["name"],
        "register": listed(row, "register"),
        "bodies": listed(row, "bodies"),
        "words": listed(row, "words"),
        "is_police": yes(row, "police"),
        "is_public": row["public"] in {"yes", "unsettled"},
        "is_settled": row["public"] in {"yes", "no"},
        "data_law": row["data-law"],
        "information": listed(row, "information"),
        "data_to": row["data-to"],
        "data_to_by_nation": row.get("data-to-by-nation", {}),
        "complaint_to": row["complaint-to"],
        "what": listed(row, "what"),
        "countries": listed(row, "countries") or COUNTRIES,
        "works_in": {slug: tuple(text.split(" ")) for slug, text in works.items()},
        "is_uk_wide": yes(row, "uk-wide"),
        "status": STATUSES[row["status"]],
    }


def test_each_kind_of_body_is_read_as_it_is_filed():
    kinds = read_kinds()
    assert list(kinds) == list(filed("body-kinds.yaml"))
    for name, row in filed("body-kinds.yaml").items():
        expected = a_kind(row)
        assert values(kinds[name], " ".join(expected)) == expected, name
        assert kinds[name].id == name


# what triage says


def a_reply(row):
    return {
        "name": row["name"],
        "says": row["says"],
        "means": row["means"],
        "ask": listed(row, "ask"),
        "next": listed(row, "next"),
        "then": listed(row, "then"),
        "letter": row.get("letter", ""),
        "is_unknown": yes(row, "unknown"),
        "is_silence": yes(row, "silence"),
        "is_decision": yes(row, "anew"),
        "there": row.get("there", {}),
        "request": row["request"],
        "data_laws": listed(row, "data-law") or DATA_LAWS,
        "bodies": all_but(row, filed("body-kinds.yaml")),
    }


def test_each_reply_is_read_as_it_is_filed():
    replies = read_texts().replies
    assert list(replies) == list(filed("replies.yaml"))
    for name, row in filed("replies.yaml").items():
        expected = a_reply(row)
        assert values(replies[name], " ".join(expected)) == expected, name
        assert [each.key for each in replies[name].law] == [*listed(row, "law")], name
        assert replies[name].id == name


def test_a_reply_is_given_to_programs_with_all_that_is_told_of_it():
    for name, row in filed("replies.yaml").items():
        expected = a_reply(row)
        assert read_texts().replies[name].as_dict() == {
            "id": name,
            **{key: expected[key] for key in ("name", "says", "means", "request", "there")},
            "leaves_it_unknown": expected["is_unknown"],
            "ask": list(expected["ask"]),
            "next": list(expected["next"]),
            "then": list(expected["then"]),
            "letter": expected["letter"] or None,
            "data_law": list(expected["data_laws"]),
            "rests_on": [a_provision(key) for key in listed(row, "law")],
        }


def a_provision(key):
    row = filed("provisions.yaml")[key]
    status = STATUSES[row["status"]]
    return {"act": row["act"], "section": row["section"], "status": status} | {
        "checked_on": row["checked-on"]
    }


def test_each_case_is_read_as_it_is_filed_and_in_that_order():
    assert [
        values(case, "id situations for_whom what bodies is_adviser_first steps")
        for case in read_texts().cases
    ] == [
        {
            "id": name,
            "situations": listed(row, "situations"),
            "for_whom": listed(row, "for"),
            "what": listed(row, "what"),
            "bodies": listed(row, "bodies"),
            "is_adviser_first": yes(row, "adviser"),
            "steps": listed(row, "steps"),
        }
        for name, row in filed("first-steps.yaml").items()
    ]


def test_each_step_that_is_no_route_is_read_as_it_is_filed():
    kinds = tuple(filed("body-kinds.yaml"))
    names = (
        "id phase name plain letter letter_for_solicitor starters bodies branch nations what summed"
    )
    assert [
        values(step, f"{names} is_on_reply") | {"law": tuple(each.key for each in step.law)}
        for step in read_texts().steps
    ] == [
        {
            "law": listed(row, "law"),
            "id": name,
            **{key: row[key] for key in ("phase", "name", "plain", "letter")},
            "letter_for_solicitor": row.get("letter-for-solicitor", ""),
            "starters": listed(row, "starters"),
            "bodies": listed(row, "bodies") or kinds,
            "branch": row.get("branch", ""),
            "nations": listed(row, "nations") or NATIONS,
            "what": listed(row, "what"),
            "summed": row.get("sum", ""),
            "is_on_reply": yes(row, "on-reply"),
        }
        for name, row in filed("triage.yaml")["steps"].items()
    ]


def test_each_who_may_help_is_read_as_it_is_filed():
    assert [
        values(each, "name nations countries offers address who what status")
        for each in read_texts().helpers
    ] == [
        {
            "name": row["name"],
            "nations": listed(row, "nations"),
            "countries": listed(row, "countries"),
            "offers": row["for"],
            "address": row["address"],
            "who": row.get("who", ""),
            "what": listed(row, "what"),
            "status": STATUSES[row["status"]],
        }
        for row in filed("triage.yaml")["helpers"]
    ]


def test_what_is_said_around_the_routes_is_read_as_it_is_filed():
    texts, row = read_texts(), filed("triage.yaml")
    assert texts.states == row["states"]
    assert texts.messages == row["messages"]
    assert texts.situations == row["situations"]
    assert {name: (str(day), then) for name, (day, then) in texts.began.items()} == {
        name: (each["day"], each["then"]) for name, each in row["forces-began"].items()
    }


# letters


def a_reach(row):
    return {
        "nations": listed(row, "nations") or NATIONS,
        "countries": listed(row, "countries"),
        "data_laws": listed(row, "data-law") or DATA_LAWS,
        "bodies": all_but(row, filed("body-kinds.yaml")),
        "is_public_only": yes(row, "public"),
        "is_information": yes(row, "information"),
        "is_without_country": yes(row, "no-country"),
    }


def reach_of(thing):
    fields = "nations countries data_laws bodies is_public_only is_information is_without_country"
    return values(thing.reach, fields)


def a_paragraph(row):
    items = row.get("items", [])
    return {
        "text": row["text"],
        "items": () if items in ("data", "gaps") else listed(row, "items"),
        "for_whom": listed(row, "for") or PEOPLE,
        "needs": row.get("needs", ""),
        "law": listed(row, "law"),
        "reach": a_reach(row),
    }


def a_letter(row):
    signer = row.get("signer", "person")
    usual = tuple(p for p in PEOPLE if signer != "person" or p != "public-interest")
    to = row["to"]
    laws = [(each, key) for each in row["paragraphs"] for key in listed(each, "law")]
    return {
        **{key: row[key] for key in ("name", "does", "before", "subject")},
        "there": row.get("there", {}),
        "to": {name: to if isinstance(to, str) else to.get(name, "") for name in NATIONS},
        "reach": a_reach(row),
        "routes": listed(row, "routes"),
        "signer": signer,
        "for_whom": listed(row, "for") or usual,
        "is_police_only": yes(row, "police-only"),
        "is_of_body": row.get("law-of") == "body",
        "request": row.get("request"),
        "needs_capacity": yes(row, "needs-capacity"),
        "needs_gaps": yes(row, "needs-gaps"),
        "is_for_adviser": yes(row, "for-adviser"),
        "one_nation": listed(row, "one-nation"),
        "look_for": row.get("look-for", ""),
        "sent_to": row.get("sent-to", {}),
        "sent_to_bodies": listed(row, "sent-to-bodies"),
        "paragraphs": [a_paragraph(each) for each in row["paragraphs"]],
        "law": {
            nation: tuple(
                dict.fromkeys(
                    key for each, key in laws if nation in (listed(each, "nations") or NATIONS)
                )
            )
            for nation in NATIONS
        },
    }


def test_each_letter_is_read_as_it_is_filed():
    specs = read_letters().by_kind
    assert set(specs) == {path.stem for path in (LAW / "letters").glob("*.yaml")}
    for kind, spec in specs.items():
        expected = a_letter(opened(LAW / "letters" / f"{kind}.yaml"))
        read = values(spec, " ".join(expected)) | {
            "reach": reach_of(spec),
            "paragraphs": [
                values(each, "text items for_whom needs law") | {"reach": reach_of(each)}
                for each in spec.paragraphs
            ],
            "law": {nation.value: spec.law(nation) for nation in Nation},
        }
        assert read == expected, kind
        assert spec.kind == kind


def test_each_provision_is_read_as_it_is_filed():
    provisions = read_provisions()
    assert list(provisions) == list(filed("provisions.yaml"))
    for key, row in filed("provisions.yaml").items():
        read = provisions[key]
        days = (str(read.since), str(read.until or ""), str(read.checked_on))
        assert days == (row["since"], row.get("until", ""), row["checked-on"]), key
        said = (read.key, read.act, read.section, read.status)
        assert said == (key, row["act"], row["section"], row["status"])
        assert read.is_since_read == yes(row, "since-read"), key
        assert reach_of(read) == a_reach(row), key


# The days on which a provision came into force, so far as they were read.
READ_DAYS = {
    "dpa-50a": "2026-02-05",
    "dpa-164a": "2026-06-19",
    "dpa-45-2a": "2024-01-01",
    "ukgdpr-22a": "2026-02-05",
    "ukgdpr-12a": "2026-02-05",
    "ni-53": "2018-01-08",
}


def test_the_day_a_provision_came_into_force_is_marked_unless_it_was_read():
    provisions = read_provisions()
    assert {key: str(p.since) for key, p in provisions.items() if p.is_since_read} == READ_DAYS


def test_each_address_is_read_as_it_is_filed():
    addresses = read_addresses()
    assert list(addresses) == list(filed("addresses.yaml"))
    for key, row in filed("addresses.yaml").items():
        read, lines = addresses[key], listed(row, "lines")
        email, phone = row.get("email", ""), row.get("phone", "")
        assert (read.name, read.lines, read.source) == (row["name"], lines, row["source"]), key
        assert (read.email, read.phone, str(read.checked_on)) == (email, phone, row["checked-on"])
        line = ", ".join(text for text in (row["name"], *lines, email, phone) if text)
        assert read.in_one_line() == line


def a_blank(row):
    kind = row["kind"]
    usual = {"text": 200, "lines": 4000}.get(kind, 0)
    return {
        "label": row["label"],
        "kind": kind,
        "hint": row.get("hint", ""),
        "is_optional": yes(row, "optional"),
        "otherwise": row.get("otherwise", ""),
        "choices": listed(row, "choices"),
        "most": int(row.get("most", usual)),
        "is_no_story": yes(row, "no-story"),
    }


def test_what_letters_share_is_read_as_it_is_filed():
    parts, row = read_parts(), filed("letter-parts.yaml")
    for key, text in {**parts.notices, **parts.texts}.items():
        assert text == row[key]
    assert parts.status == row["status"]
    assert parts.opening == row["opening"]
    assert {name: (each.name, each.who) for name, each in parts.signers.items()} == {
        name: (each["name"], each["who"]) for name, each in row["signers"].items()
    }
    assert [(each.id, each.name, each.why, each.letters) for each in parts.groups] == [
        (name, each["name"], each["why"], listed(each, "letters"))
        for name, each in row["groups"].items()
    ]
    assert list(parts.blanks) == list(row["blanks"])
    for name, each in row["blanks"].items():
        expected = a_blank(each)
        assert values(parts.blanks[name], " ".join(expected)) == expected, name
        assert parts.blanks[name].name == name


# the rest


def test_each_exemption_is_read_as_it_is_filed():
    for section, row in filed("exemptions.yaml").items():
        read = read_exemptions()[section]
        said = (read.section, read.about, read.test, read.scotland, read.ask)
        assert said == (section, row["about"], row["test"], row["scotland"], row["ask"])
        assert read.harm == row.get("harm", "")
        assert read.may_neither_confirm_nor_deny == row.get("ncnd", "")


def test_each_demand_is_read_as_it_is_filed():
    requirements = read_requirements()
    assert list(requirements) == list(filed("requirements.yaml"))
    for name, row in filed("requirements.yaml").items():
        read = requirements[name]
        said = (read.id, read.asks, read.met, read.why)
        assert said == (name, row["asks"], row["met"], row.get("why", ""))
        assert values(read, "routes letters clocks") == {
            key: listed(row, key) for key in ("routes", "letters", "clocks")
        }


def test_what_is_watched_is_read_as_it_is_filed():
    assert [(each.what, each.why, each.ids, each.checked_on) for each in read_list()] == [
        (row["what"], row["why"], listed(row, "ids"), None)
        for row in filed("read-again.yaml")["watched"]
    ]


def test_a_name_that_may_change_is_that_of_the_last_day_that_has_come():
    assert read_names() == {
        "{regulator}": "Information Commissioner",
        "{regulator, short}": "the Commissioner",
        "{regulator, in letters}": (
            "Information Commissioner (or, if it has taken over, the Information Commission)"
        ),
    }


def test_a_rule_is_found_in_small_letters_too_and_counts_working_days_if_one_date_does():
    rules = read_rules()
    assert rules.find("foia20").id == rules.find("FOIA20").id == "FOIA20"
    with pytest.raises(UnknownClock):
        rules.find("no-such-clock")
    for name, row in filed("rules.yaml").items():
        lengths = [row.get("length", "")]
        lengths += [each["length"] for key in ("dates", "readings") for each in row.get(key, [])]
        expected = any("working day" in length for length in lengths)
        assert rules.find(name).uses_working_days is expected, name


def test_a_rule_of_months_with_one_date_in_working_days_uses_working_days():
    rules = read_rules()
    by_days, by_months = rules.find("FOIA20"), rules.find("PC12M")
    assert not by_months.uses_working_days
    assert replace(by_months, dates=(*by_months.dates, *by_days.dates)).uses_working_days


# mistakes


KIND = (
    "public: 'yes', status: read, data-law: uk-gdpr, name: N, data-to: T, complaint-to: C, "
    "what: [general]"
)


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (read_kinds, f"K: {{{KIND}, wrds: [x]}}", "K.wrds: is not a key of this file"),
        (read_kinds, f"K: {{{KIND}, polce: x}}", "K.polce: is not a key of this file"),
        (read_kinds, f"K: {{{KIND}, police: perhaps}}", "'perhaps' is not one of yes, no"),
        (read_kinds, f"K: {{{KIND}, uk-wide: often}}", "'often' is not one of yes, no"),
        (read_addresses, "A: {lines: {a: b}}", "A.source: is missing"),
        (read_addresses, "A: {nam: x}", "A.nam: is not a key of this file"),
        (read_provisions, "P: {act: x, sction: y}", "P.sction: is not a key of this file"),
        (read_provisions, "P: {act: x}", "P.since: is missing"),
        (read_exemptions, "s.1: {tst: none}", "s.1.tst: is not a key of this file"),
        (read_exemptions, "s.1: {harm: much}", "'much' is not one of class, prejudice, need"),
        (read_parts, "notice: x\nfoot: y\nfeet: z", "feet: is not a key of this file"),
        (read_parts, "signers: {a: {name: x}}", "signers.a.who: is missing"),
        (read_parts, "signers: text", "signers: must be a mapping"),
        (read_parts, "opening: text", "opening: must be a mapping"),
        (read_parts, "blanks: {a: {kind: smell}}", "'smell' is not one of text, lines, day"),
        (read_parts, "blanks: {a: {kind: text, most: few}}", "a.most: 'few' is no number of char"),
        (read_parts, "blanks: {a: {kind: choice}}", "blanks.a.choices: is missing"),
        (read_parts, "blanks: {a: {kind: text, optional: so}}", "'so' is not one of yes, no"),
        (read_list, "watched: [{what: x, why: y, ids: [Z9]}]", "'Z9' is no route"),
        (read_list, "watched: [{what: x}]", "watched[1].why: is missing"),
        (read_list, "seen: []", "seen: is not a key of this file"),
        (read_requirements, "R1: {met: perhaps}", "'perhaps' is not one of yes, partly, no"),
        (read_requirements, "R1: {met: partly, asks: x}", "R1.why: is missing; say why"),
        (read_requirements, "R1: {met: 'yes', ask: x}", "R1.ask: is not a key of this file"),
        (read_rules, "R: {nations: [mars]}", "R.nations: 'mars' is not one of england-wales"),
        (read_rules, "R: {instead: {scotland: Q}}", "R.instead: 'Q' is no rule of this file"),
        (read_routes, "R: {name: x}", "R.limits: is missing"),
        (read_routes, "R: {nam: x}", "R.nam: is not a key of this file"),
        (read_rules, "R: {name: x}", "R.length: give a length, or dates, or readings"),
        (read_rules, "R: {act: {a: b}}", "R.act: must be text"),
        (read_rules, "R: {notes: [{a: b}]}", "R.notes: must be a list of texts"),
        (read_rules, "R: {length: 3 days}", "'3 days' is no length; write '20 working days after'"),
        (read_rules, "R: {parts: [Q]}", "'Q' is no rule of this file"),
        (read_rules, "R: {soft: maybe}", "'maybe' is not one of yes, no"),
        (read_rules, "R: {judged-by: vote}", "'vote' is not one of start, decision"),
        (read_rules, "R: {dates: [{name: x}]}", "R.dates[1].length: is missing"),
        (read_routes, "R: {phase: soon}", "'soon' is not one of preserve, time, access"),
        (read_routes, "R: {first: very}", "'very' is not one of yes, no"),
        (read_routes, "R: {what: [rain]}", "'rain' is not one of stop-and-search"),
        (read_routes, "R: {limits: []}", "R.name: is missing"),
        (read_routes, "R: {kind: odd}", "'odd' is not one of judicial, non-judicial"),
        (read_routes, "R: {by: [crowd]}", "'crowd' is not one of person, group, body"),
        (read_routes, "R: {event: SOON}", "'SOON' is no clock of rules.yaml"),
        (read_routes, "R: {here: [{clocks: [SOON]}]}", "'SOON' is no clock of rules.yaml"),
        (read_routes, "R: {here: [{event: SOON}]}", "'SOON' is no clock of rules.yaml"),
        (read_routes, "R: {replaces: [Z9]}", "'Z9' is no route of this file"),
        (read_routes, "R: {here: [{whom: x}]}", "R.here[1].whom: is not a key"),
        (read_routes, "R: {name: x}", "R.by: is missing"),
        (read_routes, "R: {name: x}", "R.nations: is missing"),
        (read_rules, "R: {countries: [mars]}", "R.countries: 'mars' is not one of england"),
        (read_rules, "R: {instead: {scotland: X}}", "R.instead: 'X' is no rule of this file"),
    ],
)
def test_a_mistake_in_a_file_says_where_and_what(tmp_path, read, text, says):
    file = tmp_path / "any.yaml"
    file.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        read(file)
    problems = [str(each) for each in caught.value.problems]
    assert any(says in each for each in problems), problems


def test_a_clock_that_may_be_missing_is_no_mistake(tmp_path):
    file = tmp_path / "routes.yaml"
    file.write_text("R: {here: [{event: none}]}\n", encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        read_routes(file)
    assert not any("is no clock" in str(each) for each in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("states:\n", "says: {}\nstates:\n", "says: is not a key of this file"),
        ("  closing: Closing soon.\n", "", "states: 'closing' is missing"),
        ("helpers:\n", "helpers:\n  - {name: x}\n", "helpers[1].address: is missing"),
        ("helpers:\n", "helpers:\n  - {nam: x}\n", "helpers[1].nam: is not a key of this file"),
        ("steps:\n", "steps:\n  s: {phase: ask}\n", "steps.s.letter: is missing"),
        ("steps:\n", "steps:\n  s: {phase: ask, sum: all}\n", "'all' is not one of solicitor"),
        ("steps:\n", "steps:\n  s: {phase: ask, on-reply: so}\n", "'so' is not one of yes, no"),
        ("steps:\n", "steps:\n  s: {phase: ask, bodies: [zoo]}\n", "'zoo' is not one of police"),
        ("forces-began:\n", "forces-began:\n  f: {day: 2020-13-01}\n", "'2020-13-01' is no day"),
        ("forces-began:\n", "forces-began:\n  f: {day: 2020-12-01}\n", "f.then: is missing"),
    ],
)
def test_a_mistake_in_what_triage_says_is_found(tmp_path, old, new, says):
    file = tmp_path / "triage.yaml"
    shipped = (LAW / "triage.yaml").read_text(encoding="utf-8")
    assert shipped.count(f"\n{old}") == 1
    file.write_text(shipped.replace(f"\n{old}", f"\n{new}"), encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        read_texts(file)
    assert any(says in str(each) for each in caught.value.problems), caught.value.problems


@pytest.mark.parametrize(
    ("which", "text", "says"),
    [
        ("replies", "late: {nam: x, request: information}", "late.nam: is not a key of this file"),
        ("replies", "late: {request: information}", "late.next: is missing"),
        ("cases", "stopped: {nam: x}", "stopped.nam: is not a key of this file"),
        ("cases", "stopped: {what: [general]}", "stopped.steps: is missing"),
    ],
)
def test_a_mistake_in_replies_or_first_steps_is_found(tmp_path, which, text, says):
    file = tmp_path / "any.yaml"
    file.write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        read_texts(**{which: file})
    assert any(says in str(each) for each in caught.value.problems), caught.value.problems


def test_a_rule_with_a_length_and_dates_gives_its_own_length_first(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(
        "R: {name: x, plain: x, starts: x, act: x, checked-on: 2026-01-01, length: 1 month after, "
        "dates: [{name: later, length: 2 months after}]}\n",
        encoding="utf-8",
    )
    assert [each.name for each in read_rules(file).find("r").dates] == ["due", "later"]
