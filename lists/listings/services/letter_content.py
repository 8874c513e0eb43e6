"""What the letter of a listing's step prints: facts, reasons, measures, days, remedies, and the row as published."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from enterprises.catalogue.registry import kind_of
from enterprises.documents.letters.content import (
    Addressee,
    LetterContent,
    LetterDeadline,
    LetterSubject,
    Remedies,
    sentence,
)
from enterprises.documents.letters.kinds import LetterCode
from enterprises.records.models import Record
from enterprises.shared.rules.days import day_before, long_day
from lists.listings.models import Listing, ListingEvent
from lists.listings.rules import REMOVAL_LABELS, RemovalReason

FORTY_NINE = "《国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见》（国办发〔2020〕49号）"
NOTICE_OF_1798 = "《关于加强和规范守信联合激励和失信联合惩戒对象名单管理工作的指导意见》（发改财金规〔2017〕1798号）"


def listing_letter_content(event: ListingEvent) -> LetterContent:
    """Return the content of the letter that a step sends out; what the listing does not have is left empty."""
    listing, code = event.listing, LetterCode(event.letter)
    is_decision = code is LetterCode.LISTING_DECISION
    return LetterContent(
        addressee=Addressee(
            name=listing.enterprise.public_name, uscc=listing.enterprise.uscc, address=listing.enterprise.address
        ),
        about=LetterSubject(
            label=listing.credit_list.name, number=_number(listing, code), address=_address_of_list(listing)
        ),
        facts=() if code is LetterCode.REMOVAL_NOTICE else tuple(_facts(listing)),
        reasons=_reasons(listing, code),
        decision=_decision(listing, code),
        measures=_measures(listing, code),
        legal_basis=_basis(listing, code),
        deadlines=tuple(_deadlines(listing, code)),
        remedies=Remedies(review_body=settings.REVIEW_BODY, court=settings.REVIEW_COURT) if is_decision else None,
    )


def _number(listing: Listing, code: LetterCode) -> str:
    """Return the decision that a removal ends; a decision's own number stands in its row."""
    has_one = code is LetterCode.REMOVAL_NOTICE and listing.document_number
    return f"列入决定：{listing.document_number}" if has_one else ""


def _address_of_list(listing: Listing) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse('lists:list', args=[listing.credit_list.slug])}"


def _where_to_object(listing: Listing) -> str:
    address = f"{settings.PUBLIC_BASE_URL}{reverse('cases:new')}?about=listing:{listing.pk}"
    return f"书面向本机关提出，或者在网上提出：{address} "


def _facts(listing: Listing) -> Iterator[str]:
    """Yield the records and the document on which the listing rests."""
    records = Record.objects.filter(pk__in=listing.record_ids).select_related("agency").order_by("decided_on", "pk")
    for record in records:
        day = f"，{long_day(record.decided_on)}作出" if record.decided_on else ""
        yield f"{kind_of(record.kind).label}：{record.document_number or '（无文号）'}，{record.agency.name}{day}。"
    if listing.ground_document:
        penalty = f"（{listing.ground_penalty}）" if listing.ground_penalty else ""
        yield f"依据文书：{listing.ground_document}{penalty}。"


def _reasons(listing: Listing, code: LetterCode) -> tuple[str, ...]:
    if code is LetterCode.REMOVAL_NOTICE:
        return (f"{REMOVAL_LABELS[RemovalReason(listing.removed_reason)]}。",) if listing.removed_reason else ()
    if code is LetterCode.LISTING_DECISION:
        return (sentence(listing.finding), sentence(f"异议处理情况：{listing.objection_outcome}"))
    texts = {
        each.code: f"列入标准{each.code}：{each.text}（{each.source}）。"
        for each in listing.credit_list.criteria_in_force
    }
    criteria = [texts[each] for each in listing.criterion.split("、") if each in texts]
    return (*criteria, sentence(listing.reason))


def _measures(listing: Listing, code: LetterCode) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in listing.credit_list.measures.splitlines() if line.strip())
    if code is not LetterCode.REMOVAL_NOTICE:
        return lines
    lifted = f"因列入{listing.credit_list.name}而对你单位采取的管理措施，自移出之日起解除。"
    return (lifted, *(f"列入时告知的管理措施：{sentence(line)}" for line in lines))


def _decision(listing: Listing, code: LetterCode) -> tuple[str, ...]:
    """Return the row as it is published: in a notice, for the check of its facts."""
    if code is LetterCode.REMOVAL_NOTICE:
        return ()
    authority = listing.authority.name if listing.authority else ""
    months = listing.term_months or listing.credit_list.term_months
    row = (
        f"名称：{listing.enterprise.public_name}；统一社会信用代码：{listing.enterprise.uscc}；"
        f"名单：{listing.credit_list.name}；列入事由：{listing.reason}；认定单位：{authority}；"
        f"期限：自列入决定之日起{months}个月。"
    )
    if code is LetterCode.LISTING_DECISION:
        number = f"认定文号：{listing.document_number}；" if listing.document_number else ""
        return (f"将你单位列入{listing.credit_list.name}，期限{months}个月，依法公示。", f"公示的内容：{number}{row}")
    return (row,)


def _deadlines(listing: Listing, code: LetterCode) -> Iterator[LetterDeadline]:
    if code is LetterCode.LISTING_NOTICE:
        yield LetterDeadline(
            label="期限", within=f"自本告知书送达之日的次日起{listing.credit_list.notice_days}个工作日内"
        )
        yield LetterDeadline(label="方式", within=_where_to_object(listing))
        return
    if code is LetterCode.REMOVAL_NOTICE:
        yield from _named("移出日", listing.removed_on)
        return
    yield from _named("列入决定日", listing.decided_on)
    yield from _named("公示期届满日", listing.public_until and day_before(listing.public_until))
    yield from _named("最早可以申请信用修复的日期", listing.repairable_from)


def _named(label: str, day: date | None) -> Iterator[LetterDeadline]:
    if day is not None:
        yield LetterDeadline(label=label, on=day)


def _basis(listing: Listing, code: LetterCode) -> tuple[str, ...]:
    if code is LetterCode.REMOVAL_NOTICE:
        return (f"{listing.term_basis or listing.credit_list.legal_basis}。{listing.credit_list.exit_conditions}",)
    basis = listing.term_basis or listing.credit_list.legal_basis
    common = NOTICE_OF_1798 if code is LetterCode.LISTING_NOTICE else FORTY_NINE
    return (f"{basis}。", f"{common}。")
