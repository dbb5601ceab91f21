"""The banner over a page that is asked about other days than today."""

from candour.register.moments import Moment
from candour.web.words import day_in_words


def moment_banner(asked: Moment) -> tuple[str, ...]:
    """Say in sentences what days a page is asked about; nothing where it is today's."""
    said = []
    if asked.true_on is not None:
        said.append(
            f"What is said of {day_in_words(asked.true_on)}. Where it can’t be told whether "
            "something was true on that day, it stays and is marked."
        )
    if asked.known_on is not None:
        said.append(f"Only what the public could know on {day_in_words(asked.known_on)}.")
    if asked.as_of is not None:
        said.append(f"As Candour stood at the end of {day_in_words(asked.as_of)}.")
    return tuple(said)
