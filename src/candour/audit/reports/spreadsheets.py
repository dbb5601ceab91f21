"""The tables of a finding as CSV: the full numbers, under the keys that its JSON has."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from candour.audit.findings import AROUND, Finding

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # where a spreadsheet would work it out


def as_csv(finding: Finding[Any]) -> dict[str, str]:
    """Each table by its name; a value with its interval is three columns, as `find_low`."""
    return {
        name: csv_of(rows)
        for name, rows in finding.as_dict().items()
        if name not in AROUND and isinstance(rows, list) and rows and isinstance(rows[0], Mapping)
    }


def csv_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV; a value with its interval is three columns."""
    flat = [dict(_cells(row)) for row in rows]
    heads = list(dict.fromkeys(key for row in flat for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue()


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        if isinstance(value, Mapping):
            own = {"value": key}
            yield from ((own.get(part, f"{key}_{part}"), _cell(one)) for part, one in value.items())
        else:
            yield key, _cell(value)


def _cell(value: Any) -> Any:
    """A cell as spreadsheets take it: no text is ever worked out as a formula.

    >>> _cell("=1+1"), _cell(-0.5), _cell(["a", "b"]), _cell(None)
    ("'=1+1", -0.5, 'a; b', '')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value
