"""A letter as a Word file that a person can fill in, and that a page can fill in for them.

The file marks what is to be changed by the names of styles: `Notice` is a paragraph to take out
before it is sent, `Blank` a run to be replaced, `Left out` a run that says what does not apply to
everyone.
"""

from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from candour.law.letters import BLANK, TITLE, Letter, Paragraph

NOTICE, BLANK_STYLE, LEFT_OUT = "Notice", "Blank", "Left out"
FONT, SIZE, SMALL = "Arial", Pt(11), Pt(9)
A4 = (Mm(210), Mm(297))
MARGIN = Mm(25)


def as_word(letter: Letter) -> bytes:
    document = _empty()
    for notice in letter.notices:
        document.add_paragraph(notice, style=NOTICE)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for text in (*letter.sender, letter.date):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(line, text)
    for text in (letter.to, letter.greeting):
        if text:
            _write(document.add_paragraph(), text)
    _write(document.add_paragraph(), letter.subject, bold=True)
    for paragraph in letter.paragraphs:
        _write_paragraph(document, paragraph, letter)
    for text in (letter.reply, letter.closing):
        if text:
            document.add_paragraph(text)
    if letter.signer:
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(48)
        _write(line, f"{letter.signed} {letter.signer}".strip())
    _write_law(document, letter)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_law(document: WordDocument, letter: Letter) -> None:
    if letter.law:
        _write(document.add_paragraph(), letter.law_heading, bold=True)
    for text in (*letter.law, letter.foot):
        document.add_paragraph().add_run(text).font.size = SMALL


def _write_paragraph(document: WordDocument, paragraph: Paragraph, letter: Letter) -> None:
    written = document.add_paragraph()
    _write(written, paragraph.text)
    _hint(written, paragraph.text, letter)
    if paragraph.law:
        written.add_run(", ".join(map(str, paragraph.law))).font.superscript = True
    for item in paragraph.items:
        line = document.add_paragraph(style="List Bullet")
        _write(line, item)
        _hint(line, item, letter)


def _hint(paragraph: WordParagraph, text: str, letter: Letter) -> None:
    if letter.may_be_left_out(text):
        paragraph.add_run(f" ({letter.left_out})", style=LEFT_OUT)


def _write(paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
    for place, part in enumerate(BLANK.split(text)):
        if place % 2:
            paragraph.add_run(f"[{part}]", style=BLANK_STYLE)
        elif part:
            paragraph.add_run(part).bold = bold or None


def _empty() -> WordDocument:
    """Open an empty A4 document in British English, with the styles that mark its parts."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = TITLE, "", ""
    section = document.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = MARGIN
    normal = cast("ParagraphStyle", document.styles["Normal"])
    normal.font.name, normal.font.size = FONT, SIZE
    normal.element.get_or_add_rPr().append(_language("en-GB"))
    notice = cast("ParagraphStyle", document.styles.add_style(NOTICE, WD_STYLE_TYPE.PARAGRAPH))
    notice.base_style, notice.font.italic = normal, True
    blank = cast("CharacterStyle", document.styles.add_style(BLANK_STYLE, WD_STYLE_TYPE.CHARACTER))
    blank.font.underline = True
    hint = cast("CharacterStyle", document.styles.add_style(LEFT_OUT, WD_STYLE_TYPE.CHARACTER))
    hint.font.italic, hint.font.size = True, SMALL
    return document


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), code)
    return element
