"""Documents that take long to make are made one at a time, so that pages go on being answered."""

import pytest

from candour.web.papers import at_the_desk
from candour.web.problems import TryAgain
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import load_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    load_on(make_folder(tmp_path / "content", {"systems/tool": TOOL}))


def test_while_one_document_is_made_another_reader_is_asked_to_come_again(client, register):
    with at_the_desk():
        answer = client.get("/dossier.pdf?of=tool")
        assert client.get("/systems/tool/").status_code == 200
        assert client.get("/dossier/page.html?of=tool").status_code == 200
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Another document is being laid out" in answer.content.decode()


def test_the_desk_is_free_again_whatever_became_of_the_document():
    with pytest.raises(ZeroDivisionError), at_the_desk():
        raise ZeroDivisionError
    with at_the_desk(), pytest.raises(TryAgain), at_the_desk():
        raise AssertionError
