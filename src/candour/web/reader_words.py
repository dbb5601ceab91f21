"""The words of this register as a reader meets them, each explained in a sentence or two."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word, what it means here, and the page that has more, if any."""

    key: str
    word: str
    meaning: str
    more: str = ""


WORDS = (
    Word(
        "ban-scope",
        "In ban scope",
        "Within the prohibition that Amnesty International calls for: a system that uses data or "
        "software to predict, profile or assess the risk of crime by people, groups or places. "
        "Being in scope says nothing of whether it is lawful today.",
        "/documents/amnesty-recommendations/",
    ),
    Word(
        "clash",
        "Clash or contradiction",
        "Statements that don’t fit together, shown side by side. In a contradiction both can’t be "
        "so; others sit badly together: both can be so, and one weakens the other. Candour does "
        "not decide who is right.",
        "/contradictions/",
    ),
    Word(
        "not-published",
        "Not published",
        "The same things are asked of every system. One is not published while no source that was "
        "read gives it. Somebody may know it all the same.",
        "/gaps/",
    ),
    Word(
        "use",
        "Said to be in use",
        "What was last said of whether a system is used, by whom and of which day. It says "
        "nothing of any day after.",
        "/about/#days",
    ),
    Word(
        "system",
        "System",
        "One body’s use of one tool. Two forces that use the same software have two systems.",
        "/systems/",
    ),
    Word("product", "Product", "Software or a tool that several bodies can use.", "/products/"),
    Word(
        "programme",
        "Programme",
        "A plan, fund or operation under which systems are paid for or used.",
        "/programmes/",
    ),
    Word(
        "method",
        "Method",
        "A way of working something out, such as counting past crimes square by square.",
        "/methods/",
    ),
    Word("data-system", "Data system", "Records that systems draw on, and what holds them.",
         "/datasets/"),
    Word(
        "statement",
        "Statement",
        "Who said what about whom, in which source and where in it, true of which days. Each has "
        "a page and a name of its own.",
        "/about/#unit",
    ),
    Word(
        "said-by",
        "Said by",
        "Whose word it is. Where a report tells what somebody else said, both are named.",
    ),
    Word("true-on", "True on", "The days that a statement is about.", "/about/#days"),
    Word(
        "known-on",
        "Publicly known on",
        "The days from which anyone could have read it.",
        "/about/#days",
    ),
    Word(
        "in-candour-on",
        "In Candour on",
        "The days on which it stood in this register. Use this to cite.",
        "/about/#days",
    ),
    Word(
        "finding",
        "Finding",
        "The result of an audit that Candour ran on public data, with everything it rests on.",
        "/about/#findings",
    ),
    Word(
        "ratio",
        "Times the white rate",
        "How often something happens to one group for every thousand of its people, divided by "
        "how often it happens to white people. 1 is as often, 2 is twice as often.",
        "/about/#findings",
    ),
    Word(
        "range",
        "Range",
        "Where the true value plausibly lies, given that chance alone moves counts up and down "
        "(the 95 % interval). It does not cover missing or wrong records.",
        "/about/#findings",
    ),
    Word(
        "clearly",
        "Clearly higher",
        "The whole range lies above 1, also once it is allowed for that many groups or forces "
        "were compared.",
        "/about/#findings",
    ),
    Word(
        "recomputed",
        "Recomputed",
        "A printed number worked out again from the numbers printed beside it. It holds, fails, "
        "or can’t be decided.",
        "/about/#verdicts",
    ),
    Word(
        "worked-out",
        "Worked out by Candour",
        "A number that nobody printed, made of printed ones, with its working.",
        "/figures/derived/",
    ),
    Word(
        "silence",
        "Empty answer",
        "Asked and not answered, refused, not held, or none: each is a fact with a name. “Not "
        "known” is no statement of no.",
        "/about/#silences",
    ),
    Word(
        "independent",
        "Independent sources",
        "Neither speaks for, reports or repeats the other. That is no proof: both can rest on the "
        "same word.",
    ),
    Word("foi", "Freedom of information request", "A question to a public body that the law "
         "obliges it to answer, or to refuse with a reason.", "/routes/letters/"),
    Word(
        "dpia",
        "Data protection impact assessment",
        "A body’s own look at what a use of personal data may do to people, before it begins.",
        "/gaps/?item=dpia",
    ),
)  # fmt: skip
BY_KEY = {word.key: word for word in WORDS}
