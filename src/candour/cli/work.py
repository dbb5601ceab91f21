"""candour work: what is due, under whatever timer starts it."""

import json
from typing import Annotated

import typer

from candour.cli.audit.waiting import progress_bar
from candour.cli.database import bring_database_up_to_date, wake_django
from candour.cli.serve import drop_old_reports
from candour.core.errors import CandourError
from candour.core.progress import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NOTHING = "Nothing was due."
ANOTHER = "Another run is at it, so this one did nothing."


def work(as_json: AsJson = False) -> None:
    """Do what is due: rules worked out anew, PDF of findings, a release of what is new.

    It can be started by any timer, as often as one likes, and twice at once: the second run says
    so and ends. What was cut short is made good by the next run.

    Example:

        candour work
    """
    wake_django()
    bring_database_up_to_date()
    drop_old_reports()
    from candour.register.due import AnotherIsAtIt, do_what_is_due

    progress = Progress()
    try:
        with progress_bar(progress):
            done = list(do_what_is_due(progress))
    except AnotherIsAtIt:
        print(json.dumps({"another_run": True, "work": []}) if as_json else ANOTHER)
        return
    if as_json:
        rows = [{"work": one.work, "did": one.did, "left": one.left} for one in done]
        print(json.dumps({"another_run": False, "work": rows}, ensure_ascii=False, indent=1))
    else:
        sentences = [line for one in done for line in (one.did, _left(one.left)) if line]
        print("\n".join(sentences or [NOTHING]))
    failed = [one.left for one in done if one.left and not one.is_wanting]
    if failed:
        raise CandourError(" ".join(failed))


def _left(why: str) -> str:
    return f"Left undone: {why}" if why else ""
