"""Sentences with which search refuses."""

RESIDENT_NUMBER = "本站不提供按居民身份证号码的查询，请输入企业名称或统一社会信用代码。"
UNAVAILABLE = "搜索服务暂时不可用，请稍后再试；按完整的统一社会信用代码仍可查询。"
RETRY_AFTER_SECONDS = 10
