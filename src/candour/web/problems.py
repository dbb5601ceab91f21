"""What a reader is told when a page can't be given: a status and one clear sentence."""


class Unanswerable(Exception):
    """A request that gets a page of its own, with the sentence that says why."""

    status = 400

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class BadQuery(Unanswerable):
    """A part of the address after the question mark can't be read."""


class NotHere(Unanswerable):
    """Nothing is at this address; `words` are what near matches are looked for with."""

    status = 404

    def __init__(self, sentence: str, *, words: str = "") -> None:
        self.words = words
        super().__init__(sentence)
