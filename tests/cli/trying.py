"""Run commands one after the other, each in a process of its own with bounded time and memory.

Reads lists of `[name, arguments]` as JSON from standard input; writes what came of each. What is
imported is imported once, so that hundreds of commands take little time.
"""

import contextlib
import io
import json
import os
import resource
import signal
import sys
import traceback

MOST_SECONDS = 20  # of the processor, where a good check takes a tenth of one
MOST_BYTES = 1_500_000_000  # of addresses, of which Python with its libraries takes half
GIVE_UP = 300  # seconds of waiting for nothing, after which it hangs


def attempt(arguments: list[str]) -> dict[str, object]:
    """Run one command in a child; tell its status, what it printed, and by what it was ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        in_child(arguments, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, ended = os.waitpid(child, 0)
    told = json.loads(data) if data else {"out": "", "err": ""}
    signal_number = os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else 0
    return {**told, "status": os.waitstatus_to_exitcode(ended), "signal": signal_number}


def in_child(arguments: list[str], writing: int) -> None:
    from candour.cli.main import main

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(GIVE_UP)
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001 - whatever it is, the test is told
            traceback.print_exc()
            status = 70
    told = {"out": out.getvalue()[:200_000], "err": err.getvalue()[-20_000:]}
    with os.fdopen(writing, "w") as pipe:
        json.dump(told, pipe)
    os._exit(status)


def main_loop() -> None:
    from candour.cli.main import main

    attempts = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main(attempts[0][1])  # which imports all that the others need
    json.dump({name: attempt(arguments) for name, arguments in attempts}, sys.stdout)


if __name__ == "__main__":
    main_loop()
