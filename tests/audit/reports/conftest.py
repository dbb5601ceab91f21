"""One finding of every kind, made by the commands from small real data, once for all tests."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from candour.audit.findings import Finding
from candour.cli import main as cli
from candour.config.kinds import KINDS as KNOWN
from tests.audit.conftest import CENSUS_2011, CENSUS_2021, STOPS
from tests.audit.evaluations.panels import COLUMNS, drawn_days, from_start, write
from tests.audit.known import DATA

YEAR = ("--period", "2019-04..2020-03")
CENSUSES = ("--population", CENSUS_2011, "--population", CENSUS_2021)
FORCES = ("essex", "kent", "city-of-london", "west-midlands", "devon-and-cornwall")
KINDS = (
    "stops",
    "stops by officers",
    "force",
    "scores",
    "composition",
    "claim",
    "unknown claim",
    "forecasts",
    "crossover",
    "differences",
    "places alone",
    "totals",
)


@pytest.fixture(scope="session")
def findings(tmp_path_factory):
    """Findings by name: of stops, force, scores, a list, a published share, forecasts."""
    folder = tmp_path_factory.mktemp("findings")
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("CANDOUR_DATA_DIR", str(folder))
        return {kind: _made(*arguments) for kind, arguments in _commands(folder).items()}


def _commands(folder: Path):
    scores, listed, living = _scores(folder), folder / "list.csv", folder / "population.csv"
    listed.write_text("ethnicity,listed\nWhite,329\nBlack,942\n")
    living.write_text("ethnicity,population\nWhite,4725297\nBlack,1188121\n")
    forecasts, observed = _grids(folder)
    crossed, started, claims = _panels(folder)
    return {
        "stops": ("stops", STOPS, *CENSUSES, *YEAR, "--force", "derbyshire"),
        "stops by officers": ("stops", STOPS, *CENSUSES, *YEAR, "--ethnicity", "officer"),
        "force": ("force", DATA / "force_by_ethnicity_2019-20.csv.gz", *CENSUSES, *YEAR,
                  "--incidents", DATA / "force_incidents_2019-20.csv",
                  *(part for each in FORCES for part in ("--force", each))),
        "scores": ("scores", scores, "--group", "group", "--score", "score", "--threshold", "6",
                   "--outcome", "outcome", "--reference", "A", "--count", "people", "--official"),
        "composition": ("scores", listed, "--group", "ethnicity", "--count", "listed", "--official",
                        "--population", living, "--reference", "White"),
        "claim": ("accuracy", "--flagged", "1000", "--share", "0.17", "--share-of", "flagged"),
        "unknown claim": ("accuracy", "--flagged", "1000", "--share", "0.17",
                          "--share-of", "unknown"),
        "forecasts": ("accuracy", "--predictions", forecasts, "--observed", observed,
                      "--top", "2", "--top", "4", "--window", "14"),
        "crossover": ("evaluation", crossed, *COLUMNS, "--draws", "199", "--drawn", "each-period"),
        "differences": ("evaluation", started, *COLUMNS, "--draws", "199", "--chosen-by-count"),
        "places alone": ("evaluation", started, "--unit", "spot", "--time", "day", "--outcome",
                         "crimes", "--worst", "10"),
        "totals": ("evaluation", "--totals", claims),
    }  # fmt: skip


def _scores(folder: Path) -> Path:
    """Counts by score: B has the outcome more often at every score, and higher scores."""
    rows = ["group,score,outcome,people"]
    for score in range(1, 11):
        for group, shift in (("A", 0), ("B", 3)):
            rows.append(f"{group},{score},1,{10 * score + 5 * shift}")
            rows.append(f"{group},{score},0,{40 + 20 * (10 - score) + 4 * shift * score}")
    path = folder / "scores.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def _panels(folder: Path):
    """Patrols drawn each day; twelve of thirty places treated from the seventh month; claims."""
    rng = np.random.default_rng(4)
    days = drawn_days(rng, 12, 40, 5)
    months = from_start(30, 12, 12, 6)
    claims = folder / "claims.csv"
    claims.write_text(
        "claim,fall,fewer,units,treated_at_once,tests,confounders\n"
        "Patrols,31 per cent,,20,8,,\nA map,-45%,90,,,,lockdowns\nForces,,,,,20,\n"
    )
    return (
        write(folder / "crossed.csv", rng.poisson(1.5 * 0.6**days), days),
        write(folder / "started.csv", rng.poisson(9 * 0.9**months), months),
        claims,
    )


def _grids(folder: Path):
    """Twelve cells on seventy days: the first cells have more events, and the forecasts know."""
    days = [f"2020-{3 + place // 28:02}-{1 + place % 28:02}" for place in range(70)]
    forecasts, observed = folder / "forecasts.csv", folder / "observed.csv"
    for path, value in (
        (forecasts, lambda cell, day: (12 - cell) + (cell * day) % 3),
        (observed, lambda cell, day: int((cell * 7 + day * 5) % (cell + 3) == 0)),
    ):
        rows = [",".join(["cell", *days])]
        rows += [
            ",".join([f"c{cell}", *(str(value(cell, day)) for day in range(70))])
            for cell in range(12)
        ]
        path.write_text("\n".join(rows) + "\n")
    return forecasts, observed


def _made(*arguments) -> Finding[Any]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        cli.main(["audit", *(str(each) for each in arguments), "--json"])
    return KNOWN.read(json.loads(printed.getvalue()))


@pytest.fixture(params=KINDS)
def finding(request, findings):
    """Each finding in turn."""
    return findings[request.param]
