"""A zipped folder: the same each time, unzipped whole or refused, whatever was done to it."""

import struct
import zipfile

import pytest

from candour.evidence import zipped
from candour.evidence.packed import NotPacked
from candour.evidence.zipped import is_zipped, unzipped, zip_folder

FILES = {
    "changes/a/00001.jsonl": "{}\n" * 40,
    "changes/a-b/00001.jsonl": "{}\n",
    "fields.yaml": "é: ß\n",
    "systems/größe.yaml": "a: b\n",
    "systems/empty.yaml": "",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "release" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "release"


@pytest.fixture
def path(folder, tmp_path):
    zip_folder(tmp_path / "release.zip", folder, within="candour-1")
    return tmp_path / "release.zip"


def held(path):
    with unzipped(path) as folder:
        return {
            str(file.relative_to(folder)): file.read_text(encoding="utf-8")
            for file in folder.rglob("*")
            if file.is_file()
        }


def others(path, *members, **more):
    """A zip as another program writes it."""
    with zipfile.ZipFile(path, "w", **more) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


def test_what_is_zipped_comes_out_and_is_the_same_each_time(path, folder, tmp_path):
    assert is_zipped(path)
    assert held(path) == FILES
    zip_folder(tmp_path / "again.zip", folder, within="candour-1")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


def test_nearly_every_flipped_bit_is_refused_and_none_changes_a_file(path):
    """A few bits of deflate stand for nothing: where it fills a byte up."""
    whole, unnoticed = path.read_bytes(), 0
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << (place % 8)
        path.write_bytes(bytes(data))
        try:
            assert held(path) == FILES, place
        except NotPacked:
            continue
        unnoticed += 1
    assert unnoticed <= len(FILES)


def test_a_file_that_says_it_has_gigabytes_is_refused(path):
    """Each bit of a size, wherever the machine's own compression puts it."""
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
    for place in range(32):
        size = struct.pack("<I", first.file_size ^ 1 << place)
        data = whole.replace(struct.pack("<I", first.file_size), size)
        assert data != whole
        path.write_bytes(data)
        with pytest.raises(NotPacked):
            held(path)


@pytest.mark.parametrize("left", [0, 1, 9, 30, 100, -1, -22])
def test_what_is_cut_off_is_refused(path, left):
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(NotPacked):
        held(path)


@pytest.mark.parametrize("more", [b"x", b"\0" * 22])
def test_what_is_added_before_or_behind_is_refused(path, more):
    whole = path.read_bytes()
    for data in (whole + more, more + whole):
        path.write_bytes(data)
        with pytest.raises(NotPacked):
            held(path)


@pytest.mark.parametrize("name", ["/etc/passwd", "../passwd", "a/../../passwd", "a/", "./a"])
def test_what_leads_out_of_the_folder_or_is_no_file_is_refused(path, folder, monkeypatch, name):
    monkeypatch.setattr(zipped, "_bytes_at", lambda file, place, number: b"")
    others(path, (name, "x"))
    with pytest.raises(NotPacked):
        held(path)


def test_what_another_program_zipped_is_told_to_be_unpacked_first(tmp_path):
    path = others(tmp_path / "x.zip", ("changes/a", "1"), compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(NotPacked, match="Unpack it, and verify the folder"):
        held(path)


def test_what_would_fill_the_disk_is_refused(path, monkeypatch):
    monkeypatch.setattr(zipped, "MOST_BYTES", 100)
    with pytest.raises(NotPacked, match="more than a release"):
        held(path)
