"""candour checkpoint, verify, export and take-out, as an operator and a reader use them."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.evidence.making import FORCE, TOOL, make_folder

CANDOUR = [sys.executable, "-m", "candour.cli"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An installation with content, a key beside it, a checkpoint elsewhere, and a release."""
    place = tmp_path_factory.mktemp("installation")
    files = {"systems/tool": TOOL + "purpose: find people\n", "bodies/force": FORCE}
    make_folder(place / "content", files)
    done(place, "content", "load", "--folder", "content")
    (place / "keys").mkdir()
    done(place, "checkpoint", "key", "keys/key.pem")
    done(place, "checkpoint", "sign", "--key", "keys/key.pem", "--out", "elsewhere/one.json")
    done(place, "export", "release")
    return place


def run(place, *arguments):
    environment = {**os.environ, "CANDOUR_DATA_DIR": str(place / "data")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    return subprocess.run(
        [*CANDOUR, *arguments],
        cwd=place, env=environment, check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def done(place, *arguments):
    ran = run(place, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def sentence(place, *arguments):
    ran = run(place, *arguments)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_the_database_and_a_release_are_valid_and_say_what_that_rests_on(place):
    alone = done(place, "verify")
    assert "Valid: nothing differs." in alone
    assert "only that it agrees with itself" in alone
    held = done(place, "verify", "--against", "elsewhere/one.json")
    assert "kept elsewhere" in held
    offline = done(place, "verify", "release", "--against", "elsewhere/one.json")
    assert "content files, to the byte" in offline
    joined = ("--against", "elsewhere/one.json", "--chains", "release")
    assert "Valid" in done(place, "verify", "elsewhere/one.json", *joined)


def test_an_altered_release_is_named_with_exit_status_1(place):
    path = place / "release/systems/tool.yaml"
    kept = path.read_text()
    path.write_text(kept.replace("people", "saints"))
    try:
        ran = run(place, "verify", "release", "--json")
    finally:
        path.write_text(kept)
    assert ran.returncode == 1
    told = json.loads(ran.stdout)
    assert not told["valid"]
    assert {each["where"] for each in told["differences"]} == {"systems/tool.yaml"}


def test_a_release_without_its_list_of_hashes_is_no_whole_release(place):
    (place / "release/SHA256SUMS").rename(place / "kept")
    try:
        ran = run(place, "verify", "release", "--json")
    finally:
        (place / "kept").rename(place / "release/SHA256SUMS")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert {each["where"] for each in json.loads(ran.stdout)["differences"]} == {"SHA256SUMS"}


def test_an_altered_checkpoint_is_refused(place):
    text = (place / "elsewhere/one.json").read_text()
    (place / "elsewhere/forged.json").write_text(text.replace('"length": 1', '"length": 2', 1))
    told = sentence(place, "verify", "--against", "elsewhere/forged.json")
    assert "does not fit" in told
    told = sentence(place, "verify", "elsewhere/one.json", "--key", "x")
    assert "no public key" in told


def test_a_key_is_for_its_owner_alone_and_outside_the_data_folder(place):
    assert (place / "keys/key.pem").stat().st_mode & 0o077 == 0
    assert "there already" in sentence(place, "checkpoint", "key", "keys/key.pem")
    assert "data folder" in sentence(place, "checkpoint", "key", "data/key.pem")
    (place / "keys/open.pem").write_text((place / "keys/key.pem").read_text())
    (place / "keys/open.pem").chmod(0o644)
    assert "chmod 600" in sentence(place, "checkpoint", "sign", "--key", "keys/open.pem")
    (place / "keys/none.pem").write_text("none")
    (place / "keys/none.pem").chmod(0o600)
    assert "no private key" in sentence(place, "checkpoint", "sign", "--key", "keys/none.pem")


@pytest.mark.parametrize("what", ["nowhere", "content/nothing", "keys", "elsewhere/text"])
def test_what_can_not_be_verified_gets_one_sentence(place, what):
    (place / "elsewhere/text").write_bytes(b"\xff\xfe")
    assert sentence(place, "verify", what).count("\n") == 1


def test_a_release_is_not_written_over_anything(place):
    assert "other files" in sentence(place, "export", "release")
    listed = json.loads(done(place, "checkpoint", "list", "--json"))
    assert [each["form"] for each in listed] == ["candour-checkpoint-1"]


def test_a_release_that_is_loaded_elsewhere_makes_the_same_tables_again(place, tmp_path):
    shutil.copytree(place / "release", tmp_path / "release")
    done(tmp_path, "content", "load", "--folder", "release")
    told = json.loads(done(tmp_path, "export", "again", "--since", "release", "--json"))
    assert told["before"] == told["version"]
    for path in sorted((tmp_path / "release/tables").rglob("*.*")):
        again = tmp_path / "again" / path.relative_to(tmp_path / "release")
        assert again.read_bytes() == path.read_bytes(), path.name
    delta = json.loads((tmp_path / "again/delta/delta.json").read_text())
    assert all(counts == {"gone": 0, "new": 0} for counts in delta["tables"].values())


def test_a_delta_from_what_is_no_release_gets_one_sentence(place):
    assert "no release with tables" in sentence(place, "export", "other", "--since", "content")
    assert not (place / "other").exists()


def test_what_no_chain_says_can_not_be_taken_out(place):
    take_out = ("content", "take-out", "s1-none", "--why", "Order of the High Court")
    assert "No chain" in sentence(place, *take_out, "--folder", "release")
    assert "no statement" in sentence(place, *take_out)


def test_what_the_site_publishes_is_verified_as_it_is_taken(place):
    """One archive, as it lies in the data folder and at /data/releases/."""
    done(place, "export")
    (archive,) = (place / "data/releases").glob("*.zip")
    held = done(place, "verify", str(archive), "--against", "elsewhere/one.json")
    assert "files against SHA256SUMS" in held
    assert "Valid: nothing differs." in held
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    flipped = place / "flipped.zip"
    flipped.write_bytes(bytes(data))
    ran = run(place, "verify", str(flipped))
    assert (ran.returncode, "was altered" in ran.stdout) == (1, True)


def test_what_would_have_no_effect_is_refused_and_not_passed_over(place):
    key = json.loads((place / "elsewhere/one.json").read_text())["key"]
    prove(place, place / "proof.json")
    alone = sentence(place, "verify", "proof.json", "--key", key)
    assert "A proof carries no signature" in alone
    with_both = ("--key", key, "--against", "elsewhere/one.json")
    assert "Valid" in done(place, "verify", "proof.json", *with_both)
    shutil.rmtree(place / "unsigned", ignore_errors=True)
    shutil.copytree(place / "release", place / "unsigned")
    shutil.rmtree(place / "unsigned/checkpoints")
    assert "A release without checkpoints" in sentence(place, "verify", "unsigned", "--key", key)
    assert "--quick is for the database" in sentence(place, "verify", "release", "--quick")
    assert "--chains goes with two" in sentence(place, "verify", "--chains", "release")
    one = "elsewhere/one.json"
    assert "--chains goes with two" in sentence(place, "verify", one, "--chains", "release")


PROVE = """
import json, sys
from candour.cli.database import wake_django
wake_django()
from candour.register.proving import prove_statement
print(json.dumps(prove_statement(sys.argv[1]).as_dict()))
"""


def prove(place, path):
    """The proof of a statement, as its page offers it."""
    rows = (place / "release/tables/csv/statements.csv").read_text().splitlines()
    environment = {**os.environ, "CANDOUR_DATA_DIR": str(place / "data")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    key = rows[1].partition(",")[0]
    ran = subprocess.run(
        [sys.executable, "-c", PROVE, key], env=environment, check=True, capture_output=True
    )
    path.write_bytes(ran.stdout)
