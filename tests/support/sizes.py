"""The pytest plugin that decides how much of a long proof is tried.

A proof that takes minutes or hours (simulated coverage, hundreds of kills, fuzzing) runs whole with
`--long`, and as a sample of under a minute otherwise. It says so in one of two ways:

`@pytest.mark.long(sample=20)` on a test with many cases: without `--long`, twenty of them are kept,
chosen by a hash of their names, so that every run and every machine chooses the same.

`tries(200, long=100_000)`, a fixture, and beside it a function for what is decided when a module is
read, as the settings of Hypothesis are: the first number, or with `--long` the second. The test is
marked `@pytest.mark.long`.

`--fast` leaves out what is marked `long` or `slow` and what needs a browser, and says how many.
"""

import os
from collections import Counter, defaultdict
from hashlib import sha256

import pytest

LONG = "CANDOUR_TEST_LONG"  # for modules that are read before a fixture can be asked
LEFT_OUT_BY_FAST = ("browser", "long", "slow")
LEFT_OUT = pytest.StashKey[Counter[str]]()


def is_long() -> bool:
    return os.environ.get(LONG) == "1"


def tries(number: int, *, long: int) -> int:
    """How many cases a proof tries: `number`, and `long` of them with --long."""
    return long if is_long() else number


@pytest.fixture(name="tries")
def tries_fixture():
    return tries


def pytest_addoption(parser):
    parser.addoption(
        "--long", action="store_true", help="Try long proofs whole, instead of a sample of each."
    )
    parser.addoption(
        "--fast",
        action="store_true",
        help=f"Leave out what is marked {', '.join(LEFT_OUT_BY_FAST)}.",
    )


def pytest_configure(config):
    if config.getoption("--long") and config.getoption("--fast"):
        raise pytest.UsageError("--long and --fast ask for opposite things. Take one.")
    os.environ[LONG] = "1" if config.getoption("--long") else "0"
    config.stash[LEFT_OUT] = Counter()


@pytest.hookimpl(trylast=True)  # once tests.support.engines has marked what drives a browser
def pytest_collection_modifyitems(config, items):
    left_out = Counter[str]()
    kept = items
    if config.getoption("--fast"):
        kept = [item for item in items if not noted(left_out, item)]
    elif not config.getoption("--long"):
        kept = sampled(items)
        left_out["cases of long proofs"] = len(items) - len(kept)
    still_there = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in still_there])
    items[:] = kept
    config.stash[LEFT_OUT] = left_out


def noted(left_out: Counter[str], item: pytest.Item) -> bool:
    """Whether --fast leaves a test out; if so, it is counted under the first mark that says so."""
    for name in LEFT_OUT_BY_FAST:
        if item.get_closest_marker(name):
            left_out[name] += 1
            return True
    return False


def sampled(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with no more cases of each long proof than its sample, in the same order."""
    families = defaultdict(list)
    for item in items:
        mark = item.get_closest_marker("long")
        if mark and "sample" in mark.kwargs:
            families[item.nodeid.partition("[")[0], mark.kwargs["sample"]].append(item)
    dropped = {
        item
        for (_, size), family in families.items()
        for item in sorted(family, key=_by_name)[size:]
    }
    return [item for item in items if item not in dropped]


def _by_name(item: pytest.Item) -> bytes:
    return sha256(item.nodeid.encode("utf-8", "surrogatepass")).digest()


# What was left out, gathered from the processes that run the tests and said at the end.


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    told = getattr(node, "workeroutput", {}).get("left_out")
    if told:  # each process collects all tests, and so tells the same
        node.config.stash[LEFT_OUT] = Counter(told)


def pytest_terminal_summary(terminalreporter, config):
    left_out = {what: count for what, count in config.stash[LEFT_OUT].items() if count}
    if left_out:
        said = ", ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
        terminalreporter.write_line(f"Left out: {said}. scripts/test --help says what runs them.")
