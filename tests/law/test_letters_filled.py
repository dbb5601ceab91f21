"""Each letter, written a second time from its file by other code, and each refusal in its words."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from candour.core.errors import CandourError
from candour.law.answers import ForWhom, works_in
from candour.law.bodies import Force, read_kinds, typed_force
from candour.law.holidays import Country, Nation
from candour.law.letters import (
    LetterForOtherBodies,
    LetterForPolice,
    LetterNeedsPerson,
    LetterNotThere,
    NothingLeftOpen,
    NotTheirSystem,
    UnknownLetter,
    can_be_offered,
    compose,
    letters_of,
    nation_for,
    nations_of,
    read_letters,
)
from candour.law.questions import Questions
from candour.law.routes import read_routes
from candour.law.systems import SystemFacts
from tests.law.as_filed import LAW, NATIONS, all_but, filed, listed, opened, yes
from tests.law.asking import force, system

KINDS = ("police", "council", "prisons-probation", "landlord")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NATION = {"england": "england-wales", "wales": "england-wales"}
GAPS = (
    Questions("one", "System One", "told of in 2020", ("what it is for", "who sees it")),
    Questions("two", "System Two", "told of in 2021", ("what it cost",)),
)


def rows():
    for path in sorted((LAW / "letters").glob("*.yaml")):
        yield path.stem, opened(path)


def reaches(row, kind, country, *, is_letter):
    body, nation = filed("body-kinds.yaml")[kind], NATION.get(country, country)
    return (
        nation in (listed(row, "nations") or NATIONS)
        and kind in all_but(row, filed("body-kinds.yaml"))
        and body["data-law"] in (listed(row, "data-law") or (body["data-law"],))
        and not (yes(row, "public") and body["public"] == "no")
        and not (yes(row, "information") and nation not in listed(body, "information"))
        and (is_letter or country in (listed(row, "countries") or (country,)))
        and (is_letter or not yes(row, "no-country"))
    )


def can_be_written(row, kind, country, whom):
    body, nation = filed("body-kinds.yaml")[kind], NATION.get(country, country)
    people = listed(row, "for") or [
        each for each in ForWhom if row.get("signer") or each != "public-interest"
    ]
    return (
        reaches(row, kind, country, is_letter=True)
        and (yes(body, "police") or not yes(row, "police-only"))
        and (row.get("law-of") != "body" or nation in listed(body, "information"))
        and whom in people
    )


def filled(text, kind, country):
    body, nation = filed("body-kinds.yaml")[kind], NATION.get(country, country)
    chief = "The Chief Officer" if yes(body, "police") else "The Chief Executive"
    for mark, value in (
        ("{data-to}", body.get("data-to-by-nation", {}).get(nation, body["data-to"])),
        ("{complaint-to}", body["complaint-to"]),
        ("{chief}", f"{chief}, A body"),
        ("{force}", "A body"),
    ):
        text = text.replace(mark, value)
    return text


def in_words(day):
    year, month, number = (int(part) for part in day.split("-"))
    return f"{number} {MONTHS[month - 1]} {year}"


def law_line(number, key):
    row, parts = filed("provisions.yaml")[key], filed("letter-parts.yaml")
    since, checked = in_words(row["since"]), in_words(row["checked-on"])
    since += "" if yes(row, "since-read") else " (a day we did not read)"
    status = parts["status"][row["status"]]
    force_from = f"In force since {since}."
    if "until" in row:
        force_from = f"In force from {since} to {in_words(row['until'])}."
    text = f"{row['act']}, {row['section']}. {force_from}"
    return f"{number}. {text} Checked on {checked}: {status}."


def by_hand(row, kind, country, whom):
    """The paragraphs and the law of a letter with no system, by the words of its file."""
    signer = row.get("signer", "person")
    cited: list[str] = []
    paragraphs: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = []
    opening = filed("letter-parts.yaml")["opening"][whom]
    if opening and signer == "person":
        paragraphs.append((opening, (), ()))
    for each in row["paragraphs"]:
        stands = each.get("needs", "") in {"", "no-system"} and whom in (
            listed(each, "for") or (whom,)
        )
        if not stands or not reaches(each, kind, country, is_letter=False):
            continue
        laws = listed(each, "law")
        cited += [key for key in laws if key not in cited]
        items = tuple(filled(item, kind, country) for item in listed(each, "items"))
        numbers = tuple(cited.index(key) + 1 for key in laws)
        paragraphs.append((filled(each["text"], kind, country), items, numbers))
    return paragraphs, tuple(law_line(cited.index(key) + 1, key) for key in cited)


@pytest.mark.parametrize(("kind", "country"), list(product(KINDS, Country)))
def test_each_letter_is_written_as_its_file_says(kind, country):
    if country not in read_kinds()[kind].countries:
        return
    body, parts = (
        typed_force("A body", kind=read_kinds()[kind], country=country),
        {**filed("letter-parts.yaml")},
    )
    for (name, row), whom in product(rows(), ForWhom):
        if yes(row, "needs-gaps"):
            continue
        try:
            letter = compose(name, force=body, nation=country.nation, for_whom=whom)
        except CandourError:
            assert not can_be_written(row, kind, country, whom), (name, whom)
            continue
        assert can_be_written(row, kind, country, whom), (name, whom)
        paragraphs, law = by_hand(row, kind, country, whom)
        assert [(each.text, each.items, each.law) for each in letter.paragraphs] == paragraphs
        assert letter.law == law
        assert letter.law_heading == (parts["law-heading"] if law else "")
        to = row["to"] if isinstance(row["to"], str) else row["to"][country.nation]
        assert letter.to == filled(to, kind, country)
        signer = row.get("signer", "person")
        signs = parts["signers"][signer]["name"]
        is_letter = signer not in {"solicitor", "giver"}
        sender = (f"[[{signs}]]", "[[your address or e-mail]]") if is_letter else ()
        for_client = parts["for-client"] if (signer, whom) == ("person", "client") else ""
        assert (letter.sender, letter.date) == (sender, "[[today's date]]")
        assert letter.signer == (for_client or (f"[[{signs}]]" if signs else ""))
        assert letter.signed == ("Signed:" if signer == "giver" else "")
        texts = (letter.greeting, letter.reply, letter.closing)
        assert texts == (
            (parts["greeting"], parts["reply"], parts["closing"]) if is_letter else ("", "", "")
        )
        assert letter.notices == notices(row, kind, country)


def notices(row, kind, country):
    nation = country.nation
    parts, signer = filed("letter-parts.yaml"), row.get("signer", "person")
    texts = [parts["notice"], row["before"], row.get("there", {}).get(nation), parts["adviser"]]
    sent_to = row.get("sent-to", {})
    key = sent_to.get(country) or sent_to.get(nation)
    if key and kind in (listed(row, "sent-to-bodies") or (kind,)):
        address = filed("addresses.yaml")[key]
        lines = (address["name"], *listed(address, "lines"))
        line = ", ".join(e for e in (*lines, address.get("email"), address.get("phone")) if e)
        texts.append(
            f"Where to send it: {line} (as published at {address['source']}, read on "
            f"{in_words(address['checked-on'])}). Check it first."
        )
    elif row.get("look-for"):
        texts.append(parts["look"].replace("{words}", row["look-for"]))
    texts.append(parts["keep"] if signer != "solicitor" else "")
    return tuple(text for text in texts if text)


def test_what_the_register_leaves_open_is_asked_of_each_system_by_itself():
    letter = compose("open-questions", force=force("essex-police"), nation=Nation.ENGLAND_WALES,
                     gaps=GAPS)  # fmt: skip
    asked = [each for each in letter.paragraphs if each.items]
    assert [each.items for each in asked] == [each.lines for each in GAPS]
    for paragraph, gaps in zip(asked, GAPS, strict=True):
        assert gaps.subject in paragraph.text
        assert "{" not in paragraph.text
    whole = " ".join(letter.texts())
    assert "told of in 2020" in whole
    assert "told of in 2021" in whole


def test_of_one_system_its_use_is_said_and_of_several_each_by_its_name():
    body, nation = force("essex-police"), Nation.ENGLAND_WALES
    one = system("essex-knife-crime-and-violence-model")
    other = SystemFacts("other", "Another System", ("Essex Police",), one.use, ("Age", "Shoes"))
    alone = " ".join(compose("explanation", force=body, nation=nation, systems=(one,)).texts())
    assert one.wording in alone
    assert f"{one.name}: {one.wording}" not in alone
    both = compose("explanation", force=body, nation=nation, systems=(one, other, one))
    whole = " ".join(both.texts())
    assert f"{one.name}; Another System" in whole
    assert f"{one.name}: {one.wording}; Another System: {one.wording}" in whole
    access = compose("subject-access", force=body, nation=nation, systems=(one, other))
    (data,) = [each.items for each in access.paragraphs if "shoes" in each.items]
    assert data[-1] == "shoes"
    assert data.count("age") == 1
    assert "mental health marker" in data


# refusals


def essex():
    return force("essex-police")


def council():
    return typed_force("A body", kind=read_kinds()["council"], country=Country.ENGLAND)


PERSON = (
    "is about a person, who signs it or gives authority. Use --for self or child or client; in "
    "the public interest, foi-request needs no one."
)


@pytest.mark.parametrize(
    ("kind", "body", "more", "error", "says"),
    [
        ("plea", essex, {}, UnknownLetter, "'plea' is no letter of this register. Use one of "),
        (
            "complaint-review",
            essex,
            {"nation": Nation.NORTHERN_IRELAND},
            LetterNotThere,
            "The letter 'complaint-review' is for England and Wales and Scotland, not for Northern "
            "Ireland.",
        ),
        (
            "police-complaint",
            council,
            {},
            LetterForPolice,
            "The letter 'police-complaint' is about the police, and A body is no police force. "
            "Pick a force, or another letter.",
        ),
        (
            "ico-check",
            council,
            {},
            LetterForOtherBodies,
            "The letter 'ico-check' rests on law that does not bind A body (council). Pick another "
            "letter.",
        ),
        (
            "erasure",
            essex,
            {"for_whom": ForWhom.PUBLIC_INTEREST},
            LetterNeedsPerson,
            f"The letter 'erasure' {PERSON}",
        ),
        (
            "open-questions",
            essex,
            {},
            NothingLeftOpen,
            "The register asks nothing of Essex Police: it shows no system in scope with it. Use "
            "foi-request, which asks about every system it may have.",
        ),
    ],
)
def test_a_letter_that_makes_no_sense_is_refused_in_one_sentence(kind, body, more, error, says):
    with pytest.raises(error) as caught:
        compose(kind, **{"force": body(), "nation": Nation.ENGLAND_WALES} | more)
    text = str(caught.value)
    assert text == says or (kind == "plea" and text.startswith(says))
    assert caught.value.kind == kind


def test_an_unknown_letter_is_told_all_there_are():
    with pytest.raises(UnknownLetter) as caught:
        read_letters().find("plea")
    assert str(caught.value).endswith(f"Use one of {', '.join(read_letters().by_kind)}.")


@pytest.mark.parametrize(
    ("operators", "whose"),
    [
        (("Durham Constabulary",), "Durham Constabulary"),
        (("One", "Two"), "One and Two"),
        ((), "no body that is named"),
    ],
)
def test_a_system_of_another_body_is_refused_with_whose_it_is(operators, whose):
    use = system("essex-knife-crime-and-violence-model").use
    other = SystemFacts("other", "HART", operators, use)
    with pytest.raises(NotTheirSystem) as caught:
        compose("erasure", force=essex(), nation=Nation.ENGLAND_WALES, systems=(other,))
    assert str(caught.value) == (
        f"The register shows HART with {whose}, not with Essex Police. Check the two, or leave the "
        "system out."
    )


# which are offered


@pytest.mark.parametrize(
    ("kind", "more", "is_offered"),
    [
        ("subject-access", {}, True),
        ("subject-access", {"is_adviser_first": True}, False),
        ("keep-evidence-draft", {"is_adviser_first": True}, True),
        ("keep-evidence-draft", {}, False),
        ("pre-action", {}, True),
        ("pre-action", {"can_go_to_court": False}, False),
        ("subject-access", {"can_go_to_court": False}, True),
        ("no-such-letter", {}, False),
        ("erasure", {"for_whom": ForWhom.PUBLIC_INTEREST}, False),
        ("council-review", {}, False),
    ],
)
def test_a_letter_is_offered_only_to_whom_it_serves(kind, more, is_offered):
    usual = {
        "force": essex(),
        "nation": Nation.ENGLAND_WALES,
        "for_whom": ForWhom.SELF,
        "can_go_to_court": True,
        "is_adviser_first": False,
        "letters": read_letters(),
    }
    assert can_be_offered(kind, **usual | more) is is_offered


def test_the_letters_of_a_route_are_those_that_name_it():
    letters = read_letters()
    for name, route in read_routes().items():
        expected = {kind for kind, row in rows() if name in listed(row, "routes")}
        assert {each.kind for each in letters_of(route, letters)} == expected


@pytest.mark.parametrize(
    ("nations", "expected"),
    [
        (("england",), ("england-wales",)),
        (("scotland", "wales"), ("england-wales", "scotland")),
        (("uk-wide",), NATIONS),
        (("abroad",), ()),
        ((), ()),
    ],
)
def test_a_body_works_in_the_parts_of_the_uk_it_is_said_to_work_in(nations, expected):
    body = Force("", "A body", nations, read_kinds()["police"])
    assert nations_of(body) == expected
    assert nation_for(body, None) == (expected or ("england-wales",))[0]
    assert nation_for(body, Nation.NORTHERN_IRELAND) is Nation.NORTHERN_IRELAND


def test_a_body_of_one_nation_that_is_uk_wide_too_works_in_every_part():
    scottish = Force("", "A body", ("scotland",), read_kinds()["police"])
    both = replace(scottish, nations=("scotland", "uk-wide"))
    parts = (*Country, Nation.SCOTLAND, Nation.NORTHERN_IRELAND)
    assert [works_in(scottish, part) for part in parts] == [part == "scotland" for part in parts]
    assert all(works_in(both, part) for part in parts)


def test_what_a_system_is_given_out_as():
    facts = system("essex-knife-crime-and-violence-model", date(2026, 11, 22))
    data = facts.as_dict()
    assert (data["slug"], data["name"]) == (facts.slug, "Knife Crime and Violence Model")
    assert data["operators"] == ["Essex Police"]
    assert data["wording"] == facts.use.sentence
    assert data["shown"] == facts.use.standing.value
    assert data["use"] == facts.use.as_dict()
    assert "Mental health marker" in data["data"]
    assert "Crown Prosecution Service" in data["recipients"]
    assert data["aimed_at"] == ["People"]
    assert data["statements"] == [statement.id for statement in facts.use.statements]
