"""A small made-up region, loaded on its first day."""

import pytest

from tests.evidence.making import make_folder
from tests.register.loading import load_on
from tests.register.region import REGION


@pytest.fixture
def region(tmp_path, db):
    """The region's content folder, once it is loaded."""
    folder = make_folder(tmp_path / "content", REGION)
    load_on(folder)
    return folder
