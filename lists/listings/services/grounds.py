"""What a black decision rests on: a record that stands, or a document with legal effect (国办发〔2020〕49号)."""

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.shared.rules.sentences import sentence
from lists.criteria.definitions import DEFINITIONS
from lists.criteria.rules import is_ground
from lists.listings.models import Listing
from lists.listings.services.facts import record_facts


def ground_problem(listing: Listing) -> str | None:
    """Return why the grounds of a listing do not carry a decision, None if they do."""
    penalties = DEFINITIONS[listing.credit_list.slug].penalties
    standing = Record.objects.filter(pk__in=listing.record_ids, state=State.PUBLISHED)
    records = [record_facts(each) for each in standing.select_related("agency", "enterprise", "source_agency")]
    if not records and not listing.ground_document:
        return "没有列入依据：须有仍然有效的信用记录，或者写明依据文书。"
    if not penalties or any(is_ground(record, penalties=penalties) for record in records):
        return None
    if listing.ground_document and listing.ground_penalty in penalties:
        return None
    return sentence("列入依据中没有市场监督管理部门的较重行政处罚：{penalties}。", penalties="、".join(penalties))
