"""Ways to reach a person: telephones, e-mail, WeChat and QQ, home addresses."""

import re

from enterprises.shared.rules.masking.types import Rule, bare, signs

_SHORT = r"[ \-]?"
_SHOWN_OF_NUMBER = 3  # of a phone: enough to see that it is one

# Words of production behind which eleven digits are no telephone.
_BATCH = r"(?:批号|批次号?|货号|型号|条码|条形码|序列号|运单号|订单号|设备号|流水号)[^\w*]{0,3}$"
# Capitals that belong to the number, as of a licence: JY and eleven digits.
_SERIES = r"(?<![A-Za-z])(?!TEL|FAX|MOB|WX|VX|QQ|[TMP](?![A-Z]))[A-Z]{1,4}$"
_NO_PHONE = re.compile(f"{_BATCH}|{_SERIES}")

# The groups in which people part the eleven digits of a mobile number.
_GROUPS = (
    (3, 4, 4), (3, 3, 5), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5), (3, 4, 2, 2), (3, 2, 2, 4),
    (3, 2, 2, 2, 2), (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 1), (1,) * 11,
)  # fmt: skip
_MANY = 3  # groups; so many are parted by the same gap
_WIDE = r"[^\w*、,;。]{1,6}"
# A digit 1 that begins a number, alone or behind 0, 86 or 0086; written so that a search jumps from 1 to 1.
_FIRST = "1(?:(?<![0-9]1)|(?<=(?<![0-9])01)|(?<=(?<![0-9])861)|(?<=(?<![0-9])00861))"


def _of_groups(groups: tuple[int, ...]) -> str:
    """Return the pattern of eleven digits behind its 1 in such groups."""
    first, *others = groups
    head = "" if first == 1 else f"[3-9][0-9]{{{first - 2}}}"
    name = f"g{'_'.join(map(str, groups))}"
    if len(groups) > _MANY:
        rest = [f"(?P<{name}>{_WIDE})[0-9]{{{others[0]}}}", *(f"(?P={name})[0-9]{{{count}}}" for count in others[1:])]
        return head + "".join(rest)
    return head + "".join(f"{_WIDE}[0-9]{{{count}}}" for count in others)


_MOBILE = re.compile(
    rf"{_FIRST}[3-9][0-9](?:{_SHORT}[0-9]{{4}}{_SHORT}[0-9]{{4}}|{_SHORT}[0-9]{{3}}{_SHORT}[0-9]{{5}})(?![0-9])"
)
_MOBILE_PARTED = re.compile(rf"{_FIRST}(?:{'|'.join(_of_groups(groups) for groups in _GROUPS)})(?![0-9])")
_CALL_WORD = (
    r"(?:电话|手机|座机|固话|传真|联系方式|联系人|联系|致电|拨打|微信|[Tt][Ee][Ll]|[Ff][Aa][Xx]|[Pp]hone|[Mm]obile)"
)
# Behind such a word commas part digits, too.
_MOBILE_NAMED = re.compile(rf"{_CALL_WORD}[^0-9*;。]{{0,12}}(1(?:[^\w*]{{0,6}}[0-9]){{10}})(?![0-9])")
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9\-])(?:\(?(?:\+|00)86[ \-)]{{0,3}})?(\(?{_AREA} ?\)?[ \-/.(]{{1,3}}|\({_AREA} ?\) ?|{_AREA}(?=\())"
    r"([(]?[1-9][0-9]{2,3}[ \-/.)]{0,3}[0-9]{4}|[1-9][0-9]([ \-/.])[0-9]{2}\3[0-9]{2}\3[0-9]{1,2})(?![0-9\-])"
)
_LANDLINE_ABROAD = re.compile(
    r"(?<![0-9])(\(?(?:\+|00)86[ \-)]{1,3}\(?(?:10|2[0-9]|[3-9][0-9]{2})\)?[ \-]{1,3})"
    r"([1-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
_HOTLINE = r"(?:400|800)[ \-]?[0-9]{3}[ \-]?[0-9]{4}(?![0-9])"
_LINE = rf"(?:\(?{_AREA}\)?[ \-]{{0,2}})?(?!{_HOTLINE})[1-9](?:[ \-.]{{0,2}}[0-9]){{6,7}}(?![0-9]|[ \-][0-9])"
_CALLED = re.compile(
    r"(?:电话|手机|座机|固话|传真|联系方式|[Tt][Ee][Ll]|[Ff][Aa][Xx])(?:号码?)?(?:为|是)?[^\w*]{0,5}"
    rf"({_LINE}(?:[^\w*]{{0,2}}(?:或者?|和|及|、|,|/|;)[^\w*]{{0,2}}{_LINE}){{0,5}})"
)
_PHONES = re.compile("电话|手机|座机|固话|传真|联系|致电|拨打|微信|[Tt][Ee][Ll]|[Ff][Aa][Xx]|[Pp]hone|[Mm]obile")

_AT = r"(?: ?@ ?|\( ?[Aa][Tt] ?\)|\(@\)| at (?=[a-z0-9\-]+ ?\.)|#(?=[a-z0-9]+\.))"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9.+%\-])([A-Za-z0-9][A-Za-z0-9.+%\-]{{0,63}}){_AT}"
    r"[A-Za-z0-9\-]+(?: ?\. ?[A-Za-z0-9\-]+)* ?(?:\. ?|\(dot\))[A-Za-z]{2,}",
)
_MAIL = re.compile("[@#]|[( ][Aa][Tt]")

_CHAT = "(?:微信|薇信|威信|[Vv]信|[Ww][Ee][Cc][Hh][Aa][Tt]|[Ww][Ee][Ii][Xx][Ii][Nn]|[WwVv](?<![A-Za-z].)[Xx])"
_CHAT_NAMED = re.compile(
    rf"{_CHAT}(?:号码?|账号|ID|id|Id)?(?:为|是)?[: (]{{1,4}}(?:为|是)?"
    r"([A-Za-z][A-Za-z0-9\-]{4,19}|[0-9]{5,20})(?![0-9A-Za-z\-*])"
)
_CHAT_NUMBER = re.compile(
    rf"{_CHAT}(?:号码?|账号|ID|id|Id)(?:为|是)?([A-Za-z][A-Za-z0-9\-]{{4,19}}|[0-9]{{5,20}})(?![0-9A-Za-z\-*])"
)
_CHAT_BARE = re.compile(rf"{_CHAT}((?=[A-Za-z\-]*[0-9])[A-Za-z][A-Za-z0-9\-]{{5,19}})(?![0-9A-Za-z\-*])")
_QQ = re.compile(
    r"(?:(?<![A-Za-z])[Qq][Qq]|扣扣|企鹅号?)(?:号码?|群|账号)?(?:为|是)?[^\w*]{0,4}"
    r"([1-9](?:[ \-]?[0-9]){4,11})(?![0-9A-Za-z*.])"
)
_CHATS = re.compile("[微薇威Vv]信|[Ww][EeXx]|[Vv][Xx]")

_PLACE = "[省市区县镇乡村组路街道巷弄号栋幢室层楼苑园]"
_CLAUSE = r"[^,;。*]"
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|身份证(?:住址|地址)|户籍(?:所在地|地址|地)|户口所在地|经常居住地|居住地址|常住地址?|暂住地址?"
    r"|现住址|住址|家住)(?:为|是|在|于|位于)?[^\w*]{0,3}"
    rf"({_CLAUSE}*{_PLACE}{_CLAUSE}*(?:,{_CLAUSE}{{0,14}}[区县镇乡村路街号栋幢室组]{_CLAUSE}{{0,12}}(?=[,;。]|$))*)"
)
_LIVES = re.compile(
    r"(?:现住(?![所宅址])|暂住(?![所宅地])|居住在|居住于|(?<![入])住在|住于)[^\w*]{0,2}"
    rf"({_CLAUSE}{{0,40}}[路街巷弄村镇乡区园苑道][^,;。*]{{0,12}}[0-9一二三四五六七八九十甲乙丙][^,;。*]{{0,6}}[号栋幢室组楼户][^,;。*]*)"
)
_HOMES = re.compile("址|住|户籍|户口")


def _mobile(match: re.Match[str]) -> list[int]:
    if bare(match)[1] not in "3456789" or _NO_PHONE.search(match.string, 0, match.start()):
        return []
    return signs(match, head=_SHOWN_OF_NUMBER)


def _mobile_named(match: re.Match[str]) -> list[int]:
    if bare(match, 1)[1] not in "3456789" or _NO_PHONE.search(match.string, 0, match.start(1)):
        return []
    return signs(match, 1, head=_SHOWN_OF_NUMBER)


def _second_group(match: re.Match[str]) -> list[int]:
    return signs(match, 2)


def _lines(match: re.Match[str]) -> list[int]:
    """Hide all but the first three digits of each line, of one with area code all but that."""
    hidden: list[int] = []
    for line in re.finditer(r"[0-9(][0-9 \-.()]*", match[1]):
        places = [match.start(1) + place for place in range(*line.span()) if match[1][place].isdigit()]
        hidden += places[_SHOWN_OF_NUMBER:]
    return hidden


def _whole(match: re.Match[str]) -> list[int]:
    return signs(match, 1)


MOBILE_RULES = (
    Rule(pattern=_MOBILE, hidden=_mobile),
    Rule(pattern=_MOBILE_PARTED, hidden=_mobile),
    Rule(pattern=_MOBILE_NAMED, hidden=_mobile_named, near=_PHONES),
)
LINE_RULES = (
    Rule(pattern=_LANDLINE, hidden=_second_group),
    Rule(pattern=_LANDLINE_ABROAD, hidden=_second_group),
    Rule(pattern=_CALLED, hidden=_lines, near=_PHONES),
)
QQ_RULES = (Rule(pattern=_QQ, hidden=_whole),)
WORD_RULES = (
    Rule(pattern=_EMAIL, hidden=_whole, near=_MAIL),
    Rule(pattern=_CHAT_NAMED, hidden=_whole, near=_CHATS),
    Rule(pattern=_CHAT_NUMBER, hidden=_whole, near=_CHATS),
    Rule(pattern=_CHAT_BARE, hidden=_whole, near=_CHATS),
    Rule(pattern=_ADDRESS, hidden=_whole, near=_HOMES),
    Rule(pattern=_LIVES, hidden=_whole, near=_HOMES),
)
