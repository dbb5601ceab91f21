"""Releases at /data/: what is published, with size, day and digest; nothing else of the disk."""

import hashlib
import io
import json
import zipfile

import pytest

from candour.core.errors import CandourError
from candour.evidence.releases import verify_release
from candour.register.published import AlreadyPublished, publish, published
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import edit_and_load, load_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data/releases"


@pytest.fixture
def content(home, tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_on(folder)
    return folder


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_where_nothing_is_published_the_page_says_so(client, home, db):
    assert "has published no release" in client.get("/data/releases/").content.decode()
    assert json.loads(body(client.get("/data/releases.json"))) == []
    assert client.get("/data/").status_code == 200


def test_a_release_is_served_with_its_size_its_day_and_its_digest(client, content, home):
    version = publish(home).release.version
    page = client.get("/data/").content.decode()
    (release,) = published(home)
    assert f"Release {version}" in page
    assert release.archive.digest in page
    taken = client.get(f"/data/releases/{version}.zip")
    data = body(taken)
    assert hashlib.sha256(data).hexdigest() == release.archive.digest
    assert (int(taken["Content-Length"]), taken["Content-Type"]) == (len(data), "application/zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(home.parent / "taken")
    assert verify_release(home.parent / f"taken/candour-{version}").is_valid


def test_every_file_of_a_release_can_be_taken_and_is_what_its_digest_is_of(client, content, home):
    version = publish(home).release.version
    told = client.get(f"/data/releases/{version}.json").json()
    assert told["version"] == version
    assert len(told["files"]) > 60
    for file in told["files"]:
        answer = client.get(file["address"])
        assert answer.status_code == 200, file["address"]
        assert hashlib.sha256(body(answer)).hexdigest() == file["sha256"]
        assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(file["address"], headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["../../secret-key", "..%2f..%2fsecret-key", "%2e%2e/%2e%2e/secret-key", "nothing.csv"]
)
def test_nothing_but_the_files_of_a_release_can_be_taken(client, content, home, path):
    version = publish(home).release.version
    (home.parent / "secret-key").write_text("secret")
    answer = client.get(f"/data/releases/{version}/{path}")
    assert answer.status_code == 404
    assert b"secret" not in body(answer).replace(b"secret-key", b"")
    assert client.get("/data/releases/..zip").status_code == 404


def test_a_release_that_is_not_whole_is_not_shown(client, content, home):
    release = publish(home)
    (home / f"candour-{release.release.version}.zip").unlink()
    assert published(home) == []
    assert client.get(f"/data/releases/{release.release.version}/").status_code == 404


def test_the_next_release_tells_what_differs_and_the_same_is_not_published_twice(
    client, content, home
):
    first = publish(home).release.version
    with pytest.raises(AlreadyPublished, match="nothing came into the register since"):
        publish(home)
    edit_and_load(content, {"systems/tool": TOOL + "purpose: find people\n"})
    second = publish(home).release
    assert second.before == first
    assert [one.version for one in published(home)] == [second.version, first]
    page = client.get("/data/releases/").content.decode()
    assert f"Since release {first}: 1 statement new" in page
    assert issubclass(AlreadyPublished, CandourError)
