"""The pictures: marks where the numbers are, words for those who can't see them, no styles."""

import re
from dataclasses import replace
from math import exp, log
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from candour.audit.reports import dots, drawing, ratios
from candour.audit.reports.dots import Dot
from candour.audit.reports.drawing import Scale
from candour.audit.reports.letters import WIDTHS, shortened, width_of
from candour.audit.stops import funnel_picture
from candour.audit.stops.rows import FunnelPoint
from tests.support.reports import pictures

SVG = "{http://www.w3.org/2000/svg}"
FINDS = "Outcome test: how often searches led to action"
EXPECTED = {
    "stops": {"Ratios of the rates to the white rate", "Month by month", FINDS},
    "stops by officers": {"Ratios of the rates to the white rate", "Month by month", FINDS},
    "force": {"Ratios of the rates to the white rate"},
    "scores": {
        "Wrongly flagged, and missed",
        "What a score goes with",
        "What each threshold would do",
    },
    "composition": {"Ratios of the rates to the white rate"},
    "claim": {"Of 100 flags"},
    "unknown claim": set(),
    "forecasts": {"Hit rates beside plain counting"},
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_finding_has_its_pictures(findings, kind):
    assert {each.heading for each in pictures(findings[kind])} == EXPECTED[kind]


def test_a_picture_is_sound_svg_with_its_words_first_and_no_style(finding):
    for picture in pictures(finding):
        assert picture.how_to_read.endswith(".")
        for panel in picture.panels:
            root = ET.fromstring(panel.svg)  # noqa: S314 - our own
            assert root.get("role") == "img"
            assert root[0].tag == f"{SVG}title"
            assert root[0].text == panel.says
            assert len(panel.says) > 20
            assert not any("style" in each.attrib for each in root.iter())
            assert not any(each.tag == f"{SVG}style" for each in root.iter())


def test_nothing_is_drawn_outside_its_picture(finding):
    for picture in pictures(finding):
        for panel in picture.panels:
            root = ET.fromstring(panel.svg)  # noqa: S314 - our own
            _, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
            ends = dict.fromkeys(("x", "x1", "x2", "cx"), (0.0, width))
            ends |= dict.fromkeys(("y", "y1", "y2", "cy"), (top, top + height))
            for each in root.iter():
                for name in ends.keys() & each.attrib.keys():
                    least, most = ends[name]
                    assert least <= float(each.attrib[name]) <= most, ET.tostring(each)


@pytest.mark.parametrize("name", ["DejaVuSans", "DejaVuSans-Bold"])
def test_letters_are_as_wide_as_in_the_font_they_are_measured_in(name):
    font = TTFont(f"/usr/share/fonts/truetype/dejavu/{name}.ttf")  # fonts-dejavu-core
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    for letter, width in WIDTHS[name.endswith("Bold")].items():
        assert advances[glyphs[ord(letter)]][0] * 1000 / 2048 == pytest.approx(width, abs=0.6)


@given(
    st.floats(0, drawing.WIDTH),
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=90),
    st.sampled_from(sorted(drawing.BEFORE)),
    st.sampled_from(["report-ink", "report-title"]),
)
def test_words_stay_inside_their_panel_wherever_they_are_put(x, words, anchor, kind):
    shown = ET.fromstring(drawing.text(x, 5, words, kind=kind, anchor=anchor))  # noqa: S314
    width = width_of(shown.text or "", float(shown.attrib["font-size"]), is_bold="title" in kind)
    left = float(shown.attrib["x"]) - width * drawing.BEFORE[anchor]
    assert left >= -0.1
    assert left + width <= drawing.WIDTH + 0.1


def test_each_row_prints_its_value_as_titles_write_it_beside_an_axis_that_leaves_it_room():
    shown = [Dot("one", 3.82, 3.0, 5.0), Dot("two", 1.004, 0.9, 1.1)]
    panel = ratios.groups_panel("Title", shown, "white")
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    ends = [each for each in root.iter(f"{SVG}text") if each.get("text-anchor") == "end"]
    values = [each for each in ends if float(each.attrib["x"]) == drawing.WIDTH]
    assert [each.text for each in values] == ["3.8", "1.00"]
    furthest = max(float(each.attrib["x2"]) for each in root.iter(f"{SVG}line"))
    widest = max(width_of(each.text or "", 12) for each in values)
    assert furthest < drawing.WIDTH - widest
    assert not re.search(r">3\.8<", ratios.groups_panel("T", shown, "white", value=None).svg)


LONG = "In the band “super high” and connected to acquisitive crime, not to violence, on that day"


def drawn_texts(panel):
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    return [(each.text or "", float(each.attrib["y"])) for each in root.iter(f"{SVG}text")]


def test_long_names_and_labels_stand_whole_on_lines_of_their_own_with_no_line_through_them():
    shown = [Dot(LONG, 2.0, 1.5, 2.5), Dot("short", 1.0, 0.9, 1.1)]
    label = "ratio to the white share (diamonds: areas alike; bars: what chance alone gives)"
    panel = dots.dots_panel(
        LONG, "Words.", shown, limits=(0.5, 8.0), is_log=True, rule=1.0, label=label
    )
    words = " ".join(text for text, _ in drawn_texts(panel))
    assert words.count(LONG) == 2, "as the title and as a name"
    assert f"{label} (log axis)" in words
    assert "…" not in words
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    upright = [
        (float(each.attrib["y1"]), float(each.attrib["y2"]))
        for each in root.iter(f"{SVG}line")
        if each.get("class") in ("report-grid", "report-rule")
    ]
    names = [y for text, y in drawn_texts(panel) if text and text in f"{LONG} short"]
    assert upright
    assert len(names) >= 4
    assert not [y for y in names for top, low in upright if top < y - 3 < low]


def test_an_interval_narrower_than_its_dot_is_seen_by_marks_at_its_ends():
    panel = dots.dots_panel(
        "T", "W.", [Dot("one", 2.0, 1.99, 2.01)], limits=(0.5, 8.0), is_log=True
    )
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    (dot,) = root.iter(f"{SVG}circle")
    ends = [each for each in root.iter(f"{SVG}line") if each.get("class") == "report-whisker"]
    assert len(ends) == 2
    for each in ends:
        assert float(each.attrib["y2"]) - float(each.attrib["y1"]) > 2 * float(dot.attrib["r"])


def test_a_name_too_long_for_its_place_keeps_its_beginning():
    assert shortened("Devon and Cornwall", 60, 12) == "Devon…"
    assert shortened("Kent", 60, 12) == "Kent"


def test_marks_stand_at_their_values():
    shown = [Dot("one", 2.0, 1.0, 4.0, 0.5, 8.0), Dot("two", 1.0, 0.5, None)]
    panel = dots.dots_panel("Title", "Words.", shown, limits=(0.5, 8.0), is_log=True, rule=1.0)
    scale = Scale(0.5, 8.0, dots.left_of(shown), dots.RIGHT, is_log=True)
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    centres = [float(each.attrib["cx"]) for each in root.iter(f"{SVG}circle")]
    assert centres == pytest.approx([scale.at(2.0), scale.at(1.0)], abs=0.06)
    bars = [each for each in root.iter(f"{SVG}line") if each.get("class") == "report-bar"]
    ends = [(float(each.attrib["x1"]), float(each.attrib["x2"])) for each in bars]
    assert ends[0] == pytest.approx((scale.at(1.0), scale.at(4.0)), abs=0.06)
    assert ends[1][1] == pytest.approx(dots.RIGHT, abs=0.06)  # no upper end: to the edge


def test_panels_that_stand_beside_one_another_share_their_axis_and_say_how_it_is_cut():
    first, second = ratios.groups_panels(
        [("One", [Dot("a", 2.0, 1.0, 4.0)]), ("Two", [Dot("a", 20.0, 10.0, 30.0)])], "white"
    )

    def axis(panel):
        root = ET.fromstring(panel.svg)  # noqa: S314 - our own
        grid = [line.attrib["x1"] for line in root.iter(f"{SVG}line")
                if line.get("class") == "report-grid"]  # fmt: skip
        return grid, [words.text for words in root.iter(f"{SVG}text")][-3:]

    assert axis(first)[0] == axis(second)[0]
    assert "ratio to the white rate (log axis)" in axis(first)[1]


def test_one_wide_interval_does_not_press_all_others_together_and_an_arrow_says_it_goes_on():
    shown = [Dot("few", 1.0, 0.001, 5.0), Dot("many", 2.0, 1.8, 2.2)]
    low, high = dots.limits_of(shown)
    assert 0.1 < low < 1 / dots.REACH, "not 0.001"
    panel = dots.dots_panel("Title", "Words.", shown, limits=(low, high), is_log=True)
    root = ET.fromstring(panel.svg)  # noqa: S314 - our own
    arrows = [path.attrib["d"] for path in root.iter(f"{SVG}path")]
    assert [f"L{dots.left_of(shown):.1f} " in arrow for arrow in arrows] == [True]


def test_an_icon_array_counts_right_and_wrong_and_is_drawn_only_where_that_is_known(findings):
    (picture,) = pictures(findings["claim"])
    (panel,) = picture.panels
    assert panel.svg.count("<polygon") == 17
    assert panel.svg.count("<circle") == 83
    assert not pictures(findings["unknown claim"])


def funnel_points():
    for place, ratio in enumerate((0.4, 3.1, 2.0, 2.2, 9.0)):
        error = 0.1 * (place + 1)
        reach, naive = 1.96 * (error**2 + 0.2**2) ** 0.5, 1.96 * error
        yield FunnelPoint(
            force=("kent", "essex", "surrey", "dorset", "gwent")[place],
            group="black",
            population_year=2021,
            ratio=ratio,
            log_error=error,
            target=2.0,
            tau=0.2,
            dispersion=1.0,
            low=exp(log(2) - reach),
            high=exp(log(2) + reach),
            outer_low=exp(log(2) - 2 * reach),
            outer_high=exp(log(2) + 2 * reach),
            naive_low=exp(log(2) - naive),
            naive_high=exp(log(2) + naive),
            outside=abs(log(ratio / 2)) > reach,
            outside_naive=abs(log(ratio / 2)) > naive,
        )


def test_a_funnel_marks_and_names_those_outside_and_shows_both_limits(findings):
    points = tuple(funnel_points())
    finding = findings["stops"]
    picture = funnel_picture.picture(
        replace(finding, result=replace(finding.result, funnel=points))
    )
    assert picture is not None
    (panel,) = picture.panels
    outside = [point.force.capitalize() for point in points if point.outside]
    assert outside == ["Kent", "Gwent"]
    assert panel.svg.count("<polygon") == len(outside)
    assert panel.svg.count('r="3.5"') == 3
    assert "Outside the limits: Kent and Gwent." in panel.says
    for name in outside:
        assert f">{name}</text>" in panel.svg
    assert panel.svg.count('class="report-limit"') == 2
    assert panel.svg.count('class="report-naive"') == 2


def test_shapes_tell_apart_what_colours_do(findings):
    """Each pair that a colour tells apart differs in shape, fill or dashes as well."""
    (trend,) = [p for p in pictures(findings["stops"]) if p.heading == "Month by month"]
    dashed = 'class="report-other-line"[^>]*stroke-dasharray'
    assert all(re.search(dashed, panel.svg) for panel in trend.panels)
    assert all("<circle" in panel.svg for panel in trend.panels)


@given(
    st.floats(1e-4, 1e4),
    st.floats(1.5, 1e4),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_scale_keeps_the_order_and_the_ends(low, times, first, second):
    for is_log in (True, False):
        scale = Scale(low, low * times, 10, 300, is_log=is_log)
        values = sorted(low + part * low * (times - 1) for part in (first, second))
        places = [scale.at(value) for value in values]
        assert places == sorted(places)
        assert scale.at(low) == pytest.approx(10)
        assert scale.at(low * times) == pytest.approx(300)
        assert scale.at(low / 2) == pytest.approx(10)


@given(st.floats(1e-3, 1e3), st.floats(1.2, 1e4))
def test_ticks_are_few_in_order_and_inside(low, times):
    high = low * times
    for ticks in (drawing.log_ticks(low, high), drawing.even_ticks(low, high)):
        assert 1 <= len(ticks) <= 9
        assert ticks == sorted(set(ticks))
        assert all(low * (1 - 1e-9) <= tick <= high * (1 + 1e-9) for tick in ticks)


def test_a_logarithmic_axis_starts_at_a_round_number_and_says_what_it_is():
    shown = [Dot("Essex", 0.7, 0.37, 3.0), Dot("Kent", 2.0, 1.5, 9.0)]
    low, high = dots.limits_of(shown, also=(1.0,))
    assert low == 0.2
    assert 2.0 * dots.REACH < high < 9.0, "the widest end goes on as an arrow"
    panel = dots.dots_panel(
        "Title", "Words.", shown, limits=(low, high), is_log=True, label="ratio to the white rate"
    )
    assert "ratio to the white rate (log axis)" in panel.svg
    straight = dots.dots_panel("Title", "Words.", shown, limits=(0.0, 9.0), label="share")
    assert "log axis" not in straight.svg
