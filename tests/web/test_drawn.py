"""What is drawn on the first screen of a subject, and that its table says the same."""

import re
from collections import Counter
from html import unescape
from itertools import pairwise

import pytest

from candour.audit.headlines import widest_interval
from candour.core.days import parse_days
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.timeline import Entry, Told
from candour.register import findings, selectors
from candour.register.ratios import comparable
from candour.web.pages.force_ratios import interval_of, rounded
from candour.web.pages.life_picture import life_point
from tests.journeys.pages import SYSTEM

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

FIGURE = re.compile(
    r'<figure class="drawn(?: drawn-strip)?" id="([^"]+)">(.*?)</figure>', re.DOTALL
)
ROW = re.compile(r'<a href="/statements/([^/]+)/">([^<]+)</a></td><td>([^<]+)</td>')


def ratio_of(statement):
    assert isinstance(statement.value, Quantity)
    return statement.value


def drawn_on(client, address):
    return dict(FIGURE.findall(client.get(address).content.decode()))


def test_a_list_is_drawn_by_its_newest_findings_with_every_number_in_the_table(client):
    (who,) = drawn_on(client, SYSTEM).values()
    told = findings.headlines_on("mps-violence-harm-assessment")
    every = [statement for rows in told.values() for statement in rows]
    newest = max(s.qualifier("period") for s in every)
    statements = [s for s in every if s.qualifier("period") == newest]
    assert statements != every
    expected = {
        (s.id, ratio_of(s).printed, widest_interval(s.qualifier("remark") or s.qualifier("note")))
        for s in statements
    }
    assert set(ROW.findall(who)) == expected
    assert all(interval for _, _, interval in expected)
    most = sorted(float(ratio_of(s).value) for s in statements if s.qualifier("group") == "Black")
    title = f"Black people are on it at {most[0]:.1f} to {most[-1]:.1f} times the white rate"
    assert f"<h2>{title}, by how groups are counted</h2>" in who
    assert who.count("<svg") == sum(s.qualifier("group") == "Black" for s in statements) == 2


def test_ratios_that_a_source_prints_are_drawn_and_said_to_have_no_range(client):
    (who,) = drawn_on(client, "/systems/essex-risk-terrain-modelling/").values()
    assert "Police used force: almost four times, Black beside white people" in who
    assert "As printed, without a range" in who
    assert {interval for _, _, interval in ROW.findall(who)} == {"none printed"}


def test_nothing_is_drawn_of_a_day_on_which_no_finding_was_known(client):
    assert drawn_on(client, f"{SYSTEM}?known=2024-01-01") == {}


def test_a_force_stands_beside_all_others_of_the_same_measure_and_days(client):
    drawn = drawn_on(client, "/bodies/essex-police/")
    mine = [one for one in comparable() if "essex-police" in one.ratios]
    mine.sort(key=lambda one: not one.basis.measure.lower().startswith("searches"))
    assert len(drawn) == len(mine) > 1
    for one, figure in zip(mine, drawn.values(), strict=True):
        others = len(one.ratios) - 1
        assert f"Upright marks are {others} other forces, which have no order" in figure
        assert figure.count('class="report-limit"') == others
        ((statement, _, interval),) = ROW.findall(figure)
        assert statement == one.ratios["essex-police"].id
        assert interval == interval_of(one.ratios["essex-police"])
        assert f"({rounded('1', interval)[1]})" in figure


def test_a_body_that_is_no_force_is_set_beside_nobody(client):
    assert drawn_on(client, "/bodies/amnesty-international/") == {}


def test_a_force_without_such_numbers_has_no_picture_of_them(client):
    compared = {slug for one in comparable() for slug in one.ratios}
    assert "police-scotland" not in compared
    assert selectors.subject("police-scotland") is not None
    assert drawn_on(client, "/bodies/police-scotland/") == {}


def test_the_title_of_a_life_tells_the_days_of_use_by_how_many_and_what_clashes(client):
    page = client.get("/systems/mps-gangs-matrix/").content.decode()
    (point,) = re.findall(r'id="life">\s*<figcaption><h2>([^<]+)</h2>', page)
    used = [
        entry
        for entry in client.get("/systems/mps-gangs-matrix.json").json()["timeline"]
        if entry["field"] in {"first-use", "last-use"} or entry["field"] == "use"
    ]
    told = re.fullmatch(
        r"Use is told of from (\d+) to (\d+), by (\d+) speakers; (\d+) of (\d+) statements "
        r"clash(?:es)? with others",
        point,
    )
    assert told is not None
    first, last, speakers, clashing, number = map(int, told.groups())
    assert (first, last) == (2012, 2024)
    assert 0 < clashing <= sum(entry["disputed"] for entry in used)
    assert clashing <= number <= len(used)
    assert speakers <= len({slug for entry in used for slug in entry["said_by"]})


def entry(state, days, by, *, is_disputed=False):
    statement = Statement(
        subject="tool",
        field="use",
        kind="term",
        value=state,
        said_by=(by,),
        source="report",
        locator="1",
        basis="research",
        valid=parse_days(days),
    )
    return Entry((statement,), parse_days(days), Told.AFTER, is_disputed=is_disputed)


@pytest.mark.parametrize(("state", "what"), [("in-use", "Use"), ("in-trial", "A trial")])
def test_a_title_of_a_life_calls_a_trial_no_use_and_an_end_none_either(state, what):
    told = [entry(state, "2019/2020", "one"), entry(state, "2021", "two", is_disputed=True)]
    assert life_point([*told, entry("stopped", "2023", "three")]) == (
        f"{what} is told of from 2019 to 2021, by 2 speakers; 1 of 2 statements clashes with others"
    )
    assert life_point([entry("stopped", "2023", "three")]) == (
        "1 dated statement: when it was said, and of which days"
    )


def test_each_line_of_a_life_has_its_name_and_no_name_runs_into_the_next(client):
    """On a phone the lines of use stand first, and all else folds."""
    page = client.get("/systems/mps-gangs-matrix/").content.decode()
    wide, use, rest = re.findall(r'<div class="life-picture[^>]*>(<svg.*?</svg>)', page, re.DOTALL)
    for svg in (wide, use, rest):
        names = re.findall(r'<text x="0.0" y="([\d.]+)" class="report-quiet"', svg)
        bars = {float(y) for _, y, _ in BAR.findall(svg)}
        places = sorted(float(y) for y in names)
        assert all(low + 12 <= high for low, high in pairwise(places))
        for y in bars:
            assert any(0 <= place - y <= 8 for place in places), y
    assert ">Stopped<" in use
    assert ">Event<" not in use
    assert ">Event<" in rest
    assert ">Stopped<" not in rest


@pytest.mark.parametrize("address", [SYSTEM, "/bodies/essex-police/"])
def test_below_a_life_stands_of_whose_statements_how_many_are_contradicted(client, address):
    """A sum over all speakers is quoted as though it were of the force's own word."""
    page = client.get(address).content.decode()
    (point,) = re.findall(r'id="life">.*?(Contradicted: [^<]+)\. <a', page, re.DOTALL)
    life = client.get(f"{address[:-1]}.json").json()["timeline"]
    spoken: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for entry in life:
        if entry["said_by"] != ["candour"]:
            spoken.update(entry["said_by"])
            disputed.update(entry["said_by"] if entry["disputed"] else ())
    told = {
        unescape(name): (int(number), int(total))
        for number, total, name in re.findall(
            r"(\d+) of (\d+)(?: dated statements)? by (.+?)(?=,| and |$)", point
        )
    }
    names = {slug: body.name for slug in disputed if (body := selectors.subject(slug))}
    counted = {names[slug]: (number, spoken[slug]) for slug, number in disputed.items()}
    assert told
    assert told.items() <= counted.items()
    assert sum(n for n, _ in told.values()) == sum(n for _, n in disputed.most_common(len(told)))
    others = re.search(r"some by (\d+) others?$", point)
    assert len(disputed) - len(told) == (int(others[1]) if others else 0)


def test_the_mark_of_a_clash_stands_clear_of_the_ring_of_the_day(client):
    """Drawn over one another, neither can be read: the mark moves beside the ring."""
    page = client.get("/bodies/essex-police/").content.decode()
    picture = page.partition('<div class="life-picture">')[2].partition("</div>")[0]
    rings = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    marks = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="life-disputed"', picture)
    assert rings
    assert marks
    own_rows = {float(y): float(x) for x, y in rings}
    for x, y in marks[:3]:
        ring = own_rows.get(float(y) - 4)
        assert ring is None or abs(float(x) - ring) >= 3


LIFE = re.compile(r'<div class="life-picture">(<svg.*?</svg>)', re.DOTALL)
BAR = re.compile(r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)"[^>]*class="life-bar"')
CLASH = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" class="life-disputed"')


@pytest.mark.parametrize(
    "address", ["/bodies/essex-police/", "/bodies/metropolitan-police/", SYSTEM]
)
def test_nothing_in_the_life_of_a_subject_covers_anything_else(client, address):
    (svg,) = LIFE.findall(client.get(address).content.decode())
    bars = [(float(start), float(y), float(end)) for start, y, end in BAR.findall(svg)]
    assert len(bars) > 3
    for start, y, end in bars:
        on_line = [(low, high) for low, at, high in bars if at == y and (low, high) != (start, end)]
        assert all(high <= start or low >= end for low, high in on_line)
        for x, at in CLASH.findall(svg):
            if abs(float(at) - 4 - y) < 1:
                assert not start < float(x) + 1 < end, "a mark of a clash lies over a bar"


def test_what_finds_no_room_in_a_lane_is_counted_beside_it(client):
    (svg,) = LIFE.findall(client.get("/bodies/essex-police/").content.decode())
    assert re.search(r"\(\d+ more in words\)", svg)


def test_every_bar_of_a_life_has_the_name_of_what_is_told(client):
    """A bar without a word is read as use, whatever it tells of."""
    (svg,) = LIFE.findall(client.get(SYSTEM).content.decode())
    told = re.findall(r'<text x="0.0" y="([\d.]+)" class="report-quiet"[^>]*>([^<]+)</text>', svg)
    bars = [float(y) for _, y, _ in BAR.findall(svg)]
    names = {name for _, name in told}
    assert {"In use", "First use", "Make-up of a list"} <= names
    assert min(float(y) for y, _ in told) - 8 <= min(bars), "the first bar has a name beside it"
    for y in bars:
        assert any(0 <= float(at) - y <= 8 for at, _ in told), y
