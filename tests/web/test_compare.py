"""Forces or systems side by side: what differs is marked, and what can't be compared is refused."""

import json
import re

import pytest

from candour.register import selectors
from candour.register.forces import forces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

TWO_FORCES = "with=essex-police&with=kent-police"
TWO_SYSTEMS = "with=durham-hart&with=mps-violence-harm-assessment"
COUNTED = {"In scope of the ban called for", "Not published"}
SHARES = {*COUNTED, "When asked"}


def data_at(client, asked):
    answer = client.get(f"/compare.json?{asked}")
    assert answer.status_code == 200
    return {row["question"]: row for row in json.loads(b"".join(answer.streaming_content))}


def test_forces_compared_say_what_the_list_of_forces_says(client):
    rows = data_at(client, TWO_FORCES)
    known = {force.slug: force for force in forces()}
    for slug in ("essex-police", "kent-police"):
        force = known[slug]
        names = selectors.names(force.systems)
        assert rows["Systems known"][slug] == [names[key][0] for key in force.systems]
        assert rows["Clashes"][slug] == [f"{force.clashes} clashes"]
        systems = "1 system" if len(force.systems) == 1 else f"{len(force.systems)} systems"
        ban = rows["In scope of the ban called for"][slug]
        assert ban == [f"{force.in_ban_scope} of {systems} known"]
        assert rows["Not published"][slug] == [
            f"{force.not_published} of {force.items} things asked"
        ]


@pytest.mark.parametrize("asked", [TWO_FORCES, TWO_SYSTEMS])
def test_words_differ_when_they_are_not_the_same_set_and_differences_stand_first(client, asked):
    rows = data_at(client, asked)
    for row in rows.values():
        answers = [set(row[part.removeprefix("with=")]) for part in asked.split("&")]
        if row["question"] not in SHARES and "people beside" not in row["question"]:
            assert row["differs"] == (answers[0] != answers[1]), row["question"]
            assert row["mark"] == ("differs" if row["differs"] else "same")
    assert {row["differs"] for row in rows.values()} == {True, False}
    page = client.get(f"/compare/?{asked}").content.decode()
    first, _, then = page.partition("Where no difference is shown")
    differing = sum(row["differs"] for row in rows.values())
    assert first.count('<tr class="differs">') == differing
    assert '<tr class="differs">' not in then, "differences stand first"
    assert f"{differing} of {len(rows)} questions differ" in page
    for row in rows.values():
        assert f'<span class="difference">{row["mark"]}</span>' in page


@pytest.mark.parametrize(
    "asked",
    [
        TWO_FORCES,
        TWO_SYSTEMS,
        "with=kent-police&with=west-midlands-police",
        "with=essex-police&with=avon-and-somerset-police&with=cleveland-police",
    ],
)
def test_counts_of_different_wholes_differ_only_where_their_shares_do(client, asked):
    rows = data_at(client, asked)
    held = 0
    for question in COUNTED & set(rows):
        row = rows[question]
        told = [row[part.removeprefix("with=")] for part in asked.split("&")]
        matches = [re.match(r"(\d+) of (\d+) ", cell[0]) for cell in told if cell]
        counts = [count for count in matches if count]
        if not counts:
            continue  # of a system, scope is said in words
        shares = {round(100 * int(count[1]) / int(count[2])) for count in counts}
        assert row["differs"] == (len(shares) > 1), row
        held += len(counts) > 1
        if len(shares) == 1 and len(counts) > 1:
            percent = shares.pop()
            words = {0: "none", 100: "all"}.get(percent, f"{percent}%")
            assert row["mark"].startswith(f"alike: {words} ")
    assert held


def test_what_was_done_when_asked_is_held_by_the_share_answered(client):
    asked = {force.slug: force.asked for force in forces() if force.asked.told_of}
    silent = [slug for slug, told in asked.items() if not told.given]
    one, other = silent[0], next(s for s in silent if asked[s].told_of != asked[silent[0]].told_of)
    row = data_at(client, f"with={one}&with={other}")["When asked"]
    assert row[one] != row[other]
    assert (row["differs"], row["mark"]) == (False, "alike: none answered")


def test_ratios_differ_only_where_their_ranges_lie_apart(client):
    ratios = [row for key, row in data_at(client, TWO_FORCES).items() if "people beside" in key]
    others = data_at(client, "with=essex-police&with=city-of-london-police&with=kent-police")
    ratios += [row for key, row in others.items() if "people beside" in key]
    for row in ratios:
        cells = [row[slug] for slug in row if slug.endswith("-police") and row[slug]]
        printed = [re.findall(r"\(([\d.]+) to ([\d.]+)\)", cell[0])[0] for cell in cells]
        ends = [(float(low), float(high)) for low, high in printed]
        apart = any(one[1] < other[0] for one in ends for other in ends)
        assert row["differs"] == apart, row
        assert row["mark"].startswith(
            ("ranges apart", "some ranges apart") if apart else "ranges overlap"
        )
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert page.count("ranges overlap</span>") == 2, "Essex and Kent, searches and force"


def test_one_number_alone_is_held_beside_nothing_and_differs_from_nothing(client):
    rows = data_at(client, "with=essex-police&with=metropolitan-police")
    row = rows["Searches per 1,000 residents: Black people beside white people"]
    assert (row["differs"], row["mark"]) == (False, "one range alone")


@pytest.mark.parametrize("asked", [TWO_FORCES, TWO_SYSTEMS])
def test_each_question_says_what_it_means(client, asked):
    for question, row in data_at(client, asked).items():
        assert row["meaning"].endswith("."), question


def test_ratios_stand_side_by_side_by_one_count_of_residents_with_their_range(client):
    rows = data_at(client, TWO_FORCES)
    row = rows["Searches per 1,000 residents: Black people beside white people"]
    assert row["essex-police"] == [
        "2.97 times (2.75 to 3.20); 2.5 to 7.9 by how missing ethnicity is counted"
    ]
    assert "residents of each group, Census 2021" in row["meaning"]
    without = data_at(client, "with=essex-police&with=metropolitan-police")
    row = without["Searches per 1,000 residents: Black people beside white people"]
    assert row["metropolitan-police"] == [], "no number is nothing said"


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("add=Essex+Police", "/compare/?with=essex-police"),
        ("with=essex-police&add=kent+police", "/compare/?with=essex-police&with=kent-police"),
        ("with=durham-hart&add=gangs+matrix", "/compare/?with=durham-hart&with=mps-gangs-matrix"),
        ("with=essex-police&as-of=2027-01-01&add=Kent+Police",
         "/compare/?with=essex-police&with=kent-police&as-of=2027-01-01"),
    ],
)  # fmt: skip
def test_a_name_that_is_typed_is_added_without_scripts(client, asked, leads_to):
    answer = client.get(f"/compare/?{asked}")
    assert (answer.status_code, answer.get("Location")) == (302, leads_to)


def test_what_fits_several_names_is_asked_back_and_what_fits_none_is_said(client):
    page = client.get("/compare/?with=essex-police&add=west").content.decode()
    assert "Which of these is meant by “west”?" in page
    assert 'href="/compare/?with=essex-police&amp;with=west-mercia-police"' in page
    assert "west-midlands-knife-crime" not in page, "a system stands beside no force"
    page = client.get("/compare/?with=essex-police&add=zzzz").content.decode()
    assert "No other of the same kind is found for “zzzz”" in page


def test_each_that_is_chosen_can_be_taken_out_and_five_are_the_most(client):
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert 'class="take-out" href="/compare/?with=kent-police"' in page
    five = "&".join(
        f"with={name}-police" for name in ("essex", "kent", "sussex", "surrey", "cleveland")
    )
    page = client.get(f"/compare/?{five}").content.decode()
    assert 'name="add"' not in page
    assert "take one out to choose another" in page


def test_every_value_of_a_field_leads_to_the_statement_that_has_it(client):
    page = client.get(f"/compare/?{TWO_SYSTEMS}").content.decode()
    keys = re.findall(r"/statements/(s1-[a-z0-9]+)/", page)
    found = selectors.statements_by_id(keys)
    assert keys
    assert {s.subject for s in found.values()} <= {"durham-hart", "mps-violence-harm-assessment"}


def test_what_nobody_says_has_one_word_and_a_ratio_is_drawn_beside_its_number(client):
    page = client.get("/compare/?with=essex-police&with=metropolitan-police").content.decode()
    for other in ("not told", "not asked", "no number of this kind", "none found"):
        assert other not in page
    assert "nothing said</span>" in page
    ratios = [row for row in data_at(client, TWO_FORCES) if "people beside" in row]
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert page.count('<svg class="compared-ratio"') == len(ratios) > 0, "both on one axis"
    drawing = page.partition('<svg class="compared-ratio"')[2].partition("</svg>")[0]
    assert drawing.count("<circle") == 2
    for name in ("Essex Police", "Kent Police", "1 is equal rates"):
        assert f">{name}</text>" in drawing


def test_the_answers_come_before_the_choice_and_examples_before_any(client):
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert page.index("<table") < page.index('class="picking"')
    page = client.get("/compare/").content.decode()
    assert page.index("Start from one of these") < page.index('class="picking"')
    for address in re.findall(r'<h3><a href="(/compare/[^"]+)"', page):
        answer = client.get(address.replace("&amp;", "&"))
        assert "<table" in answer.content.decode(), address


def test_what_is_compared_stays_in_the_address_and_one_alone_asks_for_more(client):
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert f'href="/compare/?{TWO_FORCES.replace("&", "&amp;")}"' in page
    alone = client.get("/compare/?with=essex-police").content.decode()
    assert "<table" not in alone
    assert 'type="hidden" name="with" value="essex-police"' in alone
    assert 'href="/compare/?with=essex-police&amp;with=kent-police"' in alone


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("with=essex-police&with=nobody", "“nobody”, which is not in the register"),
        ("with=essex-police&with=durham-hart", "police forces alone, or systems alone"),
        ("with=essex-police&with=amnesty-international", "which is no police force"),
        ("with=essex-police&colour=red", "“colour” means nothing here"),
        (
            "&".join(
                f"with={name}-police"
                for name in ("essex", "kent", "sussex", "surrey", "cleveland", "northumbria")
            ),
            "at most 5 can be set side by side",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(client, asked, sentence):
    answer = client.get(f"/compare/?{asked}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
