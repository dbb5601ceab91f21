"""Reports in a real browser: axe, phones, the dark, and that nothing is asked of another host."""

from pathlib import Path

import pytest

from tests.support.reports import as_html

AXE = (Path(__file__).parents[2] / "journeys/vendor/axe.min.js").read_text(encoding="utf-8")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}

# The page itself must never scroll sideways; tables scroll in regions of their own.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Letters of pictures, in pixels on the screen, where they are smallest.
SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll('svg text')].map(
  e => parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getScreenCTM().a), 99)"""

# Words of pictures that end beyond the edge of their picture.
CUT_OFF = """() => [...document.querySelectorAll('svg text')].filter(e => {
  const own = e.getBoundingClientRect(), all = e.ownerSVGElement.getBoundingClientRect();
  return own.right > all.right + 1 || own.left < all.left - 1;
}).map(e => e.textContent)"""

# What a bare machine has, and as wide as letters of a report come; set-up installs it.
WIDEST = 'svg text { font-family: "DejaVu Sans" !important }'


@pytest.fixture(params=["stops", "force", "scores", "composition", "claim", "forecasts"])
def opened(request, page, findings, tmp_path):
    """Each report in turn, opened from a file."""
    path = tmp_path / "report.html"
    path.write_text(as_html(findings[request.param]), encoding="utf-8")
    page.set_viewport_size(WIDE)
    page.goto(path.as_uri())
    return page


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


@pytest.mark.browser
def test_a_report_is_open_to_everyone(opened):
    """At 1280 and 360 pixels, in the light and in the dark."""
    found = {}
    for size in (WIDE, PHONE):
        opened.set_viewport_size(size)
        for scheme in ("light", "dark"):
            opened.emulate_media(color_scheme=scheme)
            found[size["width"], scheme] = violations(opened)
        found[size["width"], "too wide"] = opened.evaluate(TOO_WIDE)
        found[size["width"], "cut off"] = opened.evaluate(CUT_OFF)
    assert not any(found.values()), found
    assert opened.evaluate(SMALLEST_LETTERS) >= 9


@pytest.mark.browser
def test_no_label_is_cut_off_in_the_widest_font_either(opened):
    opened.add_style_tag(content=WIDEST)
    assert opened.evaluate(CUT_OFF) == []
    assert opened.evaluate(TOO_WIDE) == 0


@pytest.mark.browser
def test_tables_unfold_and_still_fit_a_phone(page, findings, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(as_html(findings["stops"]), encoding="utf-8")
    page.set_viewport_size(PHONE)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert page.get_by_role("heading", name="Ratios to the reference").is_visible()
    assert page.evaluate(TOO_WIDE) == 0
    assert violations(page) == []
