"""Where the pages on routes are found; a test holds these against urls.py."""

ALL_ROUTES = "/routes/all/"
CLOCKS = "/routes/clocks/"
START = "/routes/"
QUESTIONS = "/routes/questions/"
LETTERS = "/routes/letters/"


def route_address(name: str) -> str:
    """The page of a route, by its identifier in small letters.

    Examples
    --------
    >>> route_address("C17")
    '/routes/c17/'
    """
    return f"/routes/{name.lower()}/"


def clock_address(name: str) -> str:
    """The place of a clock on the page of all clocks.

    Examples
    --------
    >>> clock_address("DPA+2M")
    '/routes/clocks/#DPA-2M'
    """
    return f"{CLOCKS}#{clock_anchor(name)}"


def clock_anchor(name: str) -> str:
    return name.replace("+", "-")
