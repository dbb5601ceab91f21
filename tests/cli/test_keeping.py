"""`--record`: the finding of a command stands in the register, once, about those it concerns."""

import json
import re
from pathlib import Path

import pytest

from candour.cli import main as cli
from candour.register import findings, models

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

DATA = Path(__file__).resolve().parents[1] / "audit/data"
FORCE = (
    "force", DATA / "force_by_ethnicity_2019-20.csv.gz", "--population",
    DATA / "census2021_ethnicity_force.csv", "--period", "2019-04..2020-03",
)  # fmt: skip
STOPS = (
    "stops", DATA / "2021-09-essex-stop-and-search.csv.gz", "--population",
    DATA / "census2021_ethnicity_force.csv",
)  # fmt: skip
ADDRESS = re.compile(r"^/findings/(f1-[a-z2-7]{26})/$", re.MULTILINE)
DONE, CANNOT = 0, 2


@pytest.fixture
def audit(capsys):
    def run(*arguments):
        status: object = DONE
        try:
            cli.main(["audit", *map(str, arguments)])
        except SystemExit as ended:
            status = ended.code or DONE
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_without_record_the_register_is_left_alone(audit):
    before = models.ChangeSet.objects.count()
    status, _, err = audit(*FORCE, "--force", "essex")
    assert (status, models.ChangeSet.objects.count()) == (DONE, before)
    assert not ADDRESS.search(err)


def test_a_finding_is_kept_about_the_body_of_the_force_and_its_address_is_said(audit):
    status, out, err = audit(*FORCE, "--force", "essex", "--record", "--by", "us", "--why", "so")

    assert status == DONE
    assert "Recorded, about essex-police" in err
    found = ADDRESS.search(err)
    assert found is not None
    record = findings.finding(found[1])
    assert record is not None
    assert record.found.about == ("essex-police",)
    change = models.ChangeSet.objects.order_by("-number")[0]
    assert (change.made_by, change.why) == ("us", "so")
    assert out.startswith(str(record.found.finding["sentences"][0])[:30])


def test_a_second_time_says_so_and_adds_nothing(audit):
    audit(*FORCE, "--force", "essex", "--record")
    before = models.ChangeSet.objects.count()
    status, out, err = audit(*FORCE, "--force", "essex", "--record", "--json")
    assert (status, models.ChangeSet.objects.count()) == (DONE, before)
    assert "was recorded before; nothing was added" in err
    assert json.loads(out)["finding"] in err


def test_with_a_source_the_ratios_become_statements(audit):
    _, _, err = audit(
        *FORCE, "--force", "essex", "--record", "--source", "police-use-of-force-2019-20"
    )
    found = ADDRESS.search(err)
    assert found is not None
    headlines = findings.headlines_on("essex-police")[found[1]]
    assert {s.qualifier("group") for s in headlines} == {"Asian", "Black", "mixed", "other"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--about", "essex-police"), "add --record"),
        (("--why", "so"), "add --record"),
        (("--record", "--about", "nobody"), "There is no 'nobody' in the register"),
        (("--record", "--source", "essex-police"), "no source"),
        (("--record", "--by", "a\0b"), "U+0000"),
    ],
)
def test_what_can_not_be_recorded_is_told_in_a_sentence(audit, more, says):
    before = models.ChangeSet.objects.count()
    status, _, err = audit(*FORCE, "--force", "essex", *more)
    assert status == CANNOT
    assert says in err
    assert "Traceback" not in err
    assert models.ChangeSet.objects.count() == before


def test_an_audit_of_data_that_were_unfit_is_not_recorded(audit):
    before = models.ChangeSet.objects.count()
    status, _, err = audit(*STOPS, "--force", "essex", "--period", "2021-08..2021-09", "--record")
    assert status == CANNOT
    assert "Nothing was recorded" in err
    assert models.ChangeSet.objects.count() == before


def test_a_list_is_recorded_about_the_system_that_is_named(audit, tmp_path):
    listed, residents = tmp_path / "list.csv", tmp_path / "residents.csv"
    listed.write_text("group,count\nA,40\nB,60\n", encoding="utf-8")
    residents.write_text("group,population\nA,1000\nB,9000\n", encoding="utf-8")
    asked = ("scores", listed, "--group", "group", "--count", "count", "--population", residents,
             "--reference", "B", "--record")  # fmt: skip

    status, _, err = audit(*asked)
    assert (status, "Say whom the finding is about" in err) == (CANNOT, True)

    status, _, err = audit(*asked, "--about", "durham-hart")
    assert (status, "about durham-hart" in err) == (DONE, True)


@pytest.mark.parametrize("command", ["stops", "force", "scores", "accuracy"])
def test_every_audit_can_be_recorded(capsys, command):
    with pytest.raises(SystemExit):
        cli.main(["audit", command, "--help"])
    shown = capsys.readouterr().out
    assert all(option in shown for option in ("--record", "--about", "--source", "--by", "--why"))
