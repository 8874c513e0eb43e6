"""Sentences with which search refuses."""

UNAVAILABLE = "搜索服务暂时不可用，请稍后再试；按完整的统一社会信用代码仍可查询。"
RETRY_AFTER_SECONDS = 10
