"""The exception by which a service refuses."""

from enterprises.shared.rules.sentences import sentence


class Refused(Exception):
    """A step that was not taken; nothing was written.

    `sentence` is Chinese, names the reason and what the person can do, and holds no personal data. It is a `Sentence`
    where it has facts, of words that are given here or by a rule; `sentence_text` puts it in the reader's language.
    """

    def __init__(self, words: str, **facts: object) -> None:
        self.sentence = sentence(words, **facts) if facts else words
        super().__init__(self.sentence)
