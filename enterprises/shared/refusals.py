"""The exception by which a service refuses."""


class Refused(Exception):
    """A step that was not taken; nothing was written.

    `sentence` is Chinese, names the reason and what the person can do, and holds no personal data.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
