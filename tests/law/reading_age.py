"""How many years of school a text asks for, after Flesch and Kincaid (1975)."""

import re

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word):
    """Count groups of vowels, without a silent e at the end.

    >>> [syllables(word) for word in ("force", "police", "evidence", "decision", "made")]
    [1, 2, 3, 3, 1]
    """
    word = word.lower().replace("'", "").replace("’", "")
    count = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ie", "ye"))
    silent = silent or (word.endswith("ed") and word[-3:-2] not in {"t", "d"})
    return max(1, count - silent)


def school_years(text):
    words = WORD.findall(text)
    sentences = max(1, len(SENTENCE.findall(text.strip() + " ")))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59
