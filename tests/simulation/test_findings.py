"""Findings of simulations are stored, read back and shown, and say no more than a model can."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from candour.audit import reports
from candour.audit.findings import Input
from candour.config.kinds import KINDS
from candour.simulation.city import CityMethod, CitySettings, Mitigation, run_city
from candour.simulation.findings import city_settings_words
from candour.simulation.findings import lists as lists_finding
from candour.simulation.findings import urn as urn_finding
from candour.simulation.findings.city import find_city
from candour.simulation.findings.lists import find_list
from candour.simulation.findings.replays import find_replays
from candour.simulation.findings.urn import find_urn
from candour.simulation.history import History
from candour.simulation.lists import ListSettings, RecordedGroup, run_list
from candour.simulation.methods.counts import Counts
from candour.simulation.methods.self_exciting import SelfExciting
from candour.simulation.ranges import TRUTHS
from candour.simulation.replay import Peopled, Period, ReplayQuestion, replay
from candour.simulation.sweeps import Change, swept
from candour.simulation.urn import OAKLAND, run_urn
from candour.simulation.worlds import World

CELLS = 60


def urn():
    base = replace(OAKLAND, decay=0.0)
    cases = {"Unequal": base, "Corrected": replace(base, correction=True)}
    results = [(k, run_urn(s, runs=50, draws=400, seed=1)) for k, s in cases.items()]
    sweep = [
        ("decay", x, run_urn(replace(base, decay=x), runs=50, draws=400, seed=1)) for x in (0, 0.1)
    ]
    return find_urn(results, sweep)


def city():
    settings = CitySettings(world=World(areas=36, residents=100), patrols=6, marked=10)
    runs = [
        run_city(settings, runs=5, days=40, seed=1),
        run_city(
            replace(settings, mitigation=Mitigation.IGNORE_DISCOVERED), runs=5, days=40, seed=1
        ),
        run_city(replace(settings, marked=0), runs=5, days=40, seed=1),
    ]
    truths = [(t, run_city(t.of(settings), runs=5, days=40, seed=1)) for t in TRUTHS]
    mitigated = [
        run_city(replace(settings, mitigation=how), runs=5, days=40, seed=1) for how in Mitigation
    ]
    changes = [Change("reporting", 0.5), Change("marked", 0), Change("window", 4)]
    sweep = swept(settings, changes, runs=5, days=40, seed=1)
    return find_city(runs, truths, mitigated=mitigated, sweep=sweep)


def a_list():
    groups = (RecordedGroup("A", 3_000), RecordedGroup("B", 1_000, suspected=2.0, watched=3.0))
    every = ListSettings(groups=groups, suspected_a_year=0.2)
    rules = {"All": every, "Fewer": replace(every, use_suspects=False)}
    sweep = [("spread", x, run_list(replace(every, spread=x), runs=5, seed=1)) for x in (0.1, 1.0)]
    results = [(k, s, run_list(s, runs=5, seed=1)) for k, s in rules.items()]
    return find_list(results, runs=5, seed=1, sweep=sweep)


def replays():
    rng = np.random.default_rng(5)
    cells, days = np.minimum(rng.poisson(20, 4_000), CELLS - 1), rng.integers(0, 300, 4_000)
    history = History.of(cells, days, n_cells=CELLS, first=0, last=299)
    periods = [Period(day, day, day // 7) for day in range(270, 300)]
    people = Peopled(("white", "black"), rng.integers(1, 90, (2, CELLS)).astype(float))
    question = ReplayQuestion(10, np.ones(CELLS), people)
    results = [replay(m, history, periods, question) for m in (SelfExciting(), Counts(180))]
    return find_replays(
        results, place="events", unit="day", period="30 days", inputs=[Input("a.csv", "0" * 64)]
    )


FINDINGS = {"urn": urn, "city": city, "list": a_list, "replay": replays}


@pytest.fixture(scope="module", params=sorted(FINDINGS))
def finding(request):
    return FINDINGS[request.param]()


def test_it_is_read_back_as_it_was_stored(finding):
    stored = json.loads(json.dumps(finding.as_dict()))
    assert KINDS.read(stored) == finding
    assert KINDS.read(stored).identifier == finding.identifier


def test_its_report_is_a_page_with_its_sentences_table_and_pictures(finding):
    kind = KINDS.of(finding)
    page = reports.as_html(finding, kind)
    assert "<svg" in page
    assert kind.title(finding) in page.replace("&#x27;", "'")
    assert page.count("<table") >= 2
    for word in ("nan", "None", "inf "):
        assert f">{word}<" not in page


def test_the_same_seed_gives_the_same_finding(finding):
    again = FINDINGS[finding.plan.audit]()
    assert again.identifier == finding.identifier


def test_what_is_made_up_is_said_to_be_and_a_replay_says_it_is_open_loop(finding):
    said = " ".join([*finding.sentences, *finding.does_not_show])
    if finding.plan.audit == "replay":
        assert finding.result.open_loop is True
        assert "open-loop" in said
    else:
        assert "made-up" in finding.sentences[0] or "simulated people" in finding.sentences[0]
        assert "the world is made up" in said
        assert finding.inputs == ()
    assert KINDS.of(finding).headlines(finding) is None


def test_a_made_up_world_says_what_it_hangs_on_and_a_finding_without_that_is_still_read(finding):
    if finding.plan.audit == "replay":
        return
    rows = finding.result.sensitivity
    assert len(rows) >= 2
    assert "The result hangs on the settings" in " ".join(finding.sentences)
    page = reports.as_html(finding, KINDS.of(finding))
    assert "changed and all else left" in page
    stored = json.loads(json.dumps(finding.as_dict()))
    for name in ("sensitivity", "mitigations"):
        stored.pop(name, None)
    assert KINDS.read(stored).result.sensitivity is None


def test_a_replay_says_how_far_back_plain_counting_looks():
    finding = replays()
    assert "; plain counting of the records of the 180 days before, " in finding.sentences[0]
    assert finding.result.accounted_for.looks_back == 180
    stored = json.loads(json.dumps(finding.as_dict()))
    del stored["accounted_for"]["looks_back"]
    assert KINDS.read(stored).result.accounted_for.looks_back is None


def test_where_single_runs_of_a_city_end_is_told_method_by_method():
    """One range over several methods is the range of none of them."""
    finding = city()
    rows = [row for row in finding.result.methods if row.marked and row.learns == "all"]
    (told,) = (text for text in finding.sentences if text.startswith("Single runs differ."))
    for row in rows:
        assert f"{row.low:.2f}" in told
        assert f"{row.high:.2f}" in told
    always = replace(rows[0], last_week=8.43, low=8.5, high=8.5)
    one = replace(finding, result=replace(finding.result, methods=(always,)))
    (picture, *_) = KINDS.of(one).pictures
    drawn, plain = picture(one), picture(finding)
    assert drawn
    assert plain
    assert "A dot lies outside its bar where the few runs left ended far away." in drawn.how_to_read
    assert "far away" not in plain.how_to_read


def test_each_setting_that_is_changed_has_its_words():
    """In the table of the report, and in the sentence that names the ends."""
    for module, settings in (
        (city_settings_words, city_settings_words.SETTING_NAMES),
        (urn_finding, urn_finding.SETTING_NAMES),
        (lists_finding, lists_finding.SETTING_NAMES),
    ):
        for name in settings:
            row = SimpleNamespace(setting=name, value=1.0)
            assert re.match(r"(with|after|learning from) ", module._setting(row))


def test_areas_that_tie_share_the_marks_whatever_their_order():
    """Even patrols mark ten areas: without sharing, the first ten of the file would get all."""
    world = World(areas=100, residents=100, separation=1.0)
    even = CitySettings(method=CityMethod.EVEN, world=world, patrols=6, marked=10)
    result = run_city(even, runs=3, days=7, seed=1)
    assert result.groups[1].exposure_ratio.mean == pytest.approx(1.0)
