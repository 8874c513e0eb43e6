"""A history names in English what was done; a button with the same Chinese words names what to do."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext

from enterprises.cases.rules.lifecycle import STEP_VERBS
from enterprises.documents.letters.desk import WITHDRAWAL
from enterprises.enforcement.desk.views import REPORT_VERBS
from enterprises.enforcement.desk.views import VERBS as CAMPAIGN_VERBS
from enterprises.evaluations.rules import STEP_LABELS
from enterprises.records.desk.history import RECORD_VERBS
from enterprises.shared.rules.sentences import sentence
from enterprises.shields.desk.steps import VERBS as SHIELD_VERBS
from enterprises.templatetags.portal import past_step
from lists.listings.desk.history import VERBS as LISTING_VERBS
from tests import make
from tests.support.clients import client_of, words_of

HISTORIES: Mapping[str, Mapping[str, str]] = {
    "record": RECORD_VERBS,
    "listing": LISTING_VERBS,
    "case": STEP_VERBS,
    "shield": SHIELD_VERBS,
    "institution": STEP_LABELS,
    "campaign": CAMPAIGN_VERBS,
    "results of a campaign": REPORT_VERBS,
    "letter": {"withdraw": WITHDRAWAL},
}


@pytest.mark.parametrize("history", HISTORIES)
def test_every_step_of_a_history_has_an_english_of_its_own(history: str) -> None:
    with translation.override("en"):
        missing = [words for words in HISTORIES[history].values() if pgettext("history", words) == words]
    assert missing == [], 'msgctxt "history" in locale/en/LC_MESSAGES/django.po, then compilemessages'


def test_a_step_with_its_last_day_reads_as_done() -> None:
    step = sentence("{step}，至 {day}", step="确认续期", day=date(2026, 3, 1))
    with translation.override("en"):
        assert past_step(step) == "Confirmed that it goes on, until 2026-03-01"
    assert past_step(step) == step


def test_a_step_without_words_is_shown_as_it_is() -> None:
    with translation.override("en"):
        assert past_step("no-such-verb") == "no-such-verb"


@pytest.mark.django_db
def test_the_history_of_a_record_reads_as_done() -> None:
    office = make.office()
    record = make.submitted(office, enterprise=make.new_enterprise())
    client = client_of(office.recorder)
    client.cookies["django_language"] = "en"
    text = words_of(client.get(reverse("desk:record", args=[record.pk])))
    assert "Submitted for review" in text
    assert "Draft made" in text
    assert "Submit for review" not in text
