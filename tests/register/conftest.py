"""A small made-up region, loaded on its first day; and a register of several origins and days."""

from datetime import UTC, date, datetime

import pytest

from candour.evidence.record import record_change
from tests.evidence.making import FORCE, TOOL, make_folder, write_files
from tests.register.loading import load_on
from tests.register.region import REGION
from tests.register.test_findings import CODE, keep
from tests.support.findings import made_up


@pytest.fixture
def region(tmp_path, db):
    """The region's content folder, once it is loaded."""
    folder = make_folder(tmp_path / "content", REGION)
    load_on(folder)
    return folder


@pytest.fixture
def register(tmp_path, db):
    """Two origins, drafts that give way, a finding kept here, and several days."""
    force = {"bodies/force": FORCE + CODE.format("force")}
    ours = make_folder(tmp_path / "ours", {"systems/tool": TOOL, **force})
    theirs = make_folder(tmp_path / "theirs", {"systems/tool": TOOL + "purpose: find people\n"})
    for folder, origin in ((ours, "candour"), (theirs, "a-body")):
        record_change(folder, made_by="x", why="y", made_at=datetime.now(UTC), origin=origin)
    load_on(ours)
    load_on(theirs, date(2026, 1, 2))
    write_files(ours, {"systems/tool": TOOL + "purpose: find places\n"})
    load_on(ours, date(2026, 1, 3))
    record_change(ours, made_by="x", why="As tried", made_at=datetime.now(UTC), origin="candour")
    load_on(ours, date(2026, 1, 4))
    keep(made_up())
    return tmp_path
