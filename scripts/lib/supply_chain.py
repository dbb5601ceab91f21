"""What Candour rests on: licences of all dependencies, a bill of materials, known weaknesses.

    supply_chain.py licences [--check]  prints docs/reference/dependencies.md, or compares with it
    supply_chain.py sbom                prints a bill of materials, CycloneDX 1.6 in JSON
    supply_chain.py advisories          asks a database of weaknesses about what is locked

Everything is read from requirements/*.txt and from what the packages say of themselves where they
are installed. Nothing follows from the clock: the same locks make the same bytes.
"""

import argparse
import json
import os
import re
import sys
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NoReturn

import candour

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/dependencies.md"
SIZES = ("serve", "runtime")  # a public site; everything
LOCKED = re.compile(r"^([a-z0-9.-]+)==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ADVISORIES_URL = "https://api.osv.dev/v1/querybatch"
SECONDS = 30
NAMESPACE = uuid.UUID("6f0dcb4e-3d0b-5f0e-9a50-5d2f2b8f6a10")  # of our bills of materials

# What a package says in words, as SPDX names it.
IN_SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
    "ZPL 2.1": "ZPL-2.1",
}
# Read in the file that comes with the package, which says nothing in its metadata that fits.
READ_IN_FILE = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "resvg-py": "MIT",
    "scipy": "BSD-3-Clause",
}
# What a work under Apache-2.0 can be handed on with, as a library that it imports.
PERMISSIVE = frozenset(
    {
        *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause"),
        *("BlueOak-1.0.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"),
        "ZPL-2.1",
    }
)
WEAK_COPYLEFT = {
    "LGPL-3.0-only": "a library that anyone may exchange for another version; see below",
    "MPL-1.1": "binds its own files, which are not changed here",
    "MPL-2.0": "binds its own files, which are not changed here",
}
ABOUT = """\
# Dependencies and their licences

Printed from `requirements/` and from what the packages say of themselves by \
`scripts/supply-chain licences`.

Candour is under the Apache License 2.0. Everything it imports is under a licence that this can \
live with: a permissive one, or one that binds the library's own files and leaves those who use it \
free. A test refuses any other. Where a package offers a choice, the one that fits is taken.

*serve* is what a public site needs (with PostgreSQL); the rest comes with the extras `audit`, \
`pdf` and `word`. What only tests and builds use is in `requirements/dev.txt` and is not handed on.
"""
ABOUT_PSYCOPG = """\
## Why Psycopg's licence is no hindrance

Psycopg, which speaks to PostgreSQL, is under the LGPL, version 3. It asks of whoever hands on a \
work that uses the library: to say so, to hand on its licence, and to leave people free to \
exchange the library for a version of their own (section 4). Candour imports Psycopg as it is \
published, changes nothing in it, does not contain it, and takes it from where the operator's \
installer finds it: `pip install` of another version exchanges it. So the terms of Candour itself \
stay those of the Apache License. It is needed for PostgreSQL alone \
(`candour[postgres]`); on SQLite it is not even installed. An image or a package that contains it \
must carry its licence text, which its wheel holds.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package as it is locked: its name, version, SHA-256 of its files, and in which sizes."""

    name: str
    version: str
    digests: tuple[str, ...]
    sizes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def locked() -> list[Package]:
    """Every package of the runtime lock, and whether a public site needs it, by name."""
    in_size = {size: _read_lock(size) for size in SIZES}
    keys = sorted({key for packages in in_size.values() for key in packages})
    return [
        Package(
            name=key[0],
            version=key[1],
            digests=next(packages[key] for packages in in_size.values() if key in packages),
            sizes=tuple(size for size in SIZES if key in in_size[size]),
        )
        for key in keys
    ]


def of_the_threshold_test() -> list[str]:
    """Packages, as locked, that only the extra `thresholds` brings: in no size of a site."""
    names = {name for name, _ in _read_lock("thresholds")}
    return sorted(names - {package.name for package in locked()})


def _read_lock(size: str) -> dict[tuple[str, str], tuple[str, ...]]:
    text = (ROOT / f"requirements/{size}.txt").read_text(encoding="utf-8")
    return {
        (name, version): tuple(sorted(DIGEST.findall(rest)))
        for name, version, rest in LOCKED.findall(text)
    }


# --- licences -------------------------------------------------------------------


class UnknownLicence(Exception):
    """A package says nothing of its licence that is understood here."""


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression.

    Raises
    ------
    UnknownLicence
        If it says none, or says it in words that `IN_SPDX` lacks. Read its file, and add it.
    """
    if name in READ_IN_FILE:
        return READ_IN_FILE[name]
    try:
        told = metadata(name)
    except PackageNotFoundError as error:
        raise UnknownLicence(f"{name} is not installed here: run scripts/setup.") from error
    if "License-Expression" in told:
        return str(told["License-Expression"])
    classifiers = [text.rpartition(" :: ")[2] for text in told.get_all("Classifier") or ()
                   if text.startswith("License ::")]  # fmt: skip
    said = str(told["License"]) if "License" in told else ""
    for words in (said, *classifiers):
        known: str = IN_SPDX.get(words, words)
        if known in PERMISSIVE | set(WEAK_COPYLEFT):
            return known
    raise UnknownLicence(f"What {name} says of its licence is not understood: {classifiers}.")


def fits(expression: str) -> bool:
    """Whether one of the choices that an SPDX expression offers fits in all its parts.

    Examples
    --------
    >>> fits("GPL-2.0-or-later OR MPL-1.1"), fits("MIT AND GPL-3.0-only")
    (True, False)
    """
    ways = [way.split(" AND ") for way in expression.split(" OR ")]
    return any(all(part in PERMISSIVE or part in WEAK_COPYLEFT for part in way) for way in ways)


def licences_page() -> str:
    rows = [
        f"| {package.name} | {package.version} | {licence(package.name)} "
        f"| {'serve' if 'serve' in package.sizes else ''} |"
        for package in locked()
    ]
    notes = [f"- {name}: {why}." for name, why in WEAK_COPYLEFT.items()]
    head = "| package | version | licence (SPDX) | size |\n| --- | --- | --- | --- |"
    return "\n".join([ABOUT, head, *rows, "", "Not wholly permissive:", "", *notes, "",
                      ABOUT_PSYCOPG])  # fmt: skip


# --- bill of materials ----------------------------------------------------------


def sbom() -> dict[str, Any]:
    """A bill of materials of everything that scripts/serve installs, as CycloneDX 1.6 has it."""
    components = [_component(package) for package in locked()]
    what = {
        "type": "application",
        "bom-ref": "candour",
        "name": "candour",
        "version": candour.__version__,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps([what, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": what},
        "components": components,
        "dependencies": [
            {"ref": "candour", "dependsOn": sorted(one["bom-ref"] for one in components)}
        ],
    }


def _component(package: Package) -> dict[str, Any]:
    digests = [{"name": "candour:sha256", "value": digest} for digest in package.digests]
    sizes = [{"name": "candour:size", "value": size} for size in package.sizes]
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "licenses": [{"expression": licence(package.name)}],
        "properties": sizes + digests,
    }


# --- advisories -----------------------------------------------------------------


class NotReached(Exception):
    """The database of weaknesses could not be asked; nothing is known either way."""


def advisories(url: str = ADVISORIES_URL) -> dict[Package, list[str]]:
    """The identifiers of the weaknesses known of each package that has any.

    Raises
    ------
    NotReached
        If nobody answers there, or not as the OSV API does.
    """
    packages = locked()
    queries = [{"package": {"purl": package.purl}} for package in packages]
    request = urllib.request.Request(  # noqa: S310 - the address is ours, or the operator's
        url,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - (the same)
            results = json.load(answer)["results"]
        if len(results) != len(packages):
            raise NotReached(f"{url} answered about {len(results)} of {len(packages)} packages.")
        known = [[row["id"] for row in result.get("vulns", ())] for result in results]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotReached(f"{url} could not be asked ({error}).") from error
    return {package: ids for package, ids in zip(packages, known, strict=True) if ids}


# --- what is printed ------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="supply-chain", description=(__doc__ or "").split("\n")[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    page = commands.add_parser("licences", help="print docs/reference/dependencies.md")
    page.add_argument("--check", action="store_true", help="compare, and change nothing")
    commands.add_parser("sbom", help="print a bill of materials, CycloneDX 1.6 in JSON")
    commands.add_parser("advisories", help="ask a database of weaknesses")
    given = parser.parse_args()
    if given.command == "licences":
        print_licences(check=given.check)
    elif given.command == "sbom":
        print(json.dumps(sbom(), indent=1))
    else:
        print_advisories()


def print_licences(*, check: bool) -> None:
    try:
        text = licences_page()
    except UnknownLicence as error:
        cannot(str(error))
    if not check:
        PAGE.write_text(text, encoding="utf-8")
        print(PAGE)
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/reference/dependencies.md is not what is locked. Run scripts/supply-chain "
              "licences.", file=sys.stderr)  # fmt: skip
        sys.exit(1)


def print_advisories() -> None:
    try:
        known = advisories(os.environ.get("ADVISORIES_URL", ADVISORIES_URL))
    except NotReached as error:
        cannot(f"{error} Nothing was checked: this says neither that there are weaknesses nor that "
               "there are none.")  # fmt: skip
    for package, ids in known.items():
        print(f"{package.name} {package.version}: {', '.join(ids)}")
    if known:
        sys.exit(1)
    print(f"No weakness is known of the {len(locked())} packages that are locked.")


def cannot(sentence: str) -> NoReturn:
    print(f"supply-chain: {sentence}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
