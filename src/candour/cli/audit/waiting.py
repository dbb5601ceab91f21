"""The bar that shows how far a long piece of work is: on a terminal, after two seconds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from candour.core.progress import Progress

PATIENCE = 2.0  # seconds that need no bar
LOOKS = 0.2  # seconds between two looks at how far it is
WORKING = "Working it out"


@contextmanager
def progress_bar(
    progress: "Progress | None" = None,
    console: "Console | None" = None,
    *,
    patience: float = PATIENCE,
) -> Iterator[None]:
    """Show on stderr what is being done inside, and how far it is; nothing where nobody looks."""
    from rich.console import Console

    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(progress, console, done, patience), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(
    progress: "Progress | None", console: "Console", done: threading.Event, patience: float
) -> None:
    if done.wait(patience):
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(WORKING, total=None)
        while not done.wait(LOOKS):
            share = progress.share if progress else None
            # Not by `update`, to which no total means the one before.
            bar.tasks[0].total = None if share is None else 1.0
            what = (progress.what if progress else "") or WORKING
            bar.update(task, description=what, completed=share or 0.0)
