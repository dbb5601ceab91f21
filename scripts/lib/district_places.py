"""Set where groups live beside where deprivation is in every district, into one archive.

    CANDOUR_OUTSIDE_DATA=FOLDER .venv/bin/python scripts/lib/district_places.py

FOLDER is that of `scripts/findings`: census, indices, outlines and look-ups by small area. The
pages `/places/…/` show what it writes: districts of England and of Wales, each by the index of its
nation. A district of so few small areas that its most deprived
fifth is fewer than ten is listed with that reason and has no figures.
"""

import csv
import gzip
import os
import runpy
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from candour.audit.neighbourhoods.audit import (
    Question,
    TooFewAreas,
    audit_neighbourhoods,
)
from candour.audit.neighbourhoods.nations import ENGLAND, WALES, Nation
from candour.content import FOLDER
from candour.evidence.districts import FILE, District, slug_of, write_districts
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection

shipped = runpy.run_path(str(Path(__file__).with_name("neighbourhoods_findings.py")))
FORCE_SCHEME = "ONS police force area 2024"
# The first letter of its codes, the nation, and the index that is drawn.
NATIONS = (("E", ENGLAND, "2025"), ("W", WALES, "2019"))


def main(outside: Path) -> int:
    forces = _forces()
    results = {
        district: result
        for first, nation, drawn in NATIONS
        for district, result in _of_nation(outside, first, nation, drawn, forces)
    }
    by_name = dict(sorted(results.items(), key=lambda pair: pair[0].name))
    write_districts(FOLDER / FILE, by_name)
    shown = sum(not district.why_not for district in results)
    print(f"{shown} of {len(results)} districts; {(FOLDER / FILE).stat().st_size:,} bytes.")
    return 0


def _of_nation(
    outside: Path, first: str, nation: Nation, drawn: str, forces: Mapping[str, str]
) -> Iterator[tuple[District, dict[str, Any]]]:
    atlas = shipped["atlas"](outside, nation)
    for name, force in sorted(_districts(outside, first).items()):
        district = District(slug_of(name), name, forces[force], nation=nation.name.lower())
        try:
            finding = audit_neighbourhoods(atlas, Question((name,), name, (drawn,)))
        except TooFewAreas as error:
            yield replace(district, why_not=str(error)), {}
            continue
        yield district, finding.as_dict()


def _districts(outside: Path, first: str) -> dict[str, str]:
    """Each district of a nation by name, with the code of its police force area."""
    path = outside / "lookups/lsoa21_ltla24_pfa24_derived.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {
            row["ltla24_name"]: row["pfa24_code"]
            for row in csv.DictReader(file)
            if row["lsoa21_code"].startswith(first)
        }


def _forces() -> dict[str, str]:
    """The slug of each force by the code of its area."""
    collection = read_collection(FOLDER, read_schema(FOLDER))
    return {
        str(code.value): body.slug
        for body in collection.of_class("body")
        for code in body.of("code")
        if code.qualifier("scheme") == FORCE_SCHEME
    }


if __name__ == "__main__":
    sys.exit(main(Path(os.environ["CANDOUR_OUTSIDE_DATA"])))
