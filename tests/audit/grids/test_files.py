"""Files of cells by days: one clear sentence, with file and row, for whatever is wrong."""

import gzip

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candour.audit.accuracy.forecasts import ForecastQuestion, audit_forecasts
from candour.audit.errors import IdentifiesPeople
from candour.audit.grids.areas import read_shares
from candour.audit.grids.grid import matched, read_grid
from candour.audit.grids.histories import read_history
from candour.audit.payloads import row_of
from candour.core.errors import CandourError
from candour.tables.errors import CannotRead
from tests.audit.made_up_grids import write_grid

SCORES = "bin,2020-01-06,2020-01-07,2020-01-08\na,0.5,0.25,0\nb,0.1,0,0.125\nc,0,0,1\n"
COUNTS = "bin,2020-01-06,2020-01-07,2020-01-08\na,1,0,0\nb,0,2,0\nc,0,0,1\n"
LONG = b"bin,2020-01-06\n" + b"".join(b"q%d,1\n" % row for row in range(20_000))
QUESTION = ForecastQuestion((1,), window=1, replicates=20)


@pytest.fixture
def write(tmp_path):
    def writer(text, name="counts.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return writer


@pytest.fixture
def counts(write):
    return read_grid(write(COUNTS), counts=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "counts.csv: the file is empty"),
        ("   \n", "the file is empty"),
        (b"PK\x03\x04rest", "this is a spreadsheet"),
        (b"bin,2020-01-06\na\xff,1\n", "not UTF-8"),
        (LONG + b"\xff,1\n", "line 20002: this is not UTF-8"),
        (gzip.compress(COUNTS.encode(), mtime=0)[:-9], "gzip file is cut short"),
        ("bin\na\n", "line 1: there is only one column: the first column names cells"),
        ("bin,2020-01-06\n", "there are no cells below the first line"),
        ("bin,6 Jan 2020\na,1\n", "line 1: column 2 is called '6 Jan 2020'"),
        ("bin,2020-02-30\na,1\n", "column 2 is called '2020-02-30'"),
        ("bin,2020-01-06,2020-01-06\na,1,1\n", "columns 2 and 3 are both called 2020-01-06"),
        ("bin,2020-01-06,2020-01-07\na,1\n", "line 2: this row has 2 values where the first line"),
        ("bin,2020-01-06\na,1\n,1\n", "line 3: the row names no cell"),
        ("bin,2020-01-06\na,1\nb,1\na,1\n", "line 4: the cell of line 2 comes again"),
        ("bin,2020-01-06\na,-1\n", "line 2: column 2020-01-06 holds '-1', which is no count"),
        ("bin,2020-01-06\na,0.5\n", "Are forecasts and outcomes swapped"),
        ("bin,2020-01-06\na,many\n", "holds 'many', which is no number"),
        ("bin,2020-01-06\na,\n", "holds '', which is no number: write 0"),
        ("bin,2020-01-06\na,nan\n", "which is no finite number"),
        ("bin,2020-01-06\na,1_000\n", "holds '1_000', which is no number"),
        ("bin,2020-01-06\r\na,1\nb,2\r\n,3\n", "line 4: the row names no cell"),
        ('bin,2020-01-06\n"a,1\n' + "x" * 140_000, "this is no CSV"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_one_sentence_with_its_place(write, text, says):
    with pytest.raises(CannotRead) as caught:
        read_grid(write(text), counts=True)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_forecasts_may_be_any_numbers(write):
    grid = read_grid(write("bin,2020-01-06\na,-1.5e-3\nb,7\n"), counts=False)
    assert grid.values.ravel().tolist() == [-0.0015, 7]


def test_a_file_may_be_gzipped_and_its_days_in_any_order(write):
    text = "bin,2020-01-08,2020-01-06,2020-01-07\na,3,1,2\n\n"
    grid = read_grid(write(gzip.compress(text.encode()), "counts.csv.gz"), counts=True)
    assert grid.values.tolist() == [[1, 2, 3]]
    assert grid.days.astype(str).tolist() == ["2020-01-06", "2020-01-07", "2020-01-08"]


def test_cells_are_matched_by_name_and_not_by_place(write, counts):
    scores = read_grid(write(SCORES.replace("a,", "x,").replace("c,", "a,").replace("x,", "c,"),
                             "scores.csv"), counts=False)  # fmt: skip
    assert matched(scores, counts).values.tolist() == [[0, 0, 1], [0, 2, 0], [1, 0, 0]]


@pytest.mark.parametrize("heading", ["person_id", "name", "postcode"])
def test_rows_that_are_people_are_refused(write, heading):
    with pytest.raises(IdentifiesPeople):
        read_grid(write(COUNTS.replace("bin", heading)), counts=True)


# two files


def audit(write, scores, counts, **others):
    return audit_forecasts(write(scores, "scores.csv"), write(counts), QUESTION, **others)


@pytest.mark.parametrize(
    ("scores", "counts", "says"),
    [
        (SCORES, COUNTS.replace(",2020-01-08", "").replace(",0\n", "\n").replace(",1\n", "\n"),
         "scores.csv: it has forecasts up to 2020-01-08, and counts.csv says what happened up to "
         "2020-01-07. Only the past is audited"),
        (SCORES.replace("2020-01-06", "2020-01-01"), COUNTS,
         "counts.csv: it lacks 2020-01-01, which scores.csv has"),
        (SCORES, COUNTS.replace("2020-01-06", "2020-01-01"),
         "counts.csv: it lacks 2020-01-06, which scores.csv has"),
        (SCORES.replace("2020-01-08", "2020-01-05"), COUNTS,
         "counts.csv: it lacks 2020-01-05, which scores.csv has"),
        (SCORES, COUNTS.replace("b,", "z,"),
         "counts.csv: it lacks 1 of the 3 cells of scores.csv (the first stands there on line 3)"),
        (SCORES, COUNTS + "z,0,0,0\n",
         "scores.csv: it lacks 1 of the 4 cells of counts.csv (the first stands there on line 5)"),
        (SCORES, COUNTS.rsplit("c", 1)[0], "counts.csv: it lacks 1 of the 3 cells"),
        (COUNTS, SCORES, "Are forecasts and outcomes swapped"),
    ],
)  # fmt: skip
def test_files_that_do_not_match_are_refused(write, scores, counts, says):
    with pytest.raises(CannotRead) as caught:
        audit(write, scores, counts)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command_says_it_in_one_line(write, run):
    status, out, err = run(
        "audit", "accuracy", "--predictions", write(SCORES, "scores.csv"),
        "--observed", write(COUNTS.replace("2,0", "-2,0")), "--top", 1,
    )  # fmt: skip
    assert (status, out) == (2, "")
    assert "counts.csv, line 3: column 2020-01-07 holds '-2'" in err
    assert err.count("\n") == 1


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(["scores", "counts", "history", "areas"]), st.data())
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_audit(write, which, data):
    texts = {
        "scores": SCORES.encode(),
        "counts": COUNTS.encode(),
        "history": b"bin,date\na,2020-01-03\nb,2020-01-04\na,2020-01-05\n",
        "areas": b"bin,area\na,1\nb,2.5\nc,3\n",
    }
    whole = texts[which]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 6)))
    texts[which] = whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:]
    paths = {name: write(text, f"{name}.csv") for name, text in texts.items()}
    try:
        audit_forecasts(paths["scores"], paths["counts"], QUESTION,
                        history=paths["history"], areas=paths["areas"])  # fmt: skip
    except CandourError as error:
        assert "\n" not in str(error)  # noqa: PT017 - whether it is raised is not the question


# history


def history(write, text, counts):
    return read_history(write(text, "history.csv"), counts)


@pytest.mark.parametrize(
    "days",
    [
        ("2019-12-30", "2020-01-04"),
        ("12/30/19", "01/04/20"),
        ("30/12/19", "04/01/20"),
        ("12/30/2019", "1/4/2020"),
        ("2019-12-30 23:10", "2020-01-04T01:00"),
    ],
)
def test_days_of_events_are_read_in_whatever_form_fits_them_all(write, counts, days):
    found = history(
        write, f"n,bin,OCCURRED\n1,a,{days[0]}\n2,NA,{days[0]}\n3,b,{days[1]}\n", counts
    )
    assert found.days.astype(str).tolist() == ["2019-12-30", "2020-01-04"]
    assert found.cells.tolist() == [0, 1]


def test_every_event_of_a_history_is_accounted_for(write, counts):
    text = "bin,date\n" + "a,2020-01-02\n" * 3 + "NA,2020-01-02\n,2020-01-02\nz,2020-01-03\n"
    told = history(write, text + "b,2020-01-06\nb,2020-01-09\n", counts).rows
    assert row_of(told) == {
        "read": 8,
        "before_the_first_day": 3,
        "from_the_first_day_on": 2,
        "no_cell": 2,
        "cell_elsewhere": 1,
    }


def test_a_list_of_events_is_complete_up_to_a_silence_it_has_shown_before(write, counts):
    quiet = history(write, "bin,date\na,2019-12-30\na,2020-01-03\n", counts)
    assert str(quiet.last) == "2020-01-05"  # two days without events, and three inside the list
    ended = history(write, "bin,date\na,2020-01-02\na,2020-01-03\n", counts)
    assert str(ended.last) == "2020-01-03"


def test_a_table_of_earlier_days_counts_as_its_list_would(write, counts, tmp_path):
    listed = history(write, "bin,date\na,2020-01-04\nc,2020-01-04\nc,2020-01-05\n", counts)
    table = "bin,2020-01-04,2020-01-05\nc,1,1\nb,0,0\na,1,0\n"
    tabled = read_history(write(table, "table.csv"), counts)
    assert sorted(zip(listed.cells, listed.days, strict=True)) == sorted(
        zip(tabled.cells, tabled.days, strict=True)
    )
    assert (listed.first, listed.last) == (tabled.first, tabled.last)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cell,date\na,2020-01-01\n", "no column is called 'bin', as counts.csv calls"),
        ("bin,when\na,2020-01-01\n", "no column holds the days: call one occurred, date or day"),
        ("bin,date\nz,2020-01-01\n", "no event lies in a cell of counts.csv"),
        ("bin,date\n", "no event lies in a cell"),
        ("bin,date\na,2020-01-01\na,soon\n", "line 3: 'soon' is no day: write 2010-12-28"),
        ("bin,date\na,01/02/20\na,03/04/20\n", "day first or month first"),
        ("bin,date\na,2020-01-01,x\n", "line 2: this row has 3 values"),
        ("bin,2020-01-01,2020-01-03\na,1,1\nb,1,1\nc,1,1\n", "the day after 2020-01-01 is missing"),
        ("bin,2020-01-01\na,1\nb,1\n", "it lacks 1 of the 3 cells"),
    ],
)
def test_what_is_wrong_with_a_history_is_one_sentence(write, counts, text, says):
    with pytest.raises(CannotRead) as caught:
        history(write, text, counts)
    assert says in str(caught.value)


# areas


def test_areas_are_shares_in_the_order_of_the_cells(write, counts):
    path = write("area,bin\n6,c\n3,a\n1,b\n", "areas.csv")
    np.testing.assert_allclose(read_shares(path, counts), [0.3, 0.1, 0.6])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("bin,size\na,1\n", "no column is called 'area'"),
        ("cell,area\na,1\n", "no column is called 'bin'"),
        ("bin,area\na,1\nb,1\n", "it lacks 1 of the 3 cells"),
        ("bin,area\na,1\na,1\n", "line 3: a cell comes again"),
        ("bin,area\na,0\n", "line 2: '0' is no area"),
        ("bin,area\na,big\n", "line 2: 'big' is no area"),
        ("bin,area\na\n", "line 2: this row has too few or too many values"),
    ],
)
def test_what_is_wrong_with_areas_is_one_sentence(write, counts, text, says):
    with pytest.raises(CannotRead) as caught:
        read_shares(write(text, "areas.csv"), counts)
    assert says in str(caught.value)


def test_the_finding_says_whether_areas_were_given(write, tmp_path):
    plain = audit(write, SCORES, COUNTS)
    shared = audit(write, SCORES, COUNTS, areas=write("bin,area\na,2\nb,1\nc,1\n", "areas.csv"))
    assert "equally large" in plain.assumptions[0]
    assert "file of areas" in shared.assumptions[0]
    # Cell a is chosen on two days and c on one: five quarters of the area over three days.
    assert shared.as_dict()["accuracy"][0]["area_share"] == pytest.approx(5 / 12)
    assert plain.result.hit_rate == shared.result.hit_rate


def test_a_grid_without_a_day_between_says_how_many_are_missing(write, tmp_path):
    days = SCORES.replace("2020-01-08", "2020-01-10"), COUNTS.replace("2020-01-08", "2020-01-10")
    found = audit(write, *days)
    assert found.as_dict()["accounted_for"]["days_missing_between"] == 2
    assert found.as_dict()["days_compared"] == {
        "number": 1,
        "from": "2020-01-07",
        "to": "2020-01-07",
    }


def test_a_table_read_back_is_the_table_written(tmp_path):
    values = np.random.default_rng(1).poisson(1, (4, 9))
    assert read_grid(write_grid(tmp_path / "t.csv", values), counts=True).values.tolist() == (
        values.tolist()
    )
