"""Explain in words why an enterprise was found: by which match type, on which text, and what differs; pure."""

from dataclasses import dataclass

from search.names.edit_distance import without_common_ends
from search.names.features import MatchedField
from search.names.queries import QueryText
from search.names.regions import regions_overlap
from search.names.scripts import squash
from search.names.similarity import Similarity
from search.port import Match, MatchType

_MOST_DIFFERING = 3  # differing characters spelt out


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an enterprise was found.

    `is_the_enterprise` only where a code or a whole folded name is equal; every other enterprise is similar.
    `typed` and `registered` are the pieces in which both differ, empty where nothing does or too much.
    """

    type: MatchType
    is_the_enterprise: bool
    field: MatchedField
    text: str  # the name or code that matched, as registered
    words: tuple[str, ...]  # of its sentences, with places for {kind}, {typed} and {registered}
    kind: str = ""  # 名称 or 曾用名, "" for codes and numbers
    typed: str = ""
    registered: str = ""

    @property
    def sentence(self) -> str:
        """Return the Chinese sentence, with punctuation."""
        return "".join(self.words).format(kind=self.kind, typed=self.typed, registered=self.registered)


# {kind}: 名称 or 曾用名; {typed} and {registered}: what differs.
SENTENCES = {
    MatchType.CODE: "统一社会信用代码相同。",
    MatchType.EARLIER_CODE: "输入的是这家企业原来的代码，现已换码。",
    MatchType.REGISTER_NUMBER: "注册号相同。",
    MatchType.DOCUMENT_NUMBER: "公示记录的文书号相同。",
    MatchType.LISTING_NUMBER: "列入名单的决定文书号相同。",
    MatchType.ORGANISATION_CODE: "统一社会信用代码中的组织机构代码相同。",
    MatchType.CODE_PREFIX: "统一社会信用代码的开头相同。",
    MatchType.MISTYPED_CODE: "输入的不是有效的统一社会信用代码；是否要找代码相近的这一家？",
    MatchType.SAME_NAME: "{kind}完全相同。",
    MatchType.VARIANT_NAME: "{kind}仅写法不同：输入“{typed}”，登记为“{registered}”。",
    MatchType.WITHOUT_FORM: "{kind}的行政区划、字号和行业相同。",
    MatchType.WITHOUT_REGION: "{kind}的字号和行业相同。",
    MatchType.BRAND: "{kind}的字号相同。",
    MatchType.CORE_PREFIX: "{kind}的字号以输入的文字开头。",
    MatchType.NAME_PREFIX: "{kind}以输入的文字开头。",
    MatchType.PHRASE: "{kind}包含输入的文字。",
    MatchType.BIGRAMS: "{kind}包含输入的各部分文字。",
    MatchType.PINYIN: "{kind}的拼音相同。",
    MatchType.PINYIN_PREFIX: "{kind}的拼音以输入的字母开头。",
    MatchType.SAME_PINYIN: "{kind}读音相同：输入“{typed}”，登记为“{registered}”。",
    MatchType.WRONG_CHARACTER: "{kind}有一字不同：输入“{typed}”，登记为“{registered}”。",
    MatchType.MISSING_CHARACTER: "{kind}多一字：登记有“{registered}”，输入中没有。",
    MatchType.ADDED_CHARACTER: "{kind}少一字：输入有“{typed}”，登记中没有。",
    MatchType.SWAPPED_CHARACTERS: "{kind}有两字次序不同：输入“{typed}”，登记为“{registered}”。",
    MatchType.SIMILAR: "{kind}相近，并不相同。",
    MatchType.INITIALS: "{kind}的拼音首字母相同。",
    MatchType.INITIALS_PREFIX: "{kind}的拼音首字母以输入的字母开头。",
}
# Where what differs cannot be spelt out in a few characters.
_BRIEF = {MatchType.VARIANT_NAME: "{kind}仅写法不同。", MatchType.SAME_PINYIN: "{kind}读音相同，用字不同。"}
_KINDS = {MatchedField.NAME: "名称", MatchedField.FORMER_NAME: "曾用名"}


def explain(query: QueryText, match: Match) -> Explanation:
    """Return why an enterprise was found by `query` with `match`."""
    typed, registered = _difference(query, match, match.similarity)
    words = SENTENCES[match.type] if typed or registered else _BRIEF.get(match.type, SENTENCES[match.type])
    besides = _besides(query, match)
    return Explanation(
        type=match.type,
        is_the_enterprise=match.is_the_enterprise,
        field=match.field,
        text=match.text,
        words=(words, besides) if besides else (words,),
        kind=_KINDS.get(match.field, ""),
        typed=typed,
        registered=registered,
    )


_EQUAL_CORE = frozenset({MatchType.WITHOUT_FORM, MatchType.WITHOUT_REGION})


def _difference(query: QueryText, match: Match, similarity: Similarity | None) -> tuple[str, str]:
    """Return the typed and the registered characters that differ, in the spelling of either side."""
    if match.type is MatchType.VARIANT_NAME:
        return _apart("".join(filter(str.isalnum, query.typed)), "".join(filter(str.isalnum, match.text)))
    if similarity is None or match.type is MatchType.SIMILAR:
        return "", ""
    if match.type is MatchType.SAME_PINYIN:
        return _apart(similarity.typed, similarity.held)
    typed, held = without_common_ends(similarity.typed, similarity.held)
    return "".join(typed), _as_registered("".join(held), match.text)


def _besides(query: QueryText, match: Match) -> str:
    """Return what else differs where only the core was compared."""
    name, similarity = match.name, match.similarity
    if name is None or (match.type not in _EQUAL_CORE and (similarity is None or similarity.typed != query.core)):
        return ""
    if not regions_overlap(query.region, name.region):
        return "行政区划不同。"
    return "组织形式不同。" if query.legal_form and query.legal_form != name.legal_form else ""


def _apart(typed: str, held: str) -> tuple[str, str]:
    """Return the characters that differ position by position; nothing if they are many or not of one length."""
    differing = [(a, b) for a, b in zip(typed, held, strict=False) if a != b]
    if len(typed) != len(held) or not 0 < len(differing) <= _MOST_DIFFERING:
        return "", ""
    return "".join(a for a, _ in differing), "".join(b for _, b in differing)


def _as_registered(piece: str, text: str) -> str:
    """Return the piece as the name writes it: 昇 where search reads 升."""
    if all(map(text.__contains__, piece)):
        return piece
    held = {squash(c): c for c in text}
    return "".join(held.get(c, c) for c in piece)
