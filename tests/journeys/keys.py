"""The questions walked with keys alone: Tab, arrows, Space, Enter and typing."""

import pytest

MOST_TABS = 400
SKIP = "a[href='#main']"
IS_FOCUSED = "wanted => document.activeElement.matches(wanted)"
# For the message when Tab reaches nothing wanted.
FOCUSED = "document.activeElement.outerHTML.slice(0, 120)"


def tab_to(page, wanted):
    """Press Tab until what has the focus matches a selector; past the navigation by its link."""
    for place in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(IS_FOCUSED, wanted):
            return
        if place == 0 and page.evaluate(IS_FOCUSED, SKIP):
            page.keyboard.press("Enter")
    pytest.fail(f"Tab does not lead to {wanted}; it ends at {page.evaluate(FOCUSED)}")


def press(page, wanted, key="Enter"):
    tab_to(page, wanted)
    page.keyboard.press(key)


def go_on(page):
    press(page, "form[data-step=next] .big-button")


def is_at(page, heading):
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()


def answer(page, name, value):
    """Answer the question that is shown, and press Continue."""
    ANSWERING[name](page, value)
    go_on(page)


def pick_from_list(page, text):
    """Type the start of a name in the list of forces, or a name that is not in it."""
    if text.startswith("typed "):
        tab_to(page, "#f-typed")
        page.keyboard.type(text.removeprefix("typed "))
        return
    tab_to(page, "#f-force")
    page.keyboard.type(text)
    chosen = page.locator("#f-force option:checked").inner_text()
    assert chosen.startswith(text), chosen


def pick(name):
    def along(page, value):
        """Tab to the first of the choices, then arrows to the one that fits."""
        tab_to(page, f"input[name={name}]")
        page.keyboard.press("Space")
        for _ in range(page.locator(f"input[name={name}]").count()):
            if page.evaluate(IS_FOCUSED, f"input[value='{value}']:checked"):
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"Arrows do not lead to {value}.")

    return along


def tick(page, value):
    press(page, f"input[name=care][value={value}]", "Space")


def type_day(page, typed):
    if typed is None:
        press(page, "#f-no-day", "Space")
        return
    for field, text in zip(("day", "month", "year"), typed, strict=True):
        if text:
            tab_to(page, f"#f-{field}")
            page.keyboard.type(text)


def pick_a_reply(page, name):
    """Type the start of a reply's name in the list; nothing, where none came."""
    if name:
        tab_to(page, "#f-reply")
        page.keyboard.type(name)


def pick_an_age(page, value):
    if value:
        pick("age")(page, value)


ANSWERING = {
    "force": pick_from_list,
    "nation": pick("nation"),
    "what": pick("what"),
    "day": type_day,
    "reply": pick_a_reply,
    "for": pick("for"),
    "age": pick_an_age,
    "care": tick,
}
