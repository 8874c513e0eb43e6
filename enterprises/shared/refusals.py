"""The exception by which a service refuses."""

from enterprises.shared.rules.sentences import Sentence


class Refused(Exception):
    """A step that was not taken; nothing was written.

    `sentence` is Chinese, names the reason and what the person can do, and holds no personal data. `words` are it with
    places for `facts`, so that a page can show it in the reader's language (`enterprises.shared.wording`). A rule may
    have made both as one `Sentence`.
    """

    def __init__(self, words: str, **facts: object) -> None:
        given = words if isinstance(words, Sentence) else None
        self.words, self.facts = (given.words, given.facts) if given else (words, facts)
        self.sentence = str(given) if given else words.format(**facts) if facts else words
        super().__init__(self.sentence)
