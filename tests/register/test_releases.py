"""A release verified offline: every byte of it counts."""

import json
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from candour.cli.verify import _verified
from candour.core.errors import CandourError
from candour.evidence.checkpoints import BadCheckpoint, new_key, public_text
from candour.evidence.packed import unpacked
from candour.evidence.released import holding
from candour.evidence.releases import (
    SUMS,
    digests_in,
    listed_digests,
    sums_text,
    verify_release,
)
from candour.register.checkpoints import keep_checkpoint
from candour.register.dumping import dump_content
from candour.register.releasing import export_release

pytestmark = pytest.mark.django_db
SEED = 20261130
FLIPS = [random.Random(SEED + number) for number in range(1000)]  # noqa: S311 - the same each time


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def checkpoint(register, key):
    return keep_checkpoint(key)


@pytest.fixture
def release(checkpoint, tmp_path):
    folder = tmp_path / "release"
    export_release(folder)
    return folder


def differences(folder, *arguments, **options):
    return [str(each) for each in verify_release(folder, *arguments, **options).differences]


def test_a_release_is_valid_alone_and_against_a_checkpoint(release, checkpoint, key):
    alone = verify_release(release)
    assert (alone.differences, alone.notes) == ([], [])
    assert "only that it agrees with itself" in alone.rests_on
    held = verify_release(release, checkpoint, key=public_text(key))
    assert (held.differences, held.notes) == ([], [])
    assert held.rests_on == f"Held against the checkpoint of {checkpoint.day}, kept elsewhere."


def test_anybody_can_try_the_list_of_digests_without_candour(release):
    done = subprocess.run(
        [shutil.which("sha256sum") or "sha256sum", "--check", "--strict", "--quiet", SUMS],
        cwd=release,
        check=False,
    )
    assert done.returncode == 0


@pytest.fixture
def tables_made_once(monkeypatch, tmp_path):
    """Tables are made anew of the chains for each state of all that they are made of, once."""
    made_again = holding._made_again
    kept: dict[str, tuple[Path, object]] = {}

    def made(folder, beside):
        rest = {path: text for path, text in digests_in(folder).items() if "tables/" not in path}
        key = sums_text(rest)
        if key not in kept:
            kept[key] = tmp_path / f"made-{len(kept)}", made_again(folder, beside)
            shutil.copytree(beside, kept[key][0])
            return kept[key][1]
        shutil.copytree(kept[key][0], beside, dirs_exist_ok=True)
        return kept[key][1]

    monkeypatch.setattr(holding, "_made_again", made)


@pytest.mark.long
@pytest.mark.usefixtures("tables_made_once")
def test_one_byte_that_was_flipped_is_found(release, checkpoint, tries):
    """With the list of digests, and without it against a checkpoint kept elsewhere."""
    paths = sorted(path for path in release.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in paths]
    sums = (release / SUMS).read_bytes()
    for rng in FLIPS[: tries(12, long=len(FLIPS))]:
        (path,) = rng.choices(paths, sizes)
        data = path.read_bytes()
        place = rng.randrange(len(data))
        flipped = bytearray(data)
        flipped[place] ^= rng.randrange(1, 256)
        path.write_bytes(flipped)
        where = f"byte {place} of {path.relative_to(release)}"

        assert digests_in(release) != listed_digests(release) or path.name == SUMS, where
        if path.name == SUMS:
            assert differences(release), where
            path.write_bytes(data)
            continue
        (release / SUMS).unlink()
        assert differences(release, checkpoint), f"{where}, without {SUMS}"
        (release / SUMS).write_bytes(sums)
        path.write_bytes(data)
    assert differences(release, checkpoint) == []


def test_a_packed_release_is_the_same_release_and_stays_what_it_was(checkpoint, release, tmp_path):
    path = tmp_path / "release.tar.gz"
    export_release(path)
    with unpacked(path) as folder:
        assert differences(folder, checkpoint) == []
        names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
        assert names == {str(f.relative_to(release)) for f in release.rglob("*") if f.is_file()}
    with pytest.raises(CandourError, match="is there already"):
        export_release(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    report = _verified(path, checkpoint, key="", chains=None, quick=False)
    assert [each.where for each in report.differences] == ["release.tar.gz"]


def forge_sums(release):
    (release / SUMS).write_text(sums_text(digests_in(release)))


def test_a_file_with_its_digest_made_to_fit_is_found_by_the_chains(release):
    path = release / "systems/tool.yaml"
    path.write_text(path.read_text().replace("places", "saints"))
    forge_sums(release)
    assert differences(release) == ["systems/tool.yaml: is not what the chains lead to"]


def test_a_table_of_fields_with_its_digest_made_to_fit_is_found_by_the_checkpoint(
    release, checkpoint
):
    path = release / "fields.yaml"
    path.write_text(path.read_text().replace("label: ", "label: Good ", 1))
    shutil.rmtree(release / "checkpoints")
    forge_sums(release)
    named = {text.partition(":")[0] for text in differences(release)}
    assert {"release.json", "README.txt"} <= named
    shutil.rmtree(release / "tables")
    (release / "release.json").unlink()
    forge_sums(release)
    assert differences(release) == []
    assert any("table of fields" in text for text in differences(release, checkpoint))


def test_a_file_too_many_or_too_few_is_named(release):
    (release / "systems/other.yaml").write_text("name: x\n")
    (release / "bodies/force.yaml").unlink()
    named = differences(release)
    assert f"systems/other.yaml: is not listed in {SUMS}" in named
    assert f"bodies/force.yaml: is listed in {SUMS} and is not there" in named
    assert "systems/other.yaml: is there and does not follow from the chains" in named
    assert "bodies/force.yaml: follows from the chains and is not there" in named


def test_a_chain_that_was_cut_off_is_found_by_the_checkpoint(release, checkpoint):
    origin = next(path for path in (release / "changes").glob("here-*") if "edits" not in path.name)
    shutil.rmtree(origin)
    assert any("are gone" in text for text in differences(release, checkpoint))


def test_a_checkpoint_that_was_altered_or_is_of_another_key_is_refused(release, checkpoint):
    with pytest.raises(BadCheckpoint, match="not with"):
        verify_release(release, checkpoint, key=public_text(new_key()))


def test_a_checkpoint_in_a_release_that_another_key_signed_or_that_does_not_fit_is_named(
    release, checkpoint, key
):
    (path,) = (release / "checkpoints").glob("*.json")
    forged = checkpoint.signed_with(new_key())
    unfitting = replace(checkpoint, signature=forged.signature)
    for written, told in ((forged, "not with"), (unfitting, "does not fit")):
        path.write_text(written.text())
        forge_sums(release)
        (named,) = differences(release, key=public_text(key))
        assert named.startswith(f"checkpoints/{path.name}: ")
        assert told in named


def test_a_folder_without_a_chain_is_no_release(tmp_path):
    with pytest.raises(CandourError, match="no release and no dump"):
        verify_release(tmp_path)


def test_a_plain_dump_is_verified_too_and_says_what_nothing_covers(checkpoint, tmp_path):
    dump_content(folder := tmp_path / "dump")
    report = verify_release(folder, checkpoint)
    assert report.is_valid
    assert any(SUMS in note for note in report.notes)
    arrivals = folder / "changes/arrivals.jsonl"
    first, *rest = arrivals.read_text().splitlines()
    row = json.loads(first)
    row["arrived_at"] = "2020-01-01T00:00:00+00:00"
    text = json.dumps(row, sort_keys=True, separators=(",", ":"))
    arrivals.write_text("\n".join([text, *rest]) + "\n")
    assert any("arrivals" in named for named in differences(folder, checkpoint))
