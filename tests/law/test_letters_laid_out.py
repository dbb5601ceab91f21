"""One letter with every part, laid out by hand as text, as a page and as a Word file."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from candour.law.holidays import Nation
from candour.law.letter_files import BlankSpec
from candour.law.letters import Letter, Paragraph
from candour.law.rendering import as_fragment, as_page, as_text, blank_key, render
from candour.law.word_files import as_word


def blank(name, kind="text", *, optional=False):
    return BlankSpec(name, name, kind, "", optional, "", (), 200, is_no_story=False)


LETTER = Letter(
    kind="invented",
    nation=Nation.SCOTLAND,
    notices=("A draft & no advice.", "Keep a copy."),
    sender=("[[your name]]", "[[your address or e-mail]]"),
    date="[[today's date]]",
    to="The Data Protection Officer, A & B Police",
    greeting="Dear Sir or Madam,",
    subject="My data <all>",
    paragraphs=(
        Paragraph("Please send what you hold."),
        Paragraph("I ask under two laws.", ("the data", "the day: [[the day]]"), (1, 2)),
        Paragraph("My reference is [[your reference]].", (), (2,)),
    ),
    reply="Please reply to me at the address above.",
    closing="Yours faithfully,",
    signed="Signed:",
    signer="[[your name]]",
    law_heading="The law this letter names",
    law=("1. An Act, s.1.", "2. Another Act, s.2 & s.3."),
    foot="Made from a form.",
    left_out="Leave this out if it does not apply.",
    specs={
        each.name: each
        for each in (
            blank("your name"),
            blank("your address or e-mail", "lines"),
            blank("today's date", "day"),
            blank("the day", "day", optional=True),
            blank("your reference", optional=True),
        )
    },
)
BARE = replace(
    LETTER,
    sender=(),
    greeting="",
    paragraphs=(Paragraph("I give authority."),),
    reply="",
    closing="",
    signed="",
    signer="",
    law_heading="",
    law=(),
)
AS_TEXT = """\
* A draft & no advice.
* Keep a copy.

----------------------------------------

[your name: ______]
[your address or e-mail: ______]

[today's date: ______]

The Data Protection Officer, A & B Police

Dear Sir or Madam,

My data <all>

Please send what you hold.

I ask under two laws. [1, 2]
- the data
- the day: [the day: ______] (Leave this out if it does not apply.)

My reference is [your reference: ______]. (Leave this out if it does not apply.) [2]

Please reply to me at the address above.

Yours faithfully,

Signed:

[your name: ______]

The law this letter names

1. An Act, s.1.
2. Another Act, s.2 & s.3.

Made from a form.
"""
NAME = '<span class="blank blank-text" data-blank="your-name">[your name]</span>'
ADDRESS = (
    '<span class="blank blank-lines" data-blank="your-address-or-e-mail">'
    "[your address or e-mail]</span>"
)
TODAY = '<span class="blank blank-day" data-blank="today-s-date">[today&#x27;s date]</span>'
LEFT_OUT = '<span class="left-out">(Leave this out if it does not apply.)</span>'
AS_FRAGMENT = f"""\
<div class="from"><p>{NAME}</p><p>{ADDRESS}</p></div>
<p class="date">{TODAY}</p>
<p class="to">The Data Protection Officer, A &amp; B Police</p>
<p>Dear Sir or Madam,</p>
<h2 class="subject">My data &lt;all&gt;</h2>
<p>Please send what you hold.</p>
<p>I ask under two laws.<sup><a href="#law-1">1</a>, <a href="#law-2">2</a></sup></p>
<ul>
<li>the data</li>
<li>the day: <span class="blank blank-day" data-blank="the-day">[the day]</span> {LEFT_OUT}</li>
</ul>
<p>My reference is <span class="blank blank-text" data-blank="your-reference">[your reference]\
</span>. {LEFT_OUT}<sup><a href="#law-2">2</a></sup></p>
<p>Please reply to me at the address above.</p>
<p>Yours faithfully,</p>
<p class="sign">Signed: {NAME}</p>
<section class="law"><h3>The law this letter names</h3>
<p id="law-1">1. An Act, s.1.</p>
<p id="law-2">2. Another Act, s.2 &amp; s.3.</p>
</section>
<p class="foot">Made from a form.</p>
"""


def test_a_letter_as_text_has_every_part_in_its_place():
    assert as_text(LETTER) == AS_TEXT
    assert render(LETTER, "txt").decode() == AS_TEXT


def test_a_paper_without_most_parts_has_no_empty_lines_for_them():
    assert as_text(BARE).split("\n\n")[2:] == [
        "[today's date: ______]",
        "The Data Protection Officer, A & B Police",
        "My data <all>",
        "I give authority.",
        "Made from a form.\n",
    ]
    assert as_fragment(BARE) == (
        f'<p class="date">{TODAY}</p>\n'
        '<p class="to">The Data Protection Officer, A &amp; B Police</p>\n'
        '<h1 class="subject">My data &lt;all&gt;</h1>\n'
        "<p>I give authority.</p>\n"
        '<p class="foot">Made from a form.</p>\n'
    )


def test_a_letter_on_a_page_has_every_part_in_its_place():
    assert as_fragment(LETTER, level=2) == AS_FRAGMENT


def test_a_page_of_its_own_asks_not_to_be_found_and_prints_no_notice():
    page = as_page(LETTER)
    assert render(LETTER, "html").decode() == page
    assert page.startswith('<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n')
    for line in (
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="robots" content="noindex">',
        '<meta name="referrer" content="no-referrer">',
        "<title>Letter</title>",
        '<aside class="notice">\n<p>A draft &amp; no advice.</p>\n<p>Keep a copy.</p>\n</aside>',
    ):
        assert line in page
    assert "@media print{.notice{display:none}}" in page
    assert page.endswith(f"{as_fragment(LETTER)}</body>\n</html>\n")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("today's date", "today-s-date"),
        ("Your name, for the body", "your-name-for-the-body"),
        ("(the day)", "the-day"),
    ],
)
def test_the_key_of_a_blank_is_small_letters_and_hyphens(name, key):
    assert blank_key(name) == key


# Word


def word(letter=LETTER):
    return Document(BytesIO(as_word(letter)))


def runs(paragraph):
    return [(run.text, run.style.name) for run in paragraph.runs]


def line(document, start):
    (paragraph,) = [each for each in document.paragraphs if each.text.startswith(start)]
    return paragraph


def test_a_word_file_has_every_part_in_its_place():
    assert [each.text.strip() for each in word().paragraphs] == [
        "A draft & no advice.",
        "Keep a copy.",
        "[your name]",
        "[your address or e-mail]",
        "[today's date]",
        "The Data Protection Officer, A & B Police",
        "Dear Sir or Madam,",
        "My data <all>",
        "Please send what you hold.",
        "I ask under two laws.1, 2",
        "the data",
        "the day: [the day] (Leave this out if it does not apply.)",
        "My reference is [your reference]. (Leave this out if it does not apply.)2",
        "Please reply to me at the address above.",
        "Yours faithfully,",
        "Signed: [your name]",
        "The law this letter names",
        "1. An Act, s.1.",
        "2. Another Act, s.2 & s.3.",
        "Made from a form.",
    ]


def test_a_word_file_of_a_paper_has_only_the_parts_of_the_paper():
    assert [each.text for each in word(BARE).paragraphs[2:]] == [
        "[today's date]",
        "The Data Protection Officer, A & B Police",
        "My data <all>",
        "I give authority.",
        "Made from a form.",
    ]


def test_notices_stand_on_a_page_of_their_own_and_bear_their_style():
    first, second, third, *_ = word().paragraphs
    assert [each.style.name for each in (first, second)] == ["Notice", "Notice"]
    assert third.style.name != "Notice"
    breaks = [each.get(qn("w:type")) for each in second._p.iter(qn("w:br"))]
    assert breaks == ["page"]
    assert not list(first._p.iter(qn("w:br")))


def test_what_is_to_be_filled_in_or_left_out_bears_its_style():
    document = word()
    assert runs(line(document, "My reference")) == [
        ("My reference is ", "Default Paragraph Font"),
        ("[your reference]", "Blank"),
        (".", "Default Paragraph Font"),
        (" (Leave this out if it does not apply.)", "Left out"),
        ("2", "Default Paragraph Font"),
    ]
    assert runs(line(document, "[your name]")) == [("[your name]", "Blank")]
    assert runs(line(document, "the day:"))[-1][1] == "Left out"
    assert [run.font.superscript for run in line(document, "My reference").runs][-1] is True
    assert [run.font.superscript for run in line(document, "I ask under").runs] == [None, True]


def test_sender_and_day_stand_at_the_right_and_headings_are_bold():
    document = word()
    at_right = [e.text for e in document.paragraphs if e.alignment == WD_ALIGN_PARAGRAPH.RIGHT]
    assert at_right == ["[your name]", "[your address or e-mail]", "[today's date]"]
    bold = [each.text for each in document.paragraphs if any(run.bold for run in each.runs)]
    assert bold == ["My data <all>", "The law this letter names"]
    assert line(document, "the data").style.name == "List Bullet"
    assert line(document, "Signed:").paragraph_format.space_before == Pt(48)
    assert line(document, "1. An Act").runs[0].font.size == Pt(9)
    assert line(document, "Made from").runs[0].font.size == Pt(9)


def test_a_word_file_is_a4_in_british_english_and_its_styles_can_be_seen():
    document = word()
    section, styles = document.sections[0], document.styles
    sides = (section.page_width, section.page_height)
    assert [round(each.mm) for each in sides] == [210, 297]
    assert [round(e.mm) for e in (section.left_margin, section.right_margin)] == [25, 25]
    normal = styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Arial", Pt(11))
    assert [e.get(qn("w:val")) for e in normal.element.rPr.iter(qn("w:lang"))] == ["en-GB"]
    assert styles["Notice"].font.italic is True
    assert styles["Notice"].base_style.name == "Normal"
    assert styles["Blank"].font.underline is True
    assert (styles["Left out"].font.italic, styles["Left out"].font.size) == (True, Pt(9))
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == ("Letter", "", "")


def test_the_word_file_that_is_downloaded_is_that_one():
    downloaded = Document(BytesIO(render(LETTER, "docx")))
    assert [e.text for e in downloaded.paragraphs] == [e.text for e in word().paragraphs]
