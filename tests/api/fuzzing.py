"""How requests are drawn by the thousand, the same in every run, and what becomes of them counted.

The API is asked what its own description allows, what it forbids, and hostile texts under every
name (test_fuzz_api.py); the pages are asked at every address of candour.web.urls, under every name
a query can have (tests/web/test_fuzz_pages.py). `--log-cli-level=INFO` shows what was answered how
often.
"""

import logging
from collections import Counter
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.asking import HOSTILE
from tests.support.sizes import tries

BY_DESCRIPTION = tries(600, long=60_000)
AGAINST_IT = tries(150, long=12_000)
HOSTILE_TO_API = tries(300, long=30_000)
PAGES = tries(800, long=80_000)
LEAST = tries(1_800, long=180_000)

log = logging.getLogger(__name__)


def fuzzed(cases):
    """Run a test on so many cases, drawn the same way each time."""
    chosen = settings(
        max_examples=cases,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: chosen(given(st.data())(test))


class Tally:
    """How often each status was answered."""

    def __init__(self):
        self.statuses: Counter[int] = Counter()

    def note(self, status, asked):
        assert status < 500, asked
        self.statuses[status] += 1

    def expect(self, cases, *, answered):
        """Hold the number of cases, and the share of them answered with data, against a floor.

        The floor only tells a fuzz that asks for what is there from one that misses everything. It
        is set at about half of what is drawn, which no change of the drawing comes near: with
        hundreds of cases, chance moves the share by a few points.
        """
        log.info("%s cases: %s", self.statuses.total(), dict(self.statuses))
        assert self.statuses.total() >= cases
        data = sum(count for status, count in self.statuses.items() if status < 300)
        assert data / self.statuses.total() >= answered, self.statuses


def hostile():
    return st.sampled_from(HOSTILE) | st.text(max_size=30)


def in_address(text):
    """A text as bytes of an address, lone surrogates and all."""
    return quote_from_bytes(str(text).encode("utf-8", "surrogatepass"), safe="")


def query_of(pairs):
    return "&".join(f"{in_address(name)}={in_address(value)}" for name, value in pairs)
