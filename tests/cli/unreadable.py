"""Commands given a file that they may not read, run by a user who may read no such file.

A program of its own, as root must first give up the right to read everything: `command` does that.
It prints, as JSON, what each command came to: exit status, and what it said.
"""

# Tables of cases read best with one case to a line, however long; what is printed is the answer.
# ruff: noqa: E501, T201

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

GOOD = {
    "stops.csv": "date,force,ethnicity\n2020-01-05,Essex Police,White\n",
    "people.csv": "area,White,Black\nE01000001,10,10\n",
    "spots.csv": "area\nE01000001\n",
}
PERIOD = ("--period", "2019-04/2020-03")
REPLAY = ("simulate", "replay", "kernel-density", "--events")
# By the file that may not be read, the command; LOCKED stands for it, and others are in GOOD.
COMMANDS: dict[str, tuple[str, ...]] = {
    "a list of stops": ("audit", "stops", "LOCKED.csv", "--population", "people.csv", *PERIOD),
    "packed stops": ("audit", "stops", "LOCKED.csv.gz", "--population", "people.csv", *PERIOD),
    "stops as Parquet": ("audit", "stops", "LOCKED.parquet", "--population", "people.csv", *PERIOD),
    "residents": ("audit", "stops", "stops.csv", "--population", "LOCKED.csv", *PERIOD),
    "a workbook of force": ("audit", "force", "LOCKED.ods", "--population", "people.csv", *PERIOD),
    "a table of force": ("audit", "force", "LOCKED.csv", "--population", "people.csv", *PERIOD),
    "scores": ("audit", "scores", "LOCKED.csv", "--group", "race", "--flagged", "band=high"),
    "forecasts": ("audit", "accuracy", "--predictions", "LOCKED.csv", "--observed", "spots.csv", "--top", "1%"),
    "events": ("audit", "accuracy", "--predictions", "spots.csv", "--observed", "LOCKED.csv", "--top", "1%"),
    "scores as printed": ("audit", "accuracy", "--scores", "LOCKED.csv"),
    "targets": ("audit", "areas", "--targets", "LOCKED.csv", "--areas", "a.geojson", "--population", "people.csv"),
    "a panel": ("audit", "evaluation", "LOCKED.csv", "--unit", "a", "--time", "b", "--treated", "c", "--outcome", "d"),
    "totals": ("audit", "evaluation", "--totals", "LOCKED.csv"),
    "a map": ("georeference", "LOCKED.png", "--points", "spots.csv"),
    "control points": ("georeference", "spots.csv", "--points", "LOCKED.csv"),
    "a release packed": ("verify", "LOCKED.zip"),
    "a proof": ("verify", "LOCKED.proof.json"),
    "a folder of a release": ("verify", "release"),
    "a checkpoint": ("verify", "LOCKED.json", "--against", "LOCKED.json"),
    "a checkpoint kept elsewhere": ("verify", "--against", "LOCKED.json"),
    "a backup": ("restore", "LOCKED"),
    "past events": (*REPLAY, "LOCKED.csv", "--grid", "spots.csv"),
    "a city": ("simulate", "city", "kernel-density", "--config", "LOCKED.yaml"),
    "a source's text": ("content", "coverage", "LOCKED.txt"),
    "a content file": ("content", "check", "--folder", "content"),
    "a content file to list": ("content", "list", "systems", "--folder", "content"),
    "a content file to load": ("content", "load", "--folder", "content"),
    "a content file to record": ("content", "record", "--folder", "content", "--why", "x"),
    "a content file to format": ("content", "format", "--folder", "content"),
    "official records": ("import", "atrs-metadata", "LOCKED.json"),
    "statements": ("import", "statements", "LOCKED.csv"),
    "holidays": ("law", "due", "foi-response", "2026-01-05", "--holidays", "LOCKED.json"),
    "a key": ("checkpoint", "sign", "--key", "LOCKED.key"),
    "the database": ("checkpoint", "list"),  # the last, as others ask it too
}  # fmt: skip


def command() -> list[str]:
    """How this program is run: where root runs it, without the right to read every file."""
    rights = "-dac_override,-dac_read_search"
    without = ["setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}", "--"]
    return [*([] if os.geteuid() else without), sys.executable, "-m", "tests.cli.unreadable"]


def lock(name: str) -> Path:
    path = Path(name)
    path.touch()
    path.chmod(0)
    return path


def may_not_be_read(path: Path) -> bool:
    try:
        path.read_bytes()
    except PermissionError:
        return True
    return False


def ended(arguments: tuple[str, ...]) -> dict[str, object]:
    from candour.cli.main import main

    told, code = io.StringIO(), None
    with redirect_stderr(told), redirect_stdout(told):
        try:
            main(list(arguments))
        except SystemExit as error:
            code = error.code
        except BaseException as error:  # noqa: BLE001 - what would be a traceback
            told.write(f"{type(error).__name__}: {error}")
    return {"code": code, "told": " ".join(told.getvalue().replace("│", " ").split())}


def run() -> None:
    from tests.evidence.making import TOOL, make_folder

    for name, text in GOOD.items():
        Path(name).write_text(text, encoding="utf-8")
    make_folder(Path("content"), {"systems/tool": TOOL})
    Path("content/systems/tool.yaml").chmod(0)
    Path("release/changes/x").mkdir(parents=True)
    lock("release/changes/x/00001.jsonl")
    if not may_not_be_read(lock("LOCKED")):
        print(json.dumps(None))
        return
    outcomes = {}
    for what, arguments in COMMANDS.items():
        for name in arguments:
            if name.startswith("LOCKED"):
                lock(name)
        if what == "the database":
            from django.db import connections

            connections.close_all()
            lock(f"{os.environ['CANDOUR_DATA_DIR']}/candour.sqlite3")
        outcomes[what] = ended(arguments)
    print(json.dumps(outcomes))


if __name__ == "__main__":
    run()
