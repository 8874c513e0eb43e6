"""The exception by which a service refuses."""


class Refused(Exception):
    """A step that was not taken; nothing was written.

    `sentence` is Chinese, names the reason and what the person can do, and holds no personal data. `words` are it with
    places for `facts`, so that a page can show it in the reader's language (`enterprises.shared.wording`).
    """

    def __init__(self, words: str, **facts: object) -> None:
        self.words, self.facts = words, facts
        self.sentence = words.format(**facts) if facts else words
        super().__init__(self.sentence)
