"""python -m benchmarks: generate, load, ask, serve, audit; print the tables.

Nothing here passes or fails by the clock: the figures depend on the machine. What can be
compared are the ratios, taken in one run.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import report
from benchmarks.generate import SEED, Size, generated
from benchmarks.load import database, environment, load_fresh

FULL, QUICK = 10_000, 500


def main() -> None:
    options = _options()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    size = Size(options.systems or (QUICK if options.quick else FULL), options.seed)
    began = time.perf_counter()
    report.machine()
    with ExitStack() as stack:
        data = options.database or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="candour-bench-"))
        )
        if set(options.only) - NEED_NO_REGISTER:
            _load(options, size, data)
            _wake(data)
        for name in options.only:
            _PARTS[name](options, size, data)
    report.took(time.perf_counter() - began)


def _load(options: argparse.Namespace, size: Size, data: Path) -> None:
    """Load a generated register, unless the folder given holds one from an earlier run."""
    data.mkdir(parents=True, exist_ok=True)
    if database(data).exists():
        _say(f"Taking the register loaded in {data} before; delete it to load anew")
        return
    _say(f"Generating {size.systems:,} systems")
    content = generated(size, kept_in=options.kept_in)
    _say("Loading them, twice")
    report.load(size, load_fresh(content, data))


def _pages(options: argparse.Namespace, size: Size, data: Path) -> None:
    from benchmarks.pages import time_pages

    _say("Asking for pages")
    requests = options.requests or (50 if options.quick else 300)
    report.pages(time_pages(size, requests=requests))


def _serving(options: argparse.Namespace, size: Size, data: Path) -> None:
    from benchmarks.serve import time_serving

    _say("Serving")
    rounds, seconds = (3, 1.0) if options.quick else (7, 3.0)
    report.serving(time_serving(size, data, rounds=rounds, seconds=seconds))


def _audits(options: argparse.Namespace, size: Size, data: Path) -> None:
    """Audits beside SQL by hand, fairlearn and aequitas; fairlearn takes minutes for many rows."""
    from benchmarks import audit_scores, audit_stops

    _say("Auditing")
    rounds = 3 if options.quick else 5
    audit_stops.compare(audit_stops.STOPS, 10**5 if options.quick else 10**7, rounds=rounds)
    audit_scores.compare(10**5 if options.quick else 10**6, rounds=3, kept_in=options.kept_in)
    if not options.quick:
        audit_scores.compare(10**7, rounds=3, kept_in=options.kept_in, among=["aequitas"])


def _simulations(options: argparse.Namespace, size: Size, data: Path) -> None:
    """The urn beside a plain loop, fits by number of events, a city under each method."""
    from benchmarks import simulations

    _say("Simulating")
    simulations.compare(quick=options.quick)


def _places(options: argparse.Namespace, size: Size, data: Path) -> None:
    """Points in areas beside geopandas and STRtree, at the outlines' own corners and at 54."""
    from benchmarks import points_in_areas

    _say("Placing points")
    areas, rounds = points_in_areas.outside_areas(), 1 if options.quick else 3
    for points in (10**5,) if options.quick else (10**6, 10**7):
        for corners in (0, 54):
            points_in_areas.compare(areas, points, corners, rounds=rounds)
    points_in_areas.compare_placements(rounds=rounds)


_PARTS: dict[str, Callable[[argparse.Namespace, Size, Path], None]] = {
    "load": lambda options, size, data: None,  # most parts need one
    "pages": _pages,
    "serving": _serving,
    "audits": _audits,
    "places": _places,
    "simulations": _simulations,
}
NEED_NO_REGISTER = frozenset({"audits", "places", "simulations"})


def _say(what: str) -> None:
    print(what, file=sys.stderr)


def _wake(data: Path) -> None:
    """Point Django, in this process, at the database just loaded; prepare it as a server does."""
    os.environ.update(environment(data) | {"ALLOWED_HOSTS": "testserver,127.0.0.1"})
    from django.core.management import call_command

    from candour.cli.database import wake_django

    wake_django()
    call_command("collectstatic", interactive=False, verbosity=0)
    from candour.config.preparing import prepare

    prepare()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Time a load, pages, serving, audits and simulations beside other software.",
        epilog="Example: scripts/bench --only pages --database /tmp/kept-register",
    )
    parser.add_argument("--quick", action="store_true", help="500 systems; under a minute")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(_PARTS),
        default=list(_PARTS),
        help="the parts to run; by default all",
    )
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FOLDER",
        help="keep the loaded register in this folder, and take it from there the next time",
    )
    parser.add_argument("--requests", type=int, help="how often each kind of page is asked for")
    parser.add_argument("--systems", type=int, help="how many systems to generate")
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated register")
    parser.add_argument(
        "--kept-in",
        type=Path,
        default=Path(tempfile.gettempdir()) / "candour-benchmarks",
        help="folder in which generated content is kept for the next run",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
