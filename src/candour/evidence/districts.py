"""Districts of England and Wales with who lives where in each: one archive of the content.

`scripts/lib/district_places.py` makes it. Its first member is the list of districts; each other is
the result of an audit of one, as such results are stored, read only when that district is asked
for: the shapes of one district are some ten kilobytes, those of all of them megabytes.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from candour.core.errors import CandourError
from candour.evidence.zipped import BROKEN, FIRST_DAY, MODE, UNIX

FILE = "places/districts.zip"
INDEX = "districts.json"
NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
MOST_BYTES = 1_000_000  # of one member: the largest district has a tenth of it


class BadDistricts(CandourError):
    """The archive of districts can't be read."""


@dataclass(frozen=True, slots=True)
class District:
    """A district of local government, as of 2024.

    Attributes
    ----------
    slug : in addresses
    force : slug of the police force in whose area it lies
    why_not : why nothing is shown of it, in a sentence; "" where something is
    nation : as the list of outward codes has it
    """

    slug: str
    name: str
    force: str
    why_not: str = ""
    nation: str = "england"


def slug_of(name: str) -> str:
    """A district's name as it stands in addresses.

    >>> slug_of("King's Lynn and West Norfolk"), slug_of("Bristol, City of")
    ('kings-lynn-and-west-norfolk', 'bristol-city-of')
    """
    plain = name.lower().replace("'", "").replace("’", "")
    return NOT_IN_A_SLUG.sub("-", plain).strip("-")


def write_districts(path: Path, results: Mapping[District, Mapping[str, Any]]) -> None:
    """Write the archive, the same bytes each time; the file is there whole, or not at all."""
    draft = path.with_name(f".{path.name}")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, INDEX, [asdict(district) for district in results])
        for district, result in results.items():
            if not district.why_not:
                _write(archive, f"{district.slug}.json", result)
    draft.replace(path)


def _write(archive: zipfile.ZipFile, name: str, data: object) -> None:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.external_attr, info.compress_type, info.create_system = MODE, zipfile.ZIP_DEFLATED, UNIX
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    archive.writestr(info, text, compresslevel=9)


@lru_cache(maxsize=2)
def districts(folder: Path) -> Mapping[str, District]:
    """Every district, by its slug, in the order of names; none where nothing ships.

    Raises
    ------
    BadDistricts
    """
    if not (folder / FILE).exists():
        return {}
    rows = _member(folder, INDEX)
    return {row["slug"]: District(**row) for row in rows}


def result_of(folder: Path, district: District) -> dict[str, Any]:
    """The stored result of a district that has one.

    Raises
    ------
    BadDistricts
    """
    result: dict[str, Any] = _member(folder, f"{district.slug}.json")
    return result


@lru_cache(maxsize=2)
def _archive(folder: Path) -> bytes:
    """The archive as it was when it was first read: two megabytes, and no file of a later day."""
    return (folder / FILE).read_bytes()


def _member(folder: Path, name: str) -> Any:
    try:
        archived = io.BytesIO(_archive(folder))
        with zipfile.ZipFile(archived) as archive, archive.open(name) as file:
            return json.loads(file.read(MOST_BYTES))
    except (*BROKEN, KeyError, OSError) as error:
        raise BadDistricts(f"{FILE}: {name} can't be read ({error!r:.80}).") from None
