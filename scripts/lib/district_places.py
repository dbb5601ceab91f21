"""Set where groups live beside where deprivation is in every district of England, into one archive.

    CANDOUR_OUTSIDE_DATA=FOLDER .venv/bin/python scripts/lib/district_places.py

FOLDER is that of `scripts/findings`: census, indices, outlines and look-ups by small area. The
pages `/places/…/` show what it writes. A district of so few small areas that its most deprived
fifth is fewer than ten is listed with that reason and has no figures.
"""

import csv
import gzip
import os
import runpy
import sys
from pathlib import Path
from typing import Any

from candour.audit.neighbourhoods.audit import (
    Question,
    TooFewAreas,
    audit_neighbourhoods,
)
from candour.content import FOLDER
from candour.evidence.districts import FILE, District, slug_of, write_districts
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection

shipped = runpy.run_path(str(Path(__file__).with_name("neighbourhoods_findings.py")))
FORCE_SCHEME = "ONS police force area 2024"
ENGLAND = "E"


def main(outside: Path) -> int:
    forces = _forces()
    atlas = shipped["atlas"](outside)
    results: dict[District, dict[str, Any]] = {}
    for name, force in sorted(_districts(outside).items()):
        slug = slug_of(name)
        try:
            finding = audit_neighbourhoods(atlas, Question((name,), name, ("2025",)))
        except TooFewAreas as error:
            results[District(slug, name, forces[force], str(error))] = {}
            continue
        results[District(slug, name, forces[force])] = finding.as_dict()
    write_districts(FOLDER / FILE, results)
    shown = sum(not district.why_not for district in results)
    print(f"{shown} of {len(results)} districts; {(FOLDER / FILE).stat().st_size:,} bytes.")
    return 0


def _districts(outside: Path) -> dict[str, str]:
    """Each district of England by name, with the code of its police force area."""
    path = outside / "lookups/lsoa21_ltla24_pfa24_derived.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {
            row["ltla24_name"]: row["pfa24_code"]
            for row in csv.DictReader(file)
            if row["lsoa21_code"].startswith(ENGLAND)
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
