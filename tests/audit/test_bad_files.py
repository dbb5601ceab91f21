"""Bad files of every kind, for every audit: one clear sentence each, and never a traceback."""

import gzip
import re
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candour.audit.errors import PlanError, Unfit
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.periods import Period
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.core.errors import CandourError
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021, STOPS
from tests.audit.known import DATA

YEAR, SEPTEMBER = Period.parse("2019-04..2020-03"), Period.parse("2021-09")
TACTICS = DATA / "force_by_ethnicity_2019-20.csv.gz"
ESSEX = "2021-09-essex-stop-and-search.csv"


def lines_of(path, number):
    text = path.read_bytes()
    text = gzip.decompress(text) if path.suffix == ".gz" else text
    return b"\n".join(text.splitlines()[:number]) + b"\n"


PEOPLE = [
    f"{group},{band},{score},{outcome}\n" * 9
    for group in "AB"
    for band, score in (("high", 7), ("low", 2))
    for outcome in (0, 1)
]
GOOD = {
    "stops": lines_of(DATA / f"{ESSEX}.gz", 60),
    "force": lines_of(TACTICS, 120),
    "incidents": (DATA / "force_incidents_2019-20.csv").read_bytes(),
    "census": CENSUS_2021.read_bytes(),
    "scores": ("group,band,score,outcome\n" + "".join(PEOPLE)).encode(),
    "list": ("group,band,score,outcome\n" + "".join(PEOPLE)).encode(),
    "residents": b"group,population\nA,1000\nB,2000\n",
}
NAMES = {"stops": ESSEX, "census": "census2021.csv"}
SCORES = ScoresQuestion(
    groups=("group",), outcome="outcome", reference="A", score="score", threshold=5, replicates=2
)


def audit(kind, path):
    """Do the audit that takes such a file, all its other files being good."""
    if kind == "stops":
        return audit_stops([path], [CENSUS_2021], StopsQuestion(SEPTEMBER))
    if kind == "force":
        return audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))
    if kind == "incidents":
        return audit_force(TACTICS, [CENSUS_2021], ForceQuestion(YEAR), incidents=path)
    if kind == "census":
        return audit_force(TACTICS, [path], ForceQuestion(YEAR, forces=("essex",)))
    if kind == "scores":
        return audit_scores(path, SCORES, ledgers=path.parent / "ledgers")
    other = path.with_name("other.csv")
    other.write_bytes(GOOD["residents" if kind == "list" else "list"])
    files = (path, other) if kind == "list" else (other, path)
    return audit_composition(*files, CompositionQuestion("group", "A"))


def written(folder, kind, text):
    path = folder / NAMES.get(kind, f"{kind}.csv")
    path.write_bytes(text)
    return path


@pytest.mark.parametrize("kind", GOOD)
def test_the_files_that_are_spoilt_below_are_good(tmp_path, kind):
    assert audit(kind, written(tmp_path, kind, GOOD[kind]))


# for every audit

SPOILT = {
    "empty": (lambda text: b"", "the file is empty"),
    "only space": (lambda text: b" \n\n", "the file is empty"),
    "a letter broken": (
        lambda text: text + "café,".encode() + b"caf\xc3,\n", r"this is not UTF-8|columns where"
    ),
    "a NUL": (lambda text: text[:90] + b"\0" + text[90:], r"line \d: this is not text in UTF-8"),
    "a spreadsheet": (lambda text: b"PK\x03\x04" + text, "spreadsheet"),
    "an old spreadsheet": (lambda text: b"\xd0\xcf\x11\xe0" + text, "spreadsheet"),
    "a gzip cut short": (lambda text: gzip.compress(text)[:-12], "cut short or damaged"),
    "a gzip of nothing": (lambda text: gzip.compress(b""), "the file is empty"),
    "a Parquet cut short": (lambda text: STOPS.read_bytes()[:9_000], "damaged|not UTF-8|not text"),
    "a page of the web": (
        lambda text: b"<!DOCTYPE html><html><body>404</body></html>",
        "this is no|there is no column|holds no table|no column names|no area",
    ),
    "any bytes": (lambda text: bytes(range(256)) * 9, "not UTF-8|not text"),
    "a column twice": (
        lambda text: b",".join([text.split(b",", 1)[0], text]),
        "two columns are called|columns where there should be|stands twice|there is no",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("kind", GOOD)
def test_a_spoilt_file_is_named_with_what_is_wrong(tmp_path, kind, how):
    spoil, says = SPOILT[how]
    path = written(tmp_path, kind, spoil(GOOD[kind]))
    with pytest.raises(CannotRead, match=says) as raised:
        audit(kind, path)
    assert str(raised.value).startswith(path.name)
    assert "\n" not in str(raised.value)


HARMLESS = {
    "a byte-order mark": lambda text: b"\xef\xbb\xbf" + text,
    "gzip under another name": gzip.compress,
    "mixed line endings": lambda text: text.replace(b"\n", b"\r\n", 7),
    "old line endings": lambda text: text.replace(b"\n", b"\r"),
    "empty lines at the end": lambda text: text + b"\n\n",
}


@pytest.mark.parametrize("how", HARMLESS)
@pytest.mark.parametrize("kind", GOOD)
def test_what_does_no_harm_changes_no_number(tmp_path, kind, how):
    good = audit(kind, written(tmp_path, kind, GOOD[kind]))
    other = audit(kind, written(tmp_path, kind, HARMLESS[how](GOOD[kind])))
    assert other.result == good.result


@pytest.mark.parametrize("kind", GOOD)
def test_a_folder_and_a_missing_file_are_said_to_be_so(tmp_path, kind):
    with pytest.raises(CannotRead, match=r"can't be opened|there is no such file"):
        audit(kind, tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CannotRead, match="can't be opened"):
        audit(kind, tmp_path / "folder.csv")


@pytest.mark.parametrize("kind", GOOD)
def test_a_table_of_headings_alone_is_refused(tmp_path, kind):
    path = written(tmp_path, kind, GOOD[kind].splitlines()[0] + b"\n")
    with pytest.raises((CannotRead, PlanError, Unfit)) as raised:
        audit(kind, path)
    assert re.search(r"no (row|line|area|group|stop|incidents)", str(raised.value))


# what only one of them can have

NUMBER = re.compile(rb"(?<=,)\d+(?=(\.0)?[,\n])")


@pytest.mark.parametrize("kind", ["force", "census", "residents"])
@pytest.mark.parametrize(
    "number", [b"-5", b"1.5", b"1e309", b"nan", "٣".encode(), "²".encode(), b"9" * 400, b"9" * 5000]
)
def test_a_number_that_counts_nothing_is_named_with_its_place(tmp_path, kind, number):
    path = written(tmp_path, kind, NUMBER.sub(number.replace(b"\\", b""), GOOD[kind], count=1))
    with pytest.raises(CannotRead, match=r"line 2: (\w+ is|column 'population' holds) '") as raised:
        audit(kind, path)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("kind", "old", "new", "error", "says"),
    [
        ("census", b"4725297", b"4725298", CannotRead, "line 2: the groups sum to"),
        ("census", b",asian", b",asia", CannotRead, "there is no column for asian"),
        ("residents", b"1000", b"0", CannotRead, "group 'A' has no residents"),
        ("residents", b"B,2000\n", b"", PlanError, "The population has no group 'B', only: A"),
        ("residents", b"population", b"howmany", CannotRead, "no column holds numbers"),
        ("force", b"111252", b"111253", CannotRead, "line 2: the groups sum to 715,277, the total"),
        ("force", b"Tactic,White,Black (or Black British)", b"Tactic,White,Blck", CannotRead,
         "no table of force by ethnicity"),
        ("incidents", b"Police Force,Total", b"Total,Police Force", CannotRead,
         "which is no count"),
        ("scores", b"A,high,7,0", b"A,high,7,maybe", CannotRead,
         r"line 2: column 'outcome' holds 'maybe'; an outcome is 1 or 0"),
        ("scores", b"A,low,2,1", b"A,low,two,1", CannotRead,
         r"line 29: column 'score' holds 'two'; a score is a number"),
        ("scores", b"band,score", b"score,band", CannotRead,
         r"line \d+: column 'score' holds '(high|low)'"),
        ("scores", b"group,", b'"group,', CannotRead, "a quotation mark in the headings"),
        ("scores", b"A,high,7", b"A,high,1e400", CannotRead, "a score is no such number"),
        ("list", b"A,high", b"Elf,high", PlanError, "The population has no group 'Elf'"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_table_is_said_with_its_place(tmp_path, kind, old, new, error, says):
    text = GOOD[kind].replace(old, new, 1 if len(old) > 1 else -1)
    assert text != GOOD[kind]
    path = written(tmp_path, kind, text)
    with pytest.raises(error, match=says):
        audit(kind, path)


def test_a_population_given_as_stops_and_the_other_way_round_are_told_apart(tmp_path):
    with pytest.raises(CannotRead, match="this is no stop-and-search file"):
        audit_stops([CENSUS_2021], [CENSUS_2021], StopsQuestion(YEAR))
    stops = written(tmp_path, "stops", GOOD["stops"])
    with pytest.raises(CandourError, match=re.escape(ESSEX)):
        audit_stops([stops], [stops], StopsQuestion(SEPTEMBER))
    with pytest.raises(CannotRead, match="no table of force by ethnicity and tactic"):
        audit_force(CENSUS_2021, [CENSUS_2021], ForceQuestion(YEAR))


def test_a_month_given_twice_is_refused(tmp_path):
    first = written(tmp_path, "stops", GOOD["stops"])
    (tmp_path / "copy").mkdir()
    second = shutil.copy(first, tmp_path / "copy" / first.name)
    with pytest.raises(CannotRead, match="every stop would count twice"):
        audit_stops([first, second], [CENSUS_2021], StopsQuestion(SEPTEMBER))


def test_a_force_that_the_files_lack_is_named():
    question = StopsQuestion(YEAR, forces=("derbyshire", "essex"))
    try:
        found = audit_stops([STOPS], [CENSUS_2021], question)
    except CandourError as error:
        assert "essex" in str(error).lower()  # noqa: PT017 - either outcome is right
    else:
        fit = {row["force"]: row["fit"] for row in found.as_dict()["fitness"]}
        assert fit == {"derbyshire": True, "essex": False}


# whatever is done to a file

pieces = st.sampled_from(
    [b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"x,y", b"-", b"9" * 30, b"\t", "é".encode()]
)
cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), pieces), min_size=1, max_size=4)
QUIET = settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_one_sentence(kind, path):
    try:
        audit(kind, path)
    except CandourError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert len(str(error)) < 1_700  # noqa: PT017 - (the same)


@pytest.mark.parametrize("kind", GOOD)
@QUIET
@given(cuts)
def test_no_damage_brings_a_traceback(tmp_path, kind, cuts):
    text = bytearray(GOOD[kind])
    for share, length, piece in cuts:
        place = int(share * len(text))
        text[place : place + length] = piece
    in_one_sentence(kind, written(tmp_path, kind, bytes(text)))


@pytest.mark.parametrize("kind", GOOD)
@settings(QUIET, max_examples=8)
@given(st.binary(max_size=300))
def test_no_bytes_bring_a_traceback(tmp_path, kind, text):
    in_one_sentence(kind, written(tmp_path, kind, text))


@settings(QUIET, max_examples=25)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "A", "B", "0", "1", "7", "-3", "yes", "x", "1e9", "nan", " "]),
            min_size=4, max_size=4,
        ),
        max_size=40,
    ),
    st.booleans(),
)  # fmt: skip
def test_no_table_of_scores_brings_a_traceback(tmp_path, rows, is_official):
    text = "group,n,score,outcome\n" + "".join(",".join(row) + "\n" for row in rows)
    path = written(tmp_path, "scores", text.encode())
    question = replace(SCORES, count="n", is_official=is_official)
    try:
        audit_scores(path, question).as_dict()
    except CandourError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("stops", ("--population", CENSUS_2021, "--period", "2021-09")),
        ("force", ("--population", CENSUS_2021, "--period", "2019-04..2020-03")),
        ("scores", ("--group", "a", "--flagged", "b=1", "--outcome", "c", "--reference", "A")),
        ("scores", ("--group", "a", "--population", CENSUS_2021, "--reference", "A")),
    ],
)
def test_a_command_ends_with_2_and_one_sentence(run, tmp_path, command, options):
    path = tmp_path / "rows.csv"
    path.write_bytes(bytes(range(256)))
    status, out, err = run("audit", command, path, *options, "--out", tmp_path / "report")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "rows.csv" in err
    assert not (tmp_path / "report").exists()
