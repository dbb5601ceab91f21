"""A packed folder: the same each time, unpacked whole or refused, whatever was done to it."""

import gzip
import io
import random
import tarfile
from contextlib import suppress

import pytest

from candour.evidence import packed
from candour.evidence.packed import NotPacked, is_packed, pack, unpacked

FILES = {
    "changes/a/00001.jsonl": "{}\n" * 40,
    "fields.yaml": "é: ß\n",
    "systems/tool.yaml": "a: b\n",
}
SEED = 20261130
FLIPS = 60


@pytest.fixture
def path(tmp_path):
    pack(tmp_path / "release.tar.gz", FILES, mode=0o644)
    return tmp_path / "release.tar.gz"


def held(path):
    with unpacked(path) as folder:
        return {
            str(file.relative_to(folder)): file.read_text()
            for file in folder.rglob("*")
            if file.is_file()
        }


def archive(path, *members):
    """Pack as others would: each member a name, its data, and what else is said of it."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as written:
        for name, data, more in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            for key, value in more.items():
                setattr(member, key, value)
            written.addfile(member, io.BytesIO(data))
    with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as whole:
        whole.write(tar.getvalue())
    return path


def test_what_is_packed_comes_out_and_is_the_same_each_time(path, tmp_path):
    assert held(path) == FILES
    pack(tmp_path / "again.tar.gz", dict(reversed(FILES.items())), mode=0o644)
    assert (tmp_path / "again.tar.gz").read_bytes() == path.read_bytes()
    assert not list(tmp_path.glob(".packing-*"))


def test_a_folder_packed_with_its_name_is_that_folder(tmp_path):
    named = {f"release/{name}": text.encode() for name, text in FILES.items()}
    path = archive(tmp_path / "x.tar.gz", *((name, data, {}) for name, data in named.items()))
    assert held(path) == FILES


@pytest.mark.parametrize(
    "names",
    [("changes/a/00001.jsonl",), ("systems/tool.yaml", "bodies/force.yaml"), ("fields.yaml",), ()],
)
def test_a_folder_packed_without_its_name_is_taken_for_no_folder_in_it(tmp_path, names):
    path = archive(tmp_path / "x.tar.gz", *((name, b"a: b\n", {}) for name in names))
    assert held(path) == dict.fromkeys(names, "a: b\n")


@pytest.mark.parametrize("number", range(FLIPS))
def test_a_flipped_byte_is_refused_or_changes_no_file(path, number):
    """A few bits of deflate stand for nothing: where it fills a byte up."""
    rng = random.Random(SEED + number)  # noqa: S311 - the same each time
    data = bytearray(path.read_bytes())
    place = number if number < 10 else rng.randrange(len(data))  # the header first
    data[place] ^= rng.randrange(1, 256)
    path.write_bytes(bytes(data))
    with suppress(NotPacked):
        assert held(path) == FILES


def test_nearly_every_flipped_bit_is_refused(path):
    whole, changed = path.read_bytes(), 0
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1
        path.write_bytes(bytes(data))
        try:
            changed += held(path) == FILES
        except NotPacked:
            continue
    assert changed <= 2  # of which no file knows


@pytest.mark.parametrize("left", [0, 1, 9, 10, 11, 100, -1, -8])
def test_what_is_cut_off_is_refused(path, left):
    path.write_bytes(path.read_bytes()[:left])
    assert is_packed(path)
    with pytest.raises(NotPacked):
        held(path)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("/etc/passwd", {}),
        ("../passwd", {}),
        ("a/../../passwd", {}),
        ("link", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}),
        ("hard", {"type": tarfile.LNKTYPE, "linkname": "fields.yaml"}),
        ("pipe", {"type": tarfile.FIFOTYPE}),
        ("device", {"type": tarfile.CHRTYPE}),
    ],
)
def test_what_leads_out_of_the_folder_or_is_no_file_is_refused(tmp_path, name, more):
    data = b"" if more else b"x"
    with pytest.raises(NotPacked, match="no plain file"):
        held(archive(tmp_path / "x.tar.gz", (name, data, more)))


def test_a_file_twice_is_refused(tmp_path):
    with pytest.raises(NotPacked, match="twice"):
        held(archive(tmp_path / "x.tar.gz", ("a", b"1", {}), ("a", b"2", {})))


def test_what_would_fill_the_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "MOST_BYTES", 1_000)
    with pytest.raises(NotPacked, match="more than a release"):
        held(archive(tmp_path / "x.tar.gz", ("a", bytes(2_000), {})))


def test_what_another_program_packed_is_told_to_be_unpacked_first(tmp_path):
    (tmp_path / "x.tar.gz").write_bytes(gzip.compress(b"x", mtime=12))
    with pytest.raises(NotPacked, match="Unpack it, and verify the folder"):
        held(tmp_path / "x.tar.gz")
