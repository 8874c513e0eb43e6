"""Two names of one enterprise in one query: X（现更名为Y）, Y（原X）, in brackets, behind a comma or at once."""

import re

# Brackets of other shapes, and traditional characters of the words between the names.
_PLAIN_SIGNS = str.maketrans("（）【】〔〕［］〖〗[]，；：現為稱變舊後", "()()()()()(),;:现为称变旧后")
_ANY_WORD = re.compile("[现今更改变原旧前曾由→>]")  # tested first: most queries have none
_TEXT = "[^(),;]{2,}"
_NAME = rf"{_TEXT}(?:[(][^()]*[)])?{_TEXT}"  # names may have brackets, too
_DAY = "(?:于?[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)?"
_RENAMED = "(?:更名|改名|名称变更|变更)"
_NAMED_NOW = "(?:现名称|现名|现称|今名)[为是:]*"
_NOW = re.compile(
    rf"(?P<former>.+?)(?:"
    rf"[(](?:{_NAMED_NOW}|{_DAY}[现已后]*{_RENAMED}[为成]?:?|[现今][为:]+|现(?![代场货金有在实行]))(?P<current>{_NAME})[)]"
    rf"|[,;\s]\s*(?:{_NAMED_NOW}|{_DAY}[现已后]*{_RENAMED}[为成:]+|[现已后]+{_RENAMED}\s|现为:?)(?P<current_behind>{_NAME})"
    rf"|(?:现名[为是:]+|{_DAY}[现已后]*{_RENAMED}[为成]:?)(?P<current_at_once>{_NAME})"
    rf"|\s*(?:→|[-=]>)\s*(?P<current_pointed_at>{_NAME}))"
)
_FORMERLY = "(?:原(?:企业|公司|单位)?名称?|曾用名称?|曾名|旧名|旧称|前称|前名|前身)"
# A bare 原 counts in brackets only, for brands begin with it.
_BEFORE = re.compile(
    rf"(?P<current>.+?)(?:[(](?:{_FORMERLY}|原|由)[为是]?:?(?P<former>{_NAME})[)]"
    rf"|[,;]\s*{_FORMERLY}[为是]?:?(?P<former_behind>{_NAME}))"
)
_FORMER_FIRST = re.compile(
    rf"[(](?:{_FORMERLY}|原)[为是]?:?(?P<former>{_NAME})[)](?P<current>{_NAME})"
    rf"|(?:{_FORMERLY}|原)[为是]?:?(?P<former_before>{_NAME}?)[,;\s(]\s*"
    rf"(?:{_NAMED_NOW}|[现已后]*{_RENAMED}[为成]?:?|现为?:?)(?P<current_behind>{_NAME})[)]?"
)
_RENAMED_AFTER = re.compile("(?:更名|改名|变更|改制)(?:而[来成])?$")


def two_names(text: str) -> tuple[str, str]:
    """Return the current name that a text gives, and the former one beside it, "" if it gives one name only."""
    plain = text.translate(_PLAIN_SIGNS)
    if not _ANY_WORD.search(plain):
        return text, ""
    both = _FORMER_FIRST.fullmatch(plain) or _NOW.fullmatch(plain) or _BEFORE.fullmatch(plain)
    if both is None:
        return text, ""
    ways = (way for way, name in both.groupdict().items() if name)
    found = {way.partition("_")[0]: text[slice(*both.span(way))].strip() for way in ways}
    return found["current"], _RENAMED_AFTER.sub("", found["former"])
