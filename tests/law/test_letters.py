"""Letters: right for the nation, each word on the law with its source, neutral, and no advice."""

import re
from io import BytesIO
from itertools import product

import pytest
from docx import Document

from candour.core.errors import BadContent
from candour.law.holidays import LAW_FOLDER, Nation
from candour.law.letters import (
    LetterNeedsPerson,
    LetterNotThere,
    NotTheirSystem,
    UnknownLetter,
    compose,
    nation_for,
    read_letters,
)
from candour.law.rendering import FORMATS, as_fragment, as_page, as_text, blank_key, render
from candour.law.triage import ForWhom
from candour.law.wording import unsayable
from tests.law.asking import force, register, system
from tests.law.reading_age import school_years

LETTERS = read_letters()
FORCE_OF = {
    Nation.ENGLAND_WALES: "essex-police",
    Nation.SCOTLAND: "police-scotland",
    Nation.NORTHERN_IRELAND: "police-service-of-northern-ireland",
}
SYSTEM_OF = {
    Nation.ENGLAND_WALES: "essex-knife-crime-and-violence-model",
    Nation.NORTHERN_IRELAND: "psni-hotspot-mapping",
}
NAMES_LAW = re.compile(r"\bAct\b|\bmust\b|\bwithin (?:one month|30 days|three months)\b")
KINDS = (
    *("keep-evidence", "search-record", "subject-access", "rectification", "restriction"),
    *("erasure", "automated-decision", "automated-decision-old", "explanation"),
    *("data-complaint", "police-complaint", "complaint-review", "ico-complaint", "ico-check"),
    *("equality-advice", "equality-body", "foi-request", "foi-review", "foi-appeal", "authority"),
    *("super-complaint", "pre-action"),
)


def every_letter():
    """Each kind, in each nation and for everyone it is for, with and without a system."""
    for kind, nation, whom in product(LETTERS.by_kind, Nation, ForWhom):
        spec = LETTERS.find(kind)
        if nation not in spec.nations or whom not in spec.for_whom:
            continue
        for slug in {None, SYSTEM_OF.get(nation)}:
            yield (
                (kind, nation, whom),
                compose(
                    kind,
                    force=force(FORCE_OF[nation]),
                    nation=nation,
                    system=system(slug) if slug else None,
                    for_whom=whom,
                ),
            )


ALL = list(every_letter())


def one(kind, slug="essex-police", system_slug=None, **more):
    body = force(slug)
    return compose(
        kind,
        force=body,
        nation=nation_for(body, None),
        system=system(system_slug) if system_slug else None,
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


def test_letters_go_to_the_body_of_the_nation():
    assert "Scottish Information Commissioner" in one("foi-appeal", "police-scotland").to
    assert one("foi-appeal").to == "The Information Commissioner"
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
        text = " ".join(one("foi-request", for_whom=whom).texts())
        assert "happened" not in text
        assert "I am under 18" not in text
        assert set(one("foi-request").blanks()) == {"your address or e-mail", "your real name"}


def test_the_draft_for_a_solicitor_is_for_nobody_else():
    letter = one("pre-action")
    notices = " ".join(letter.notices)
    assert "Do not send this yourself" in notices
    assert "the loser often pays" in notices
    assert "another remedy" in notices
    assert letter.signer == ""


def test_erasure_warns_that_it_erases_evidence():
    assert "Get your copy first" in " ".join(one("erasure").notices)


def test_a_child_signs_and_an_adviser_shows_authority():
    assert "under 18" in one("subject-access", for_whom=ForWhom.CHILD).paragraphs[0].text
    assert "authority" in one("subject-access", for_whom=ForWhom.CLIENT).paragraphs[0].text


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
        ("search-record", "police-scotland", {}, LetterNotThere, "England and Wales"),
        (
            "erasure",
            "essex-police",
            {"for_whom": ForWhom.PUBLIC_INTEREST},
            LetterNeedsPerson,
            "foi",
        ),
        ("erasure", "essex-police", {"system_slug": "durham-hart"}, NotTheirSystem, "Durham"),
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
            if "abroad" in nations or "foreign-force" in kinds:
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
    (tmp_path / "odd.yaml").write_text("name: x\nparagraphs:\n  - {text: y, law: [no-such-act]}\n")
    with pytest.raises(BadContent) as caught:
        read_letters(tmp_path)
    texts = [str(each) for each in caught.value.problems]
    assert any("'no-such-act' is not in provisions" in text for text in texts)
    assert any("before: is missing" in text for text in texts)
    assert (LAW_FOLDER / "letters").is_dir()
