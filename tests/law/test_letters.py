"""Letters: right for the nation, each word on the law with its source, neutral, and no advice."""

import re
from io import BytesIO
from itertools import product

import pytest
from docx import Document

from candour.core.errors import BadContent, CandourError
from candour.law.answers import ForWhom
from candour.law.bodies import read_kinds, read_not_written_to, typed_force
from candour.law.holidays import LAW_FOLDER, Country, Nation
from candour.law.letter_files import read_addresses
from candour.law.letters import (
    LetterForOtherBodies,
    LetterForPolice,
    LetterNeedsPerson,
    LetterNotThere,
    NotTheirSystem,
    UnknownLetter,
    compose,
    nation_for,
    read_letters,
)
from candour.law.questions import Questions
from candour.law.rendering import FORMATS, as_fragment, as_page, as_text, blank_key, render
from candour.law.wording import unsayable
from tests.law.asking import force, register, system
from tests.law.reading_age import school_years

LETTERS = read_letters()
ASKED = (Questions("a-system", "A system", "told of in 2020", ("what it is for",)),)
FORCE_OF = {
    Nation.ENGLAND_WALES: "essex-police",
    Nation.SCOTLAND: "police-scotland",
    Nation.NORTHERN_IRELAND: "police-service-of-northern-ireland",
}
SYSTEM_OF = {
    Nation.ENGLAND_WALES: "essex-knife-crime-and-violence-model",
    Nation.NORTHERN_IRELAND: "psni-hotspot-mapping",
}
NAMES_LAW = re.compile(
    r"\bAct\b|\bmust\b|\bthe law (?:lets|gives|wants|says)\b|"
    r"\bwithin (?:one month|30 days|three months)\b"
)
KINDS = (
    *("keep-evidence", "search-record", "subject-access", "rectification", "restriction"),
    *("erasure", "automated-decision", "automated-decision-old", "explanation"),
    *("data-complaint", "police-complaint", "complaint-review", "ico-complaint", "ico-check"),
    *("equality-advice", "equality-body", "foi-request", "foi-review", "foi-appeal", "authority"),
    *("super-complaint", "pre-action", "keep-evidence-draft", "custody-record", "stop-statement"),
    *("council-review", "body-complaint", "probation-complaint", "ombudsman", "data-notice"),
    *("search-made", "oasys", "open-questions", "list-review"),
)


def every_letter():
    """Each kind, in each nation and for everyone it is for, with and without a system."""
    for kind, nation, whom in product(LETTERS.by_kind, Nation, ForWhom):
        spec = LETTERS.find(kind)
        if nation not in spec.nations or whom not in spec.for_whom:
            continue
        if not spec.reach.has(force(FORCE_OF[nation]).kind, nation):
            continue  # letters to councils and others: held below
        for slug in {None, SYSTEM_OF.get(nation)}:
            yield (
                (kind, nation, whom),
                compose(
                    kind,
                    force=force(FORCE_OF[nation]),
                    nation=nation,
                    systems=(system(slug),) if slug else (),
                    gaps=ASKED if spec.needs_gaps else (),
                    for_whom=whom,
                ),
            )


ALL = list(every_letter())


def everyone():
    """A body of each kind in each country, and the police of the whole UK in each."""
    for kind, country in product(read_kinds().values(), Country):
        if country in kind.countries:
            yield typed_force(f"A body ({kind.id})", kind=kind, country=country), country
    for country in Country:
        yield force("british-transport-police"), country


def every_letter_to_everyone():
    for kind, (body, country), whom in product(LETTERS.by_kind, everyone(), ForWhom):
        try:
            letter = compose(
                kind,
                force=body,
                nation=country.nation,
                country=country,
                gaps=ASKED if LETTERS.find(kind).needs_gaps else (),
                for_whom=whom,
            )
        except CandourError:
            continue
        yield (kind, body.kind.id, body.is_uk_wide, country, whom), letter


TO_ALL = dict(every_letter_to_everyone())


def one(kind, slug="essex-police", system_slug=None, **more):
    body = force(slug)
    return compose(
        kind,
        force=body,
        nation=nation_for(body, None),
        systems=(system(system_slug),) if system_slug else (),
        **more,
    )


def test_all_kinds_are_there():
    assert set(LETTERS.by_kind) == set(KINDS)


def test_every_letter_says_that_it_is_no_legal_advice_and_nothing_that_is_never_said():
    for what, letter in ALL:
        text = as_text(letter)
        assert text.count("not legal advice") >= 2, what
        assert not unsayable(text, names={system(slug).name for slug in SYSTEM_OF.values()}), what


def test_no_letter_leaves_a_place_for_a_fact_unfilled():
    for what, letter in ALL:
        assert not re.search(r"[{}]", as_text(letter)), what


def test_every_sentence_on_the_law_carries_its_act_its_day_and_when_it_was_checked():
    for kind, spec in LETTERS.by_kind.items():
        for paragraph in spec.paragraphs:
            if NAMES_LAW.search(paragraph.text):
                assert paragraph.law, (kind, paragraph.text)
    for what, letter in ALL:
        cited = {number for paragraph in letter.paragraphs for number in paragraph.law}
        assert cited == set(range(1, len(letter.law) + 1)), what
        for line in letter.law:
            assert "In force " in line
            assert "Checked on" in line


@pytest.mark.parametrize(
    ("nation", "never"),
    [
        (Nation.SCOTLAND, ("Freedom of Information Act 2000", "Police Reform Act", "PACE", "1984")),
        (Nation.NORTHERN_IRELAND, ("Equality Act", "Police Reform Act", "(Scotland)", "1984")),
        (Nation.ENGLAND_WALES, ("(Scotland)", "Northern Ireland", "Court of Session")),
    ],
)
def test_a_letter_names_no_law_of_another_nation(nation, never):
    for (kind, where, _), letter in ALL:
        if where is nation:
            for word in never:
                assert word not in " ".join((*letter.law, letter.to)), kind


def test_no_letter_cites_a_law_that_does_not_bind_its_addressee():
    """Over all letters, kinds of body and countries."""
    by_line = {(each.act, each.section): each for each in LETTERS.provisions.values()}
    assert len(TO_ALL) > 1000
    for (kind, body_kind, is_uk_wide, country, _), letter in TO_ALL.items():
        for line in letter.law:
            provision = next(
                each for (act, section), each in by_line.items() if f" {act}, {section}." in line
            )
            reach = provision.reach
            where = (kind, body_kind, country, line)
            assert body_kind in reach.bodies, where
            assert read_kinds()[body_kind].data_law in reach.data_laws, where
            assert letter.nation in reach.nations, where
            assert not reach.countries or country in reach.countries, where
            assert read_kinds()[body_kind].is_public or not reach.is_public_only, where
            assert letter.nation in read_kinds()[body_kind].information or (
                not reach.is_information
            ), where
            if country is Country.SCOTLAND and is_uk_wide:
                assert "Police Scotland" not in as_text(letter)


def test_a_letter_to_a_council_names_no_police_law():
    letter = TO_ALL["subject-access", "council", False, Country.ENGLAND, ForWhom.SELF]
    assert "s.45" not in " ".join(letter.law)
    assert "art.15" in " ".join(letter.law)


def test_every_letter_can_be_made_for_someone():
    assert {kind for kind, *_ in TO_ALL} == set(KINDS)


def test_no_letter_to_anyone_leaves_a_place_unfilled_or_says_what_is_never_said():
    for what, letter in TO_ALL.items():
        text = as_text(letter)
        assert not re.search(r"[{}]", text), what
        assert not unsayable(text), what


def test_a_letter_names_every_system_it_is_about_and_what_is_left_open():
    slugs = ("essex-knife-crime-and-violence-model", "essex-grip-hotspots")
    letter = compose(
        "foi-request",
        force=force("essex-police"),
        nation=Nation.ENGLAND_WALES,
        systems=tuple(map(system, slugs)),
        gaps=(Questions("essex-grip-hotspots", "Grip", "told of", ("which data go in",)),),
    )
    text = as_text(letter)
    assert "Knife Crime and Violence Model; Grip hotspot mapping" in text
    assert "which data go in" in text


def test_where_a_letter_goes_is_told_only_where_it_was_read():
    there = " ".join(one("police-complaint", "police-service-of-northern-ireland").notices)
    assert "Belfast BT1 1PG" in there
    assert "read on 29 November 2026" in there
    assert "Where to send it" not in " ".join(one("police-complaint").notices)


def test_where_no_address_was_read_it_says_what_to_look_for_and_makes_none_up():
    for (kind, *_), letter in ALL:
        notices = " ".join(letter.notices)
        spec = LETTERS.find(kind)
        if spec.signer == "solicitor":
            continue
        is_told = "Where to send it: " in notices
        assert is_told != ("We have read no address" in notices), kind
        assert is_told or f"Look for “{spec.look_for}” on the website of the body that" in notices
    for address in read_addresses().values():
        assert address.source.startswith("https://")


def test_letters_go_to_the_body_of_the_nation():
    assert "Scottish Information Commissioner" in one("foi-appeal", "police-scotland").to
    assert one("foi-appeal").to.startswith("The Information Commissioner (or, if it has taken over")
    assert "Ombudsman" in one("police-complaint", "police-service-of-northern-ireland").to
    assert "Equality Commission for Northern Ireland" in (
        one("equality-body", "police-service-of-northern-ireland").to
    )


def test_the_systems_own_facts_are_in_the_letter():
    text = as_text(one("subject-access", system_slug="essex-knife-crime-and-violence-model"))
    assert "Knife Crime and Violence Model" in text
    assert "mental health marker" in text
    assert "Knife Crime" not in as_text(one("subject-access"))


def test_access_is_asked_under_both_laws_at_once():
    law = " ".join(one("subject-access").law)
    assert "s.45" in law
    assert "art.15" in law


def test_a_freedom_of_information_request_holds_no_personal_story():
    for whom in ForWhom:
        letter = one("foi-request", for_whom=whom)
        text = " ".join(letter.texts())
        assert "happened" not in text
        assert "I am 17 or younger" not in text
        assert set(letter.blanks()) == {
            *("your address or e-mail", "your real name", "today's date"),
            "one more thing about the system",
        }
        more = letter.specs["one more thing about the system"]
        assert more.is_optional
        assert more.is_no_story
        assert more.most <= 200
        assert "made public" in more.hint


def test_the_draft_for_a_solicitor_is_for_nobody_else():
    letter = one("pre-action")
    notices = " ".join(letter.notices)
    assert "Do not send this yourself" in notices
    assert "the loser often pays" in notices
    assert "another remedy" in notices
    assert letter.signer == ""


def test_the_evidence_letter_of_a_person_charged_asks_for_time_and_place_alone():
    letter = one("keep-evidence-draft")
    asked = {"the day it took place", "the time", "the place", "today's date"}
    assert set(letter.blanks()) == asked
    assert "claim" not in " ".join(letter.texts())


def test_erasure_warns_that_it_erases_evidence():
    assert "Get your copy first" in " ".join(one("erasure").notices)


def test_a_child_signs_and_an_adviser_shows_authority():
    assert "17 or younger" in one("subject-access", for_whom=ForWhom.CHILD).paragraphs[0].text
    assert "authority" in one("subject-access", for_whom=ForWhom.CLIENT).paragraphs[0].text


def test_a_line_that_does_not_apply_to_everyone_says_so_and_no_other_does():
    for what, letter in ALL:
        for paragraph in letter.paragraphs:
            for text in (paragraph.text, *paragraph.items):
                names = re.findall(r"\[\[(.+?)\]\]", text)
                expected = bool(names) and all(letter.specs[name].is_optional for name in names)
                assert letter.may_be_left_out(text) is expected, what
    text = as_text(one("police-complaint"))
    assert text.count("(Leave this out if it does not apply.)") == 2


def test_one_day_is_never_asked_for_in_the_place_of_another():
    """Each blank stands for one thing: a letter's own date is not that of what it tells of."""
    for what, letter in ALL:
        days = [name for name in letter.blanks() if letter.specs[name].kind == "day"]
        assert len(set(map(blank_key, letter.blanks()))) == len(letter.blanks()), what
        if letter.kind != "authority":
            told = " ".join(text for p in letter.paragraphs for text in (p.text, *p.items))
            assert "today's date" not in told
            assert days[0] == "today's date"


def test_a_letter_greets_closes_and_is_signed_unless_it_is_a_paper_of_another_kind():
    letter = one("subject-access")
    assert (letter.greeting, letter.closing) == ("Dear Sir or Madam,", "Yours faithfully,")
    assert letter.sender == ("[[your name]]", "[[your address or e-mail]]")
    assert letter.signer == "[[your name]]"
    paper = one("authority")
    assert (paper.greeting, paper.closing, paper.signed) == ("", "", "Signed:")
    assert paper.signer == "[[your full name]]"


def test_the_signature_follows_who_it_is_for():
    signers = {
        whom: one("erasure", for_whom=whom).signer for whom in ForWhom if "public" not in whom
    }
    assert signers == {
        ForWhom.SELF: "[[your name]]",
        ForWhom.CHILD: "[[your name]]",
        ForWhom.CLIENT: "[[your name]], for [[the person you write for]]",
    }
    assert one("authority", for_whom=ForWhom.CHILD).signer == "[[your full name]]"


def test_in_scotland_a_child_of_twelve_is_taken_to_understand():
    there = one("subject-access", "police-scotland", for_whom=ForWhom.CHILD)
    assert "12 or over" in there.paragraphs[1].text
    assert any("s.208" in line for line in there.law)
    here = as_text(one("subject-access", for_whom=ForWhom.CHILD))
    assert "12 or over" not in here


def test_a_body_of_the_whole_uk_is_asked_under_the_act_of_the_uk_in_scotland_too():
    body = force("british-transport-police")
    letter = compose("foi-request", force=body, nation=Nation.SCOTLAND)
    assert "Freedom of Information Act 2000, s.1" in " ".join(letter.law)
    assert "(Scotland)" not in " ".join(letter.law)
    assert "Scottish" not in compose("foi-appeal", force=body, nation=Nation.SCOTLAND).to


def test_a_record_of_use_is_told_by_its_day():
    found = system("essex-knife-crime-and-violence-model")
    letter = compose(
        "explanation",
        force=force("essex-police"),
        nation=Nation.ENGLAND_WALES,
        systems=(found,),
    )
    assert found.wording in " ".join(as_text(letter).split())
    assert "that day" not in as_text(letter)


def test_each_letter_stands_in_one_group_evidence_first_and_erasure_last():
    groups = [kind for group in LETTERS.parts.groups for kind in group.letters]
    assert sorted(groups) == sorted(KINDS)
    assert groups[:2] == ["council-review", "keep-evidence"]  # days, then weeks
    assert groups[-1] == "erasure"
    assert groups.index("subject-access") < groups.index("rectification")
    assert groups.index("restriction") < groups.index("erasure")


def test_every_blank_is_asked_for_in_words_and_none_is_asked_for_in_vain():
    used = {name for letter in TO_ALL.values() for name in letter.blanks()}
    assert used == set(LETTERS.parts.blanks)
    for spec in LETTERS.parts.blanks.values():
        assert spec.label
        assert (spec.kind == "choice") == bool(spec.choices)
        assert spec.kind == "day" or not spec.otherwise


def test_what_letters_share_says_nothing_that_is_never_said():
    parts = LETTERS.parts
    texts = [*parts.texts.values(), *parts.notices.values()]
    texts += [text for group in parts.groups for text in (group.name, group.why)]
    texts += [each.who for each in parts.signers.values()]
    texts += [text for each in parts.blanks.values() for text in (each.label, each.hint)]
    texts += [
        text for spec in LETTERS.by_kind.values() for text in (spec.does, *spec.there.values())
    ]
    for text in texts:
        assert not unsayable(text), text


def test_letters_are_plain():
    for what, letter in ALL:
        texts = [p.text for p in letter.paragraphs] + [
            item for p in letter.paragraphs for item in p.items
        ]
        whole = " ".join(f"{text.rstrip('.:')}." for text in texts)
        assert school_years(whole) <= 9, what


@pytest.mark.parametrize(
    ("kind", "slug", "more", "error", "says"),
    [
        ("plea", "essex-police", {}, UnknownLetter, "subject-access"),
        ("custody-record", "police-scotland", {}, LetterNotThere, "England and Wales"),
        ("ico-check", "essex-county-council", {}, LetterForOtherBodies, "does not bind"),
        (
            "erasure",
            "essex-police",
            {"for_whom": ForWhom.PUBLIC_INTEREST},
            LetterNeedsPerson,
            "foi",
        ),
        ("erasure", "essex-police", {"system_slug": "durham-hart"}, NotTheirSystem, "Durham"),
        ("police-complaint", "essex-county-council", {}, LetterForPolice, "no police force"),
        ("authority", "essex-police", {"for_whom": ForWhom.CLIENT}, LetterNeedsPerson, "signs it"),
        (
            "complaint-review",
            "police-service-of-northern-ireland",
            {},
            LetterNotThere,
            "Scotland, not for Northern Ireland",
        ),
    ],
)
def test_a_letter_that_makes_no_sense_is_refused_with_a_way_on(kind, slug, more, error, says):
    with pytest.raises(error, match=says):
        one(kind, slug, **more)


def test_a_letter_can_be_written_about_every_system_of_a_body_in_the_uk():
    collection, _ = register()
    for subject in collection.of_class("system"):
        for slug in subject.slugs("operator"):
            nations = {str(each.value) for each in collection.subjects[slug].of("nation")}
            kinds = {str(each.value) for each in collection.subjects[slug].of("kind")}
            if "abroad" in nations or "foreign-force" in kinds or slug in read_not_written_to():
                continue
            for kind in ("subject-access", "foi-request", "explanation"):
                assert subject.name in as_text(one(kind, slug, subject.slug))


# files


@pytest.mark.parametrize("form", FORMATS)
def test_titles_of_files_are_neutral(form):
    data = render(one("police-complaint"), form)
    if form == "html":
        assert b"<title>Letter</title>" in data
    if form == "docx":
        properties = Document(BytesIO(data)).core_properties
        assert (properties.title, properties.author, properties.comments) == ("Letter", "", "")


def test_a_word_file_says_all_that_the_text_says():
    letter = one("subject-access", system_slug="essex-knife-crime-and-violence-model")
    said = "\n".join(each.text for each in Document(BytesIO(render(letter, "docx"))).paragraphs)
    for text in letter.texts():
        assert re.sub(r"\[\[(.+?)\]\]", r"[\1]", text) in said


def test_a_page_asks_nothing_of_anyone_and_marks_its_blanks():
    letter = one("subject-access")
    page = as_page(letter)
    assert "http" not in page
    assert "<script" not in page
    assert "<form" not in page
    for name in letter.blanks():
        assert f'data-blank="{blank_key(name)}"' in as_fragment(letter)


def test_what_looks_like_markup_stays_text():
    letter = one("subject-access")
    strange = type(letter)(
        **{name: getattr(letter, name) for name in letter.__slots__} | {"to": "<b>&</b>"}
    )
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in as_page(strange)


def test_a_mistake_in_a_letter_says_where_and_what(tmp_path):
    (tmp_path / "odd.yaml").write_text(
        "name: x\nto: y\nthere: {wales: z}\nparagraphs:\n"
        "  - {text: 'y [[your shoe size]]', law: [no-such-act]}\n"
    )
    with pytest.raises(BadContent) as caught:
        read_letters(tmp_path)
    texts = [str(each) for each in caught.value.problems]
    assert any("'no-such-act' is not in provisions" in text for text in texts)
    assert any("before: is missing" in text for text in texts)
    assert any("the blank 'your shoe size' is not in letter-parts" in text for text in texts)
    assert any("'wales' is not one of" in text for text in texts)
    assert any("must stand in one group" in text for text in texts)
    assert (LAW_FOLDER / "letters").is_dir()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("there: {wales: z}", "there: 'wales' is not one of england-wales, scotland"),
        ("sent-to: {scotland: no-one}", "sent-to: 'scotland: no-one' is no nation with an address"),
        ("name: x", "odd.yaml:1: must stand in one group of letter-parts.yaml, and in no more"),
        ("name: x", "to: is missing"),
        ("nam: x", "nam: is not a key of this file"),
        ("subject: 'of [[your hat]]'", "the blank 'your hat' is not in letter-parts.yaml"),
        ("to: 'To [[your shoe]]'", "the blank 'your shoe' is not in letter-parts.yaml"),
    ],
)
def test_each_mistake_in_a_letter_is_found(tmp_path, text, says):
    (tmp_path / "odd.yaml").write_text(f"{text}\n", encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        read_letters(tmp_path)
    texts = [str(each) for each in caught.value.problems]
    assert any(says in each for each in texts), texts
