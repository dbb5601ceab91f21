"""Letters filled in on the device: what is typed is printed, copied and saved, and never sent."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from candour.law.letters import read_letters
from tests.journeys.test_every_page import FAULTS, TOO_WIDE, axe_violations
from tests.journeys.test_reading import plain  # noqa: F401 - a fixture

LETTERS = "/routes/letters/"
ACCESS = f"{LETTERS}subject-access/?system=essex-knife-crime-and-violence-model"
COMPLAINT = f"{LETTERS}police-complaint/?force=essex-police"
FOI = f"{LETTERS}foi-request/?force=essex-police"
POINTS_PER_MM = 72 / 25.4
A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)

# What one person types into a complaint, by the label of the box; and as the letter prints it.
TYPED = {
    "Your name": "Zuleika Quimby",
    "Your address or e-mail": "77 Xylophone Road\nWestcliff SS0 9ZZ",
    "Date of the letter": "2026-11-22",
    "The day it took place": "2025-10-14",
    "About what time": "16:20",
    "Where": "Vexley Street & <b>Quay</b>",
    "What took place": "They said: “computer says so”.\nI am 16. Ünïcode 🙂 ]]> &amp; end",
    "What would put it right": "An apology, jointly signed.",
}
PRINTED = {
    **TYPED,
    "Date of the letter": "22 November 2026",
    "The day it took place": "14 October 2025",
}
SECRETS = ("Zuleika", "Quimby", "Xylophone", "SS0 9ZZ", "Vexley", "computer says so", "2025-10-14")

# Types into every box, and names those that take text.
FILL_ALL = """() => {
  const boxes = [...document.querySelectorAll('[data-for]')];
  for (const box of boxes) {
    if (box.tagName === 'SELECT') box.selectedIndex = 1;
    else box.value = {date: '2026-01-02', time: '09:15'}[box.type] || `said ${box.dataset.for}`;
  }
  document.getElementById('desk').dispatchEvent(new Event('change', {bubbles: true}));
  return boxes.filter(box => box.type.startsWith('text')).map(box => box.dataset.for);
}"""

KEPT = """async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  state: history.state,
  name: window.name,
})"""
NOTHING = {
    "cookie": "",
    "local": 0,
    "session": 0,
    "databases": 0,
    "caches": 0,
    "state": None,
    "name": "",
}


@pytest.fixture
def asked(context):
    """All that the browser asks of anyone, as one growing text: addresses, headers and bodies."""
    found = []

    def note(request):
        body = request.post_data_buffer or b""
        found.append(f"{request.method} {request.url} {request.headers} {body!r}")

    context.on("request", note)
    return found


def fill_in(page, typed=TYPED):
    for label, value in typed.items():
        page.locator("#fill").get_by_label(label, exact=True).fill(value)


def saved(page, button):
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    found = download.value
    return found.suggested_filename, found.path().read_bytes()


def paragraphs(data):
    return [each.text for each in Document(BytesIO(data)).paragraphs]


def flat(text):
    return " ".join(text.split())


# what is typed is in the letter


def test_what_is_typed_stands_in_the_letter_at_once(page, site):
    page.goto(site + COMPLAINT)
    assert "[your name]" in page.locator("#letter").inner_text()
    fill_in(page)
    letter = page.locator("#letter").inner_text()
    for said in PRINTED.values():
        assert said in letter
    assert "[your name]" not in letter
    assert page.locator("#letter b").count() == 0  # what looks like markup stays text


def test_a_word_file_holds_what_was_typed_and_leaves_out_what_was_not(page, site):
    page.goto(site + COMPLAINT)
    fill_in(page)
    name, data = saved(page, "Save as Word")
    assert name == "letter.docx"
    text = "\n".join(paragraphs(data))
    for said in PRINTED.values():
        assert said in text
    assert "[" not in text
    for gone in ("Leave this out", "The officers, as far as I know", "draft to help you"):
        assert gone not in text
    properties = Document(BytesIO(data)).core_properties
    assert (properties.title, properties.author) == ("Letter", "")


def test_a_text_file_and_the_clipboard_hold_the_same_letter(page, site, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + COMPLAINT)
    fill_in(page)
    name, data = saved(page, "Save as text")
    assert name == "letter.txt"
    text = data.decode()
    for said in PRINTED.values():
        assert said in text
    assert "\n- what they checked\n- whether people" in text
    page.get_by_role("button", name="Copy text").click()
    page.get_by_text("It stays on the clipboard of this device").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == text


def test_paper_holds_the_letter_and_nothing_else_of_the_site(page, site):
    page.goto(site + ACCESS)
    fill_in(page, {name: TYPED[name] for name in ("Your name", "Your address or e-mail")})
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = flat(" ".join(sheet.extract_text() for sheet in sheets))
    assert text.startswith("Zuleika Quimby 77 Xylophone Road")
    assert text.endswith("Made from a form. This is not legal advice.")
    for gone in ("Leave this", "Fill it in", "Before you start", "Systems", "All letters", "http"):
        assert gone not in text
    assert "other names I have used" not in text  # nothing was typed, and it need not be
    assert "my address: [your address]" in text  # and this is left for the pen
    assert [sheet.mediabox[2:] for sheet in sheets] == [pytest.approx(A4, abs=2)] * len(sheets)


def test_every_sheet_has_its_margins(page, site):
    """The page itself has none, so that no browser prints an address there: the letter has them."""
    page.goto(site + ACCESS)
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) > 1
    for sheet in sheets:
        heights: list[float] = []
        sides: list[float] = []

        def note(text, cm, tm, font, size, heights=heights, sides=sides):
            if text.strip():
                heights.append(tm[5] * cm[3] + cm[5])
                sides.append(tm[4] * cm[0] + cm[4])

        sheet.extract_text(visitor_text=note)
        assert min(heights) > 15 * POINTS_PER_MM
        assert max(heights) < A4[1] - 15 * POINTS_PER_MM
        assert min(sides) > 15 * POINTS_PER_MM


# A body of the register for each letter, by the kind of body that its law binds.
BODIES = {
    "police": "essex-police",
    "council": "essex-county-council",
    "prisons-probation": "ministry-of-justice",
}


def test_every_letter_can_be_filled_in_and_saved(page, site):
    for kind, spec in read_letters().by_kind.items():
        body = next(slug for name, slug in BODIES.items() if name in spec.reach.bodies)
        page.goto(f"{site}{LETTERS}{kind}/?force={body}")
        keys = page.evaluate(FILL_ALL)
        assert "Every blank is filled in." in page.locator("#letter-status").inner_text(), kind
        text = "\n".join(paragraphs(saved(page, "Save as Word")[1]))
        assert "[" not in text, kind
        for key in keys:
            assert f"said {key}" in text, kind
        assert ("Do not send this yourself" in text) == (spec.signer == "solicitor")


def test_a_day_that_never_came_is_said(page, site):
    page.goto(f"{site}{LETTERS}foi-appeal/?force=essex-police")
    page.get_by_label("The day of the answer").fill("2026-02-03")
    assert "Its answer: 3 February 2026." in page.locator("#letter").inner_text()
    page.get_by_label("None has come").first.check()
    assert "Its answer: none has come." in page.locator("#letter").inner_text()
    assert page.get_by_label("The day of the answer").is_disabled()


def test_ones_own_story_is_warned_of_in_a_request_that_may_be_made_public(page, site):
    page.goto(site + FOI)
    box = page.get_by_label("One more thing about the system")
    warning = page.get_by_text("This reads like your own story")
    box.fill("the contract and its price")
    assert not warning.is_visible()
    box.fill("why my son was stopped")
    assert warning.is_visible()
    box.fill("")
    box.press_sequentially("y" * 205, delay=0)
    assert len(box.input_value()) == 200


# nothing leaves


def test_nothing_that_is_typed_is_sent_or_kept(page, site, context, asked, tmp_path_factory):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(site + COMPLAINT)
    address = page.url
    fill_in(page)
    page.get_by_label("Where", exact=True).press("Enter")
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed")
    page.get_by_role("button", name="Copy text").click()
    saved(page, "Save as text")
    saved(page, "Save as Word")
    assert page.url == address
    assert page.evaluate(KEPT) == NOTHING
    page.get_by_role("button", name="Clear everything").click()
    page.goto(f"{site}/about/")
    assert any(
        each.startswith("POST") and "letters/police-complaint.docx" in each for each in asked
    )
    sent = "\n".join(asked)
    logs = "\n".join(each.read_text() for each in tmp_path_factory.getbasetemp().glob("site*/log"))
    assert logs
    for secret in SECRETS:
        assert secret not in sent
        assert secret not in logs
    assert context.cookies() == []


def test_clearing_empties_every_box_and_the_letter(page, site):
    page.goto(site + COMPLAINT)
    before = page.locator("#letter").inner_text()
    fill_in(page)
    page.get_by_role("button", name="Clear everything").click()
    assert page.locator("#letter").inner_text() == before
    values = page.eval_on_selector_all("[data-for]", "boxes => boxes.map(box => box.value)")
    assert set(values) == {""}


def test_whoever_goes_back_finds_the_page_empty(page, site):
    page.goto(site + COMPLAINT)
    fill_in(page)
    page.goto(f"{site}/about/")
    page.go_back()
    page.locator("#fill").wait_for()
    assert "Quimby" not in page.locator("body").inner_text()
    values = page.eval_on_selector_all("[data-for]", "boxes => boxes.map(box => box.value)")
    assert set(values) == {""}


def test_a_browser_that_keeps_the_page_itself_shows_it_empty(page, site):
    """As when a page is taken out of the cache for going back: `pageshow` says it was kept."""
    page.goto(site + COMPLAINT)
    fill_in(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert "Quimby" not in page.content()
    fill_in(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.get_by_label("Your name", exact=True).input_value() == ""


def test_where_a_word_file_can_not_be_made_the_page_says_what_to_do(page, site):
    page.add_init_script("delete window.DecompressionStream")
    page.goto(site + COMPLAINT)
    page.get_by_role("button", name="Save as Word").click()
    page.get_by_text("Save as text instead").wait_for()


# leaving in a hurry


@pytest.fixture
def two_tabs(browser, browser_context_args):
    """Two pages of one browser, for which the weather is a page of ours."""
    context = browser.new_context(**browser_context_args)
    context.route("https://www.metoffice.gov.uk/**", lambda route: route.fulfill(body="Weather"))
    yield context.new_page(), context.new_page()
    context.close()


@pytest.mark.parametrize("way", ["click", "keys"])
def test_leaving_empties_the_page_and_every_other_tab_of_the_site(two_tabs, site, way):
    first, second = two_tabs
    first.goto(f"{site}/about/")
    first.goto(site + COMPLAINT)
    second.goto(site + LETTERS)
    fill_in(first)
    if way == "click":
        first.locator("#quick-exit").click()
    else:
        first.get_by_label("Where", exact=True).focus()
        for _ in range(3):
            first.keyboard.press("Escape")
    for page in (first, second):
        page.wait_for_url("https://www.metoffice.gov.uk/")
    first.go_back()
    assert first.url == f"{site}/about/"


def test_the_page_is_emptied_before_the_other_one_comes(two_tabs, site):
    page, other = two_tabs
    page.goto(site + COMPLAINT)
    fill_in(page)
    # The body is watched from the click on. What it holds once it has changed is kept by the
    # browser at once, for a message from a page on its way out may never arrive.
    page.evaluate("""() => new MutationObserver(() => localStorage.setItem(
      "left with", `[${document.documentElement.textContent.trim()}]`
    )).observe(document.body, {childList: true})""")
    page.locator("#quick-exit").click()
    page.wait_for_url("https://www.metoffice.gov.uk/")
    other.goto(f"{site}/about/")
    assert other.evaluate("localStorage.getItem('left with')") == "[]"


def test_escape_twice_is_not_yet_a_wish_to_leave(page, site):
    page.goto(site + COMPLAINT)
    fill_in(page)
    for key in ("Escape", "Escape", "a", "Escape"):
        page.keyboard.press(key)
    assert page.url == site + COMPLAINT


def test_the_way_out_is_in_reach_at_all_times(page, site):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(site + COMPLAINT)
        if width == 360:
            page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
        box = page.locator("#quick-exit").bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 700
        assert box["height"] >= 40


# everyone


def test_without_scripts_the_letter_comes_with_blanks(plain, site):  # noqa: F811
    plain.goto(site + LETTERS)
    plain.get_by_label("Force or other body").select_option("police-scotland")
    plain.get_by_role("button", name="Choose").click()
    plain.get_by_role("link", name="Ask for your own data").click()
    assert plain.url.endswith("/routes/letters/subject-access/?force=police-scotland")
    assert "[your name]" in plain.locator("#letter").inner_text()
    assert not plain.locator("#fill").is_visible()
    assert not plain.locator("#outputs").is_visible()
    for button, ending in (("Word file with blanks", "docx"), ("Text file with blanks", "txt")):
        with plain.expect_download() as download:
            plain.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == f"letter.{ending}"
    text = PdfReader(BytesIO(plain.pdf(prefer_css_page_size=True))).pages[0].extract_text()
    assert "[your name] ____" in flat(text)
    assert "Word file" not in text
    assert plain.locator("#quick-exit").get_attribute("href").startswith("https://www.metoffice")


def test_by_keyboard_alone_a_letter_is_chosen_filled_in_and_saved(page, site):
    def tab_to(wanted):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("e => document.activeElement.matches(e)", wanted):
                return
        pytest.fail(f"Tab does not lead to {wanted}.")

    page.goto(f"{site}{LETTERS}keep-evidence/")
    tab_to("#c-force")
    page.keyboard.type("Essex P")
    tab_to(".chooser button")
    page.keyboard.press("Enter")
    page.locator("#letter").wait_for()
    tab_to("#f-your-name")
    page.keyboard.type("Zuleika Quimby")
    tab_to("#f-the-day-it-took-place")
    page.keyboard.type("10102025")  # the same day in either order
    tab_to("#f-the-place")
    page.keyboard.type("the pier")
    tab_to("#save-text")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = download.value.path().read_text(encoding="utf-8")
    assert "on 10 October 2025 at about [the time] at the pier" in text
    assert "Essex Police" in text


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        (LETTERS, "light"),
        (f"{LETTERS}?force=police-scotland", "dark"),
        (f"{LETTERS}keep-evidence/", "light"),
        (f"{LETTERS}search-record/?force=police-scotland", "light"),
        (f"{LETTERS}pre-action/?force=essex-police", "dark"),
        (f"{LETTERS}super-complaint/?force=british-transport-police", "light"),
        (ACCESS, "light"),
        (FOI, "dark"),
    ],
)
def test_the_pages_are_open_to_everyone(page, site, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(site + address)
    found = {"axe": axe_violations(page), "order": page.evaluate(FAULTS)}
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        found[str(width)] = page.evaluate(TOO_WIDE)
    assert found == {"axe": [], "order": [], "360": "", "320": ""}


def test_a_filled_letter_is_open_to_everyone_too(page, site):
    page.goto(site + COMPLAINT)
    fill_in(page)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate(TOO_WIDE) == ""
