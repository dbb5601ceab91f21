"""Reports on paper, laid out once: a finding never changes, and laying it out takes seconds."""

import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

import candour
from candour.audit.reports import as_pdf
from candour.core.hashing import sha256_hex
from candour.evidence.findings import KeptFinding
from candour.register.kinds import kinds

FOLDER = "reports"


def printed(kept_finding: KeptFinding) -> bytes:
    """Return the PDF of a finding, from the folder of this installation if it was made before.

    Raises
    ------
    CannotPrint
        If the library that sets type is missing.
    """
    path = place_of(kept_finding)
    if path.is_file():
        return path.read_bytes()
    finding = kinds().read(kept_finding.finding)
    paper = as_pdf(finding, kinds().of(finding), title=kept_finding.title)
    with suppress(OSError):  # a folder that can't be written to costs time, and nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
            beside.write(paper)
        Path(beside.name).replace(path)
    return paper


def place_of(kept_finding: KeptFinding) -> Path:
    """Where the PDF of a finding is kept, whether or not it was made."""
    key = sha256_hex(f"{candour.__version__}\n{kept_finding.identifier}\n{kept_finding.title}")
    return Path(settings.DATA_DIR) / FOLDER / f"{key}.pdf"
