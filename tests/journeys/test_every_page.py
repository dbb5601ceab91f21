"""Every type of page, in a real browser: axe, and what axe can't see."""

from pathlib import Path

import pytest

from tests.journeys.pages import PAGES, SYSTEM

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
EVERY_PAGE = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
PHONE = {"width": 320, "height": 640}

# What is wrong with the headings, tables and names of a page, as a list of sentences.
FAULTS = """() => {
  const faults = [];
  const h1 = document.querySelectorAll('h1');
  if (h1.length !== 1) faults.push(`${h1.length} h1`);
  let last = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(h.tagName[1]);
    if (last && level > last + 1) faults.push(`h${level} after h${last}: ${h.textContent}`);
    if (!h.textContent.trim()) faults.push('an empty heading');
    last = level;
  }
  for (const table of document.querySelectorAll('table')) {
    if (!table.caption || !table.caption.textContent.trim()) faults.push('a table without caption');
    else if (innerWidth >= 768 && getComputedStyle(table).display !== 'table')
      faults.push(`no table any more: ${table.caption.textContent}`);
    for (const th of table.querySelectorAll('th'))
      if (!['col', 'row'].includes(th.scope)) faults.push(`th without scope: ${th.textContent}`);
    for (const row of table.tBodies[0].rows)
      if (!row.querySelector('th')) faults.push('a row without a header');
  }
  for (const e of document.querySelectorAll('a, button')) {
    const label = e.getAttribute('aria-label');
    if (label && !label.includes(e.innerText.trim())) faults.push(`name not in label: ${label}`);
    if (!e.textContent.trim()) faults.push(`no words: ${e.outerHTML.slice(0, 80)}`);
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select'))
    if (!e.labels.length) faults.push(`no label: ${e.name}`);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids))
    if (ids.filter(other => other === id).length > 1) faults.push(`twice: #${id}`);
  for (const a of document.querySelectorAll('a[href^="#"]'))
    if (a.hash.length > 1 && !document.getElementById(a.hash.slice(1)))
      faults.push(`leads nowhere: ${a.hash}`);
  if (!document.documentElement.lang) faults.push('no language');
  for (const landmark of ['header', 'main', 'footer', 'nav'])
    if (!document.querySelector(landmark)) faults.push(`no ${landmark}`);
  return faults;
}"""

TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide > 0 ? `${wide} pixels too wide` : '';
}"""


def axe_violations(page):
    """What axe finds, with every folded part open: it sees only what is shown."""
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {node['target']} {node['failureSummary']}"
        for v in found["violations"]
        for node in v["nodes"][:3]
    ]


@EVERY_PAGE
def test_a_page_is_open_to_everyone(page, site, address):
    """axe; headings, tables, names and targets; and 320 pixels: a phone, or 1,280 at 400 %."""
    page.goto(site + address)
    found = {"axe": axe_violations(page), "order": page.evaluate(FAULTS)}
    page.set_viewport_size(PHONE)
    assert found | {"width": page.evaluate(TOO_WIDE)} == {"axe": [], "order": [], "width": ""}


@pytest.mark.parametrize(
    "address",
    ["/", SYSTEM, "/bodies/essex-police/", "/forces/", "/figures/", "/gaps/", "/contradictions/"],
)
def test_axe_finds_nothing_in_the_dark(page, site, address):
    page.emulate_media(color_scheme="dark")
    page.goto(site + address)
    assert axe_violations(page) == []


@pytest.mark.parametrize("address", ["/", SYSTEM, "/systems/", "/figures/"])
def test_large_letters_need_no_sideways_scrolling(page, site, address):
    page.set_viewport_size(PHONE | {"width": 640})
    page.goto(site + address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(TOO_WIDE) == ""
