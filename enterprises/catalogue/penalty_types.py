"""Types of penalty of 行政处罚法 (2021) art. 9."""

from enum import StrEnum


class PenaltyType(StrEnum):
    """处罚类别: 行政处罚法 (2021) art. 9, with the values that forms and files carry."""

    WARNING = "警告"
    CRITICISM = "通报批评"
    FINE = "罚款"
    CONFISCATED_GAINS = "没收违法所得"
    CONFISCATED_PROPERTY = "没收非法财物"
    PERMIT_SUSPENDED = "暂扣许可证件"
    GRADE_LOWERED = "降低资质等级"
    PERMIT_REVOKED = "吊销许可证件"
    OPERATION_RESTRICTED = "限制开展生产经营活动"
    PRODUCTION_STOPPED = "责令停产停业"
    CLOSED = "责令关闭"
    OCCUPATION_RESTRICTED = "限制从业"
    DETENTION = "行政拘留"
    OTHER = "其他"


class Procedure(StrEnum):
    """处罚程序: 行政处罚法 (2021) chapter 5, sections 2 and 3."""

    ORDINARY = "普通程序"
    SIMPLE = "简易程序"


# A confiscation of which neither the class nor the words of the decision name what was taken.
UNNAMED_CONFISCATION = "其他-没收"
CONFISCATIONS = frozenset({PenaltyType.CONFISCATED_GAINS.value, PenaltyType.CONFISCATED_PROPERTY.value})
RESTRICTIONS = frozenset({PenaltyType.OPERATION_RESTRICTED.value, PenaltyType.OCCUPATION_RESTRICTED.value})
