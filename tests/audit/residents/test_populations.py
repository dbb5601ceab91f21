"""Census tables in the layouts they come in, and residents by age."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.errors import PlanError
from candour.audit.residents.age_populations import BANDS, ages_in, read_age_population
from candour.audit.residents.population_files import Area, read_table
from candour.audit.residents.populations import interpolated, read_population, read_populations
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

DETAILED = (
    "ltla21_code,ltla21_name,ethnic_group,value\n"
    'E06000001,Hartlepool,"Asian, Asian British or Asian Welsh: Chinese (number)",278.0\n'
    'E06000001,Hartlepool,"Asian, Asian British or Asian Welsh: Chinese (percent)",0.3\n'
    'E06000001,Hartlepool,"Asian, Asian British or Asian Welsh: Indian (number)",22\n'
    'E06000001,Hartlepool,"Black, Black British, Black Welsh: African (number)",40\n'
    "E06000001,Hartlepool,Mixed or Multiple ethnic groups: White and Asian (number),7\n"
    "E06000001,Hartlepool,Other ethnic group: Arab (number),9\n"
    "E06000001,Hartlepool,White: Roma (number),5\n"
    "E06000001,Hartlepool,White: Irish (number),6\n"
)


def written(tmp_path, text, name="census2021.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_detailed_groups_are_added_up_to_the_five_and_percentages_left_out(tmp_path):
    table = read_table(written(tmp_path, DETAILED))
    assert table.area is Area.LOCAL_AUTHORITY
    assert table.people == {
        "E06000001": {"asian": 300, "black": 40, "mixed": 7, "other": 9, "white": 11}
    }
    assert table.names == {"E06000001": "Hartlepool"}


def test_both_layouts_of_local_authorities_agree_on_their_codes():
    old = read_population(DATA / "census2011_ks201_greater_manchester.csv")
    new = read_population(DATA / "census2021_ethnicity_la_greater_manchester.csv")
    assert (old.year, new.year) == (2011, 2021)
    assert old.area is new.area is Area.LOCAL_AUTHORITY
    assert old.names == new.names
    assert old.people["E08000003"]["black"] == 43_484


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("278.0", "278.5"), "line 2: .* is '278.5', which is no number of people"),
        (("White: Roma", "Unheard of"), "line 8: 'Unheard of .number.' is no ethnic group"),
        (("Other ethnic group: Arab", "Not stated"), "is no ethnic group"),
        (("White: Irish", "White: Roma"), "line 9: 'White: Roma .number.' stands twice"),
        (("Black, Black British, Black Welsh: African", "White: Other"), "has no row for black"),
        (("value", "share"), "no column says how many people"),
        (("ltla21_code,ltla21_name", "msoa21_code,msoa21_name"), "not by police force area"),
        (("ltla21_code,ltla21_name", "place,where"), "no column names police force areas"),
    ],
)
def test_a_bad_table_of_detailed_groups_is_named_with_its_line(tmp_path, change, says):
    with pytest.raises(CannotRead, match=says):
        read_table(written(tmp_path, DETAILED.replace(*change)))


def test_areas_that_only_one_census_has_are_not_interpolated(tmp_path):
    head = "ltla24_code,ltla24_name,asian,black,mixed,other,white\n"
    old = read_population(
        written(tmp_path, f"{head}E1,Same,0,10,0,0,90\nE2,Gone,1,1,1,1,1\n", "census2011.csv")
    )
    new = read_population(
        written(tmp_path, f"{head}E1,Same,0,30,0,0,70\nE3,New,1,1,1,1,1\n", "census2021.csv")
    )
    between = interpolated(old, new, new.day)
    assert between.people == {"E1": {"asian": 0, "black": 30, "mixed": 0, "other": 0, "white": 70}}


def test_each_kind_of_area_is_interpolated_by_itself():
    found = read_populations(
        [CENSUS_2011, CENSUS_2021, DATA / "census2021_ethnicity_la_greater_manchester.csv"],
        on=read_population(CENSUS_2021).day,
        areas=(Area.FORCE, Area.LOCAL_AUTHORITY),
    )
    assert [(each.area, each.year) for each in found] == [
        (Area.FORCE, 2011),
        (Area.FORCE, 2021),
        (Area.FORCE, "interpolated 2021-03-21"),
        (Area.LOCAL_AUTHORITY, 2021),
    ]
    last = found[2].people["essex"]
    assert last == found[1].people["essex"]


def test_a_kind_of_area_that_was_not_asked_for_is_refused():
    with pytest.raises(CannotRead, match="not by police force area, but by local authority"):
        read_populations(
            [DATA / "census2021_ethnicity_la_greater_manchester.csv"],
            on=read_population(CENSUS_2021).day,
        )


def test_two_tables_of_one_census_are_refused():
    with pytest.raises(PlanError, match="of the same census"):
        read_populations([CENSUS_2021, CENSUS_2021], on=read_population(CENSUS_2021).day)


# by age; made up, for no such table is published with these bands

WIDE = (
    "force,age,asian,black,mixed,other,white\n"
    "Essex,0-9,1,2,3,4,5\nEssex,10-17,6,7,8,9,10\nEssex,18-24,1,1,1,1,1\n"
    "Essex,25-34,2,2,2,2,2\nEssex,35+,3,3,3,3,3\n"
)
LONG = (
    "Police force area,Age (B),Age (B) Code,Ethnic group (6 categories),Observation\n"
    + "".join(
        f"Essex,{age},{code},{label},{people}\n"
        for label, numbers in (
            ("Asian, Asian British or Asian Welsh", (1, 6, 1, 2, 3)),
            ("Black, Black British, Black Welsh, Caribbean or African", (2, 7, 1, 2, 3)),
            ("Mixed or Multiple ethnic groups", (3, 8, 1, 2, 3)),
            ("Other ethnic group", (4, 9, 1, 2, 3)),
            ("White", (5, 10, 1, 2, 3)),
            ("Does not apply", (0, 0, 0, 0, 0)),
        )
        for code, (age, people) in enumerate(
            zip(
                (
                    "Aged 9 years and under",
                    "Aged 10 to 17 years",
                    "Aged 18 to 24 years",
                    "Aged 25 to 34 years",
                    "Aged 35 years and over",
                ),
                numbers,
                strict=True,
            )
        )
    ).replace("Asian, Asian British or Asian Welsh", '"Asian, Asian British or Asian Welsh"')
).replace(
    "Black, Black British, Black Welsh, Caribbean or African",
    '"Black, Black British, Black Welsh, Caribbean or African"',
)


def test_both_layouts_by_age_are_read_alike(tmp_path):
    wide = read_age_population(written(tmp_path, WIDE, "wide_2021.csv"))
    long = read_age_population(written(tmp_path, LONG, "long_2021.csv"))
    assert wide == long
    assert wide.people["essex"]["black"] == dict(zip(BANDS, (2, 7, 1, 2, 3), strict=True))
    assert wide.standard("essex") == [15, 40, 5, 10, 15]


def test_single_years_are_added_up_to_the_bands(tmp_path):
    rows = "".join(f"Essex,{age},1,1,1,1,1\n" for age in range(90)) + "Essex,90+,1,1,1,1,1\n"
    path = written(tmp_path, WIDE.splitlines()[0] + "\n" + rows, "years_2021.csv")
    assert read_age_population(path).people["essex"]["white"] == {
        "under 10": 10,
        "10-17": 8,
        "18-24": 7,
        "25-34": 10,
        "over 34": 56,
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("10-17", "10-18"), "line 3: age '10-18' lies across the bands"),
        (("10-17", "11-17"), "leave a gap or overlap at 11"),
        (("10-17", "under 10"), "line 3: 'Essex' has age 'under 10' twice"),
        (("35+", "35-99"), "end at 99: the last must be open, as 100"),
        (("10-17", "all ages"), "line 3: 'all ages' is no age"),
        (("Essex,10-17", "Kent,10-17"), "leave a gap or overlap at"),
        (("6,7,8", "6,-7,8"), "line 3: black is '-7'"),
        (("6,7,8", "6,7"), "line 3: 6 columns where there should be 7"),
        (("age", "years"), "no column names ages"),
        (("force", "where"), "no column names police force areas"),
        (("mixed,", "mix,"), "there is no column for mixed"),
    ],
)
def test_a_bad_population_by_age_is_named_with_what_is_wrong(tmp_path, change, says):
    with pytest.raises(CannotRead, match=says):
        read_age_population(written(tmp_path, WIDE.replace(*change), "ages_2021.csv"))


@given(st.integers(0, 120), st.integers(0, 120))
def test_ages_say_the_same_however_they_are_written(one, other):
    low, high = sorted((one, other))
    for form in ("{}-{}", "{} to {}", "Aged {} to {} years", "{}–{}"):
        assert ages_in(form.format(low, high)) == (low, high)
    for form in ("{}+", "{} and over", "Aged {} years and over", "{} years or older"):
        assert ages_in(form.format(low)) == (low, None)
    assert ages_in(f"over {low}") == (low + 1, None)
    assert ages_in(f"under {high}") == (0, high - 1)
