"""Our number of systems beside what others count, in a paragraph."""

from dataclasses import dataclass

from candour.register.counted import BY_OTHERS, Counted

ALL = "tools used or tried or in development that the map counts"
LIVE = "tools that the map counts as live"
TRIED = "tools that the map counts as on trial"


@dataclass(frozen=True, slots=True)
class ToolsCounted:
    """The paragraph; `others` is false where no numbers of others were known on the day."""

    text: str
    slug: str
    others: bool


def tools_counted(counted: Counted) -> ToolsCounted:
    every, live, tried = (counted.of(measure) for measure in (ALL, LIVE, TRIED))
    if not every or not live:
        return ToolsCounted("", BY_OTHERS, others=False)
    trial = f" and {tried} on trial" if tried else ""
    text = (
        f"This register tells of {counted.ours} systems in the United Kingdom, "
        f"{counted.ours_in_scope} of them in its scope. A university’s map of June 2026 counts "
        f"{every} tools, {live} of them live{trial}, as a trade journal reports. "
        f"{counted.difference}"
    )
    return ToolsCounted(text, BY_OTHERS, others=True)
