"""How much of a long proof is tried, and what --fast leaves out, on a small folder of tests."""

import pytest

from tests.support.test_steady import run_tests

pytestmark = pytest.mark.slow  # each test is a run of its own

PROOFS = """
import pytest
from tests.support.sizes import tries

@pytest.mark.long(sample=3)
@pytest.mark.parametrize("case", range(20))
def test_each(case):
    pass

@pytest.mark.long
def test_as_many_as_wanted(tries):
    assert tries(5, long=500) == NUMBER

NUMBER = tries(5, long=500)

@pytest.mark.slow
def test_slow():
    pass

def test_page(page):
    pass

def test_quick():
    pass
"""


def names(done):
    return {line.rpartition("::")[2] for line in done.stdout.splitlines() if "::" in line}


@pytest.fixture
def listed(tmp_path):
    """Collect the proofs with some options; return the names chosen."""
    (tmp_path / "test_proofs.py").write_text(PROOFS)

    def collect(*options):
        return names(run_tests(tmp_path, "--collect-only", *options))

    return collect


def test_of_a_long_proof_a_few_cases_are_tried_the_same_in_every_run_and_order(listed):
    usual = {name for name in listed() if name.startswith("test_each")}
    assert len(usual) == 3
    assert usual <= listed("--randomly-seed=7")


def test_long_tries_every_case(listed):
    assert len({name for name in listed("--long") if name.startswith("test_each")}) == 20


@pytest.mark.parametrize(("options", "number"), [((), 5), (("--long",), 500)])
def test_a_proof_is_told_how_many_cases_to_try(tmp_path, options, number):
    text = PROOFS.replace("== NUMBER", f"== NUMBER == {number}")
    (tmp_path / "test_proofs.py").write_text(text)
    done = run_tests(tmp_path, "-k", "as_many", *options)
    assert done.returncode == 0, done.stdout


def test_fast_leaves_out_what_takes_long_and_says_so(tmp_path):
    (tmp_path / "test_proofs.py").write_text(PROOFS)
    for processes in ("-n0", "-n1"):
        done = run_tests(tmp_path, "--fast", processes)
        assert "1 passed" in done.stdout, done.stdout
        assert "Left out: 1 browser, 21 long, 1 slow." in done.stdout


def test_fast_and_long_are_not_asked_together(tmp_path):
    done = run_tests(tmp_path, "--fast", "--long")
    assert "Take one." in done.stderr + done.stdout
    assert done.returncode == 4
