"""A finding as a page that stands by itself: sentences, a table, a picture, what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import exp, log
from typing import Any

from candour.audit.plans import Finding, Row

TITLES = {
    "scores": "Who is flagged, and how often wrongly",
    "composition": "Who is on the list",
    "stops": "Stops and searches",
    "force": "Use of force",
}
MOST_ROWS = 400
WIDTH, LEFT, RIGHT, LINE = 720, 260, 60, 26
LONG_NAME = 38
STYLE = """
body{font:1rem/1.5 sans-serif;color:#0b0c0c;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:2rem;line-height:1.2}h2{margin-top:2.5rem}
.lead p{font-size:1.25rem}table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:bold;padding:.5rem 0}
th,td{border-bottom:1px solid #8a8f94;padding:.3rem .5rem;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}
svg{max-width:100%;height:auto}@media print{body{margin:0}.wide{overflow:visible}}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the picture: a ratio with its interval."""

    name: str
    value: float
    low: float
    high: float


def as_html(finding: Finding) -> str:
    """Return the whole report as one HTML file that asks nothing of any other place."""
    title = escape(TITLES.get(finding.plan.audit, "Audit"))
    parts = [
        f"<h1>{title}</h1>",
        _list_of("lead", finding.sentences, paragraphs=True),
        "<h2>What this does not show</h2>",
        _list_of("", finding.does_not_show),
        *_tables(finding, first_only=True),
        _picture(finding),
        *(["<h2>How to read it</h2>", _list_of("", finding.explains)] if finding.explains else []),
        "<h2>What it rests on</h2>",
        _list_of("", finding.assumptions),
        *_tables(finding, first_only=False),
        "<h2>Every row accounted for</h2>",
        _pairs("Rows read, and what became of them", finding.accounted_for),
        "<h2>The plan, fixed before the data were read</h2>",
        _pairs("Plan", finding.plan.as_dict()),
        _pairs("Files, with the SHA-256 of each", {i.name: i.sha256 for i in finding.inputs}),
        f"<p>Finding <code>{finding.identifier}</code>.</p>",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _list_of(kind: str, texts: Sequence[str], *, paragraphs: bool = False) -> str:
    if paragraphs:
        return f'<div class="{kind}">' + "".join(f"<p>{escape(t)}</p>" for t in texts) + "</div>"
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _tables(finding: Finding, *, first_only: bool) -> list[str]:
    filled = [(name, rows) for name, rows in finding.tables.items() if rows]
    chosen = filled[:1] if first_only else filled[1:]
    return [_table(name, rows) for name, rows in chosen]


def _table(name: str, rows: Sequence[Row]) -> str:
    heads = list(rows[0])
    head = "".join(f'<th scope="col">{escape(_words(each))}</th>' for each in heads)
    body = "".join(_row(row, heads) for row in rows[:MOST_ROWS])
    left = len(rows) - MOST_ROWS
    more = f"<p>{left:,} more rows are in the JSON.</p>" if left > 0 else ""
    caption = escape(_words(name).capitalize())
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{more}"
    )


def _row(row: Row, heads: Sequence[str]) -> str:
    first, *rest = heads
    cells = f'<th scope="row">{_cell(row[first])}</th>'
    for head in rest:
        value = row.get(head)
        kind = ' class="n"' if isinstance(value, int | float | dict) else ""
        cells += f"<td{kind}>{_cell(value)}</td>"
    return f"<tr>{cells}</tr>"


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "–", True: "yes", False: "no"}[value]
    if isinstance(value, Mapping) and set(value) == {"value", "low", "high"}:
        shown = [_cell(value[key]) for key in ("value", "low", "high")]
        return f"{shown[0]} ({shown[1]} to {shown[2]})"
    if isinstance(value, Mapping):
        return "; ".join(f"{escape(_words(str(k)))}: {_cell(v)}" for k, v in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(_cell(each) for each in value) or "–"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else escape(str(value))


def _pairs(caption: str, pairs: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(_words(str(key)))}</th><td>{_cell(value)}</td></tr>'
        for key, value in pairs.items()
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def _words(name: str) -> str:
    return name.replace("_", " ")


# the picture: ratios on a logarithmic scale, with a table of the same beside it


def marks(finding: Finding) -> list[Mark]:
    """The ratios of a finding that a picture can hold."""
    made = []
    for row in finding.tables.get("ratios", ()):
        value, low, high = (
            row.get("ratio", row.get("value")),
            row.get("low"),
            row.get("high"),
        )
        if not value or not low or not high or row.get("measure", "fpr") != "fpr":
            continue
        name = " ".join(
            str(row[key]) for key in ("force", "group", "population_year") if key in row
        )
        made.append(Mark(name, value, low, high))
    return made[:60]


def _picture(finding: Finding) -> str:
    shown = marks(finding)
    if not shown:
        return ""
    low = min(1.0, *(mark.low for mark in shown))
    high = max(1.0, *(mark.high for mark in shown))
    low, high = low * 0.9, high * 1.1

    def across(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (log(value) - log(low)) / (log(high) - log(low))

    height = LINE * (len(shown) + 2)
    lines = [_ticks(low, high, across, height)]
    for place, mark in enumerate(shown):
        y = LINE * (place + 1)
        lines.append(
            f'<text x="0" y="{y + 5}" font-size="14">{escape(mark.name[:LONG_NAME])}</text>'
            f'<line x1="{across(mark.low):.1f}" x2="{across(mark.high):.1f}" y1="{y}" y2="{y}" '
            f'stroke="#1d70b8" stroke-width="3"/><circle cx="{across(mark.value):.1f}" cy="{y}" '
            'r="5" fill="#0b0c0c"/>'
        )
    what = "false positive rates" if finding.plan.audit == "scores" else "rates"
    said = (
        f"Ratios of {what} to {finding.plan.reference}, with 95% intervals, on a logarithmic "
        "scale. The numbers are in the table of ratios."
    )
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(said)}">'
        f"{''.join(lines)}</svg><figcaption>{escape(said)}</figcaption></figure>"
    )


def _ticks(low: float, high: float, across: Any, height: int) -> str:
    steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
    kept = [step for step in steps if low <= step <= high]
    if len(kept) <= 1:
        kept = sorted({1.0, exp((log(low) + log(high)) / 2), high / 1.05})
    made = []
    for step in kept:
        dash = "" if step == 1 else ' stroke-dasharray="2 4"'
        made.append(
            f'<line x1="{across(step):.1f}" x2="{across(step):.1f}" y1="8" y2="{height - LINE}" '
            f'stroke="#505a5f"{dash}/><text x="{across(step):.1f}" y="{height - 6}" '
            f'font-size="13" text-anchor="middle">{step:.3g}</text>'
        )
    return "".join(made)
