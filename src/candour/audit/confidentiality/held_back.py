"""What is said of groups that are kept back because of what was printed before."""

from collections.abc import Sequence

from candour.audit import names


def held_back_words(held_back: Sequence[str], in_less_detail: Sequence[str]) -> tuple[str, ...]:
    """Say what is kept back because of what was printed from the same file before."""
    sentences = []
    if held_back:
        sentences.append(
            f"Not shown: {names.listed(held_back)}. With what was printed from this file before, "
            "the number of a few people could be worked out by subtraction."
        )
    if in_less_detail:
        sentences.append(
            f"Shown only as flagged or not: {names.listed(in_less_detail)}, for the same reason."
        )
    return tuple(sentences)
