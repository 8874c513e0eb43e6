"""Why a file was not read; each has a Chinese sentence for the person who handed it in."""

from enum import StrEnum


class Unreadable(Exception):
    """A reader refuses the file; `sentence` names in Chinese what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Breach(StrEnum):
    """What ended a child; for logs and tests."""

    MEMORY = "memory"
    PROCESSOR = "processor time"
    OUTPUT = "output"
    SILENCE = "silence"
    SHAPE = "shape of the answer"
    FAILED = "unforeseen exception"
    DIED = "death"


OUT_OF_LIMITS = "文件无法在允许的内存和时间内读完，可能已损坏或过大；请重新保存（表格请另存为CSV），或分成几个文件。"


class OutOfLimits(Unreadable):
    """The child that read the file exceeded a limit, died, or returned something else than it must."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(OUT_OF_LIMITS)
        self.breach = breach


class Busy(Unreadable):
    """As many children as allowed are running, and none ended within the waiting time."""

    def __init__(self) -> None:
        super().__init__("正在读取的文件太多，请稍后再试。")
