"""A letter as plain text, as a page to print, and as a Word file. Titles are neutral in all."""

import re
from collections.abc import Iterator
from html import escape

from candour.law.letters import BLANK, TITLE, Letter, Paragraph

FORMATS = ("html", "docx", "txt")
GAP = re.compile(r"[^a-z0-9]+")
STYLE = (
    "body{font:12pt/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1em}.notice{border:1px solid;padding:.5em 1em}.from,.date{text-align:right}"
    ".from p{margin:0}.blank{border-bottom:1px solid}.blank-lines{white-space:pre-line}"
    ".left-out{font-size:.8em}.sign{margin-top:4em}.law,.foot{font-size:10pt}"
    "@media print{.notice{display:none}}"
)


def render(letter: Letter, form: str) -> bytes:
    """Return the bytes of a file in one of `FORMATS`."""
    if form == "docx":
        from candour.law.word_files import as_word  # the Word library is slow to load

        return as_word(letter)
    text = as_page(letter) if form == "html" else as_text(letter)
    return text.encode("utf-8")


# plain text


def as_text(letter: Letter) -> str:
    parts = ["\n".join(f"* {notice}" for notice in letter.notices), "-" * 40]
    parts += [
        "\n".join(map(_with_blanks, letter.sender)),
        _with_blanks(letter.date),
        _with_blanks(letter.to),
    ]
    parts += [letter.greeting, _with_blanks(letter.subject)]
    for paragraph in letter.paragraphs:
        lines = [_with_numbers(_line(paragraph.text, letter), paragraph)]
        lines += [f"- {_line(item, letter)}" for item in paragraph.items]
        parts.append("\n".join(lines))
    parts += [
        letter.reply,
        letter.closing,
        _with_blanks(letter.signed),
        _with_blanks(letter.signer),
    ]
    if letter.law:
        parts += [letter.law_heading, "\n".join(letter.law)]
    parts.append(letter.foot)
    return "\n\n".join(part for part in parts if part) + "\n"


def _with_blanks(text: str) -> str:
    return BLANK.sub(r"[\1: ______]", text)


def _line(text: str, letter: Letter) -> str:
    hint = f" ({letter.left_out})" if letter.may_be_left_out(text) else ""
    return _with_blanks(text) + hint


def _with_numbers(text: str, paragraph: Paragraph) -> str:
    numbers = ", ".join(map(str, paragraph.law))
    return f"{text} [{numbers}]" if numbers else text


# a page


def as_page(letter: Letter) -> str:
    """Return a whole page that prints well and asks nothing of any host."""
    notices = "".join(f"<p>{escape(notice)}</p>\n" for notice in letter.notices)
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<aside class="notice">\n{notices}</aside>\n{as_fragment(letter)}</body>\n</html>\n'
    )


def as_fragment(letter: Letter, *, level: int = 1) -> str:
    """Return the letter alone, with each blank as an element that a page can fill in.

    A line that is left out where nothing is filled in says so in an element `left-out`. `level`
    is that of the heading, which is the letter's subject.
    """
    return "\n".join(_fragment(letter, level)) + "\n"


def _fragment(letter: Letter, level: int) -> Iterator[str]:
    if letter.sender:
        lines = "".join(f"<p>{_marked(line, letter)}</p>" for line in letter.sender)
        yield f'<div class="from">{lines}</div>'
    yield f'<p class="date">{_marked(letter.date, letter)}</p>'
    yield f'<p class="to">{_marked(letter.to, letter)}</p>'
    if letter.greeting:
        yield f"<p>{escape(letter.greeting)}</p>"
    yield f'<h{level} class="subject">{_marked(letter.subject, letter)}</h{level}>'
    for paragraph in letter.paragraphs:
        yield f"<p>{_hinted(paragraph.text, letter)}{_numbers(paragraph)}</p>"
        if paragraph.items:
            yield "<ul>"
            yield from (f"<li>{_hinted(item, letter)}</li>" for item in paragraph.items)
            yield "</ul>"
    for text in (letter.reply, letter.closing):
        if text:
            yield f"<p>{escape(text)}</p>"
    if letter.signer:
        yield f'<p class="sign">{escape(letter.signed)} {_marked(letter.signer, letter)}</p>'
    if letter.law:
        yield f'<section class="law"><h{level + 1}>{escape(letter.law_heading)}</h{level + 1}>'
        for number, line in enumerate(letter.law, start=1):
            yield f'<p id="law-{number}">{escape(line)}</p>'
        yield "</section>"
    yield f'<p class="foot">{escape(letter.foot)}</p>'


def _numbers(paragraph: Paragraph) -> str:
    links = ", ".join(f'<a href="#law-{n}">{n}</a>' for n in paragraph.law)
    return f"<sup>{links}</sup>" if links else ""


def _hinted(text: str, letter: Letter) -> str:
    hint = f' <span class="left-out">({escape(letter.left_out)})</span>'
    return _marked(text, letter) + (hint if letter.may_be_left_out(text) else "")


def _marked(text: str, letter: Letter) -> str:
    parts = BLANK.split(text)
    shown = [
        escape(part) if place % 2 == 0 else _blank(part, letter) for place, part in enumerate(parts)
    ]
    return "".join(shown)


def _blank(name: str, letter: Letter) -> str:
    kind = letter.specs[name].kind
    return (
        f'<span class="blank blank-{kind}" data-blank="{blank_key(name)}">[{escape(name)}]</span>'
    )


def blank_key(name: str) -> str:
    """Return the name of a blank as a page's element carries it.

    >>> blank_key("your name")
    'your-name'
    """
    return GAP.sub("-", name.lower()).strip("-")
