"""python -m benchmarks: generate, load, ask, serve, audit; print the tables.

Nothing here passes or fails by the clock: the figures depend on the machine. What can be
compared are the ratios, taken in one run.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import report
from benchmarks.generate import SEED, Size, generated
from benchmarks.load import environment, load_fresh

FULL, QUICK = 10_000, 500


def main() -> None:
    options = _options()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    size = Size(options.systems or (QUICK if options.quick else FULL), options.seed)
    began = time.perf_counter()
    report.machine()
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="candour-bench-")))
        _say(f"Generating {size.systems:,} systems")
        content = generated(size, kept_in=options.kept_in)
        _say("Loading them, twice")
        loaded = load_fresh(content, data)
        report.load(size, loaded)
        _wake(data)
        from benchmarks.pages import time_pages
        from benchmarks.serve import time_serving

        _say("Asking for pages")
        report.pages(time_pages(size, requests=50 if options.quick else 300))
        rounds, seconds = (3, 1.0) if options.quick else (7, 3.0)
        _say("Serving")
        report.serving(time_serving(size, data, rounds=rounds, seconds=seconds))
        _say("Auditing")
        _audits(options)
    report.took(time.perf_counter() - began)


def _audits(options: argparse.Namespace) -> None:
    """Audits beside SQL by hand, fairlearn and aequitas; fairlearn takes minutes for many rows."""
    from benchmarks import audit_scores, audit_stops

    rounds = 3 if options.quick else 5
    audit_stops.compare(audit_stops.STOPS, 10**5 if options.quick else 10**7, rounds=rounds)
    audit_scores.compare(10**5 if options.quick else 10**6, rounds=3, kept_in=options.kept_in)
    if not options.quick:
        audit_scores.compare(10**7, rounds=3, kept_in=options.kept_in, among=["aequitas"])


def _say(what: str) -> None:
    print(what, file=sys.stderr)


def _wake(data: Path) -> None:
    """Point Django, in this process, at the database just loaded."""
    os.environ.update(environment(data) | {"ALLOWED_HOSTS": "testserver,127.0.0.1"})
    from django.core.management import call_command

    from candour.cli.database import wake_django

    wake_django()
    call_command("collectstatic", interactive=False, verbosity=0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Time a load, the pages, serving and audits beside other software.",
        epilog="Example: scripts/bench --quick",
    )
    parser.add_argument("--quick", action="store_true", help="500 systems; under a minute")
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
