"""What criteria would do, before anything is written; and the stream behind it."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.register.models import Enterprise
from lists.criteria.definitions import WAGE_ARREARS
from lists.criteria.models import CreditList
from lists.criteria.predicates import Criterion
from lists.listings.models import Listing
from lists.listings.services import evaluation
from lists.listings.services.dry_run import dry_run
from lists.listings.services.evaluation import evaluate
from lists.listings.services.notices import NotOurs
from tests.lists.grounds import honoured, propose, record, revoked
from tests.lists.make import BLACK, RED, TODAY, decided, new_enterprise, office, proposed, the_list

pytestmark = pytest.mark.django_db


def run(slug: str = BLACK, *, criteria: tuple[Criterion, ...] | None = None) -> tuple[int, int, int, int]:
    found = dry_run(credit_list=the_list(slug), on=TODAY, criteria=criteria)
    return found.listed.count, found.removed.count, found.conflicts.count, found.known


def listed_red(enterprise: Enterprise) -> Listing:
    return decided(slug=RED, enterprise=enterprise, changes={"by": office("second")})


def test_it_writes_nothing_and_names_grounds_and_records() -> None:
    penalty = revoked(new_enterprise())
    found = dry_run(credit_list=the_list(), on=TODAY)
    (line,) = found.listed.first
    assert (line.uscc, line.record_ids) == (penalty.enterprise.uscc, (penalty.pk,))
    assert "吊销许可证件" in line.why
    assert not Listing.objects.exists()


def test_what_it_counts_is_what_is_proposed() -> None:
    for _ in range(3):
        revoked(new_enterprise())
    assert run() == (3, 0, 0, 0)
    assert len(propose()) == 3
    assert run() == (0, 0, 0, 3)


def test_a_black_candidate_on_a_red_list_is_a_conflict() -> None:
    enterprise = new_enterprise()
    listed_red(enterprise)
    revoked(enterprise)
    assert run() == (1, 0, 1, 0)


def test_a_red_candidate_on_a_black_list_is_a_conflict_and_not_listed() -> None:
    enterprise, clean = new_enterprise(), new_enterprise()
    decided(enterprise=enterprise)
    honoured(enterprise)
    honoured(clean)
    assert run(RED) == (1, 0, 1, 0)


def test_a_red_listing_with_an_obstacle_would_be_removed() -> None:
    enterprise = new_enterprise()
    honour = honoured(enterprise)
    listing = listed_red(enterprise)
    Listing.objects.filter(pk=listing.pk).update(record_ids=[honour.pk])
    assert run(RED)[1] == 0
    record(enterprise, kind="penalty", details={"CF_CFLB": ["罚款"]})
    found = dry_run(credit_list=the_list(RED), on=TODAY)
    assert [(line.uscc, line.why) for line in found.removed.first] == [(enterprise.uscc, "有公示期内的不利信息")]


def test_narrower_criteria_list_fewer_and_no_longer_carry_what_they_listed() -> None:
    penalty = revoked(new_enterprise())
    (listing,) = propose()
    on_it = decided(enterprise=new_enterprise())
    Listing.objects.filter(pk=on_it.pk).update(record_ids=[penalty.pk], ground_document="")
    Listing.objects.filter(pk=listing.pk).update(state="REJECTED", record_ids=[])
    (law,) = the_list().criteria_in_force
    assert run() == (1, 0, 0, 0)
    assert run(criteria=(replace(law, values=("限制从业",)),)) == (0, 1, 0, 0)


def test_a_listing_by_hand_or_on_a_document_is_not_measured() -> None:
    decided()
    assert run() == (0, 0, 0, 0)
    assert run(WAGE_ARREARS) == (0, 0, 0, 0)


def test_a_record_whose_days_are_over_still_carries_its_listing() -> None:
    penalty = revoked(new_enterprise(), public_until=date(2026, 7, 1))
    listing = decided(enterprise=penalty.enterprise)
    Listing.objects.filter(pk=listing.pk).update(record_ids=[penalty.pk], ground_document="")
    assert run() == (0, 0, 0, 0)


def test_a_list_that_is_not_ours_has_no_dry_run() -> None:
    with pytest.raises(NotOurs):
        run("dishonest-debtors")


def test_the_stream_reads_by_chunks(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    credit_list = the_list()
    monkeypatch.setattr(evaluation, "CHUNK", 2)
    enterprises = [new_enterprise() for _ in range(5)]
    for one in enterprises:
        revoked(one)
    with django_assert_num_queries(1 + 3 * 9):  # the ids, then nine reads a chunk
        found = list(evaluate(credit_list=credit_list, on=TODAY))
    assert [one.enterprise for one in found] == enterprises


def test_the_stream_stops_where_its_reader_does(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    credit_list = the_list()
    monkeypatch.setattr(evaluation, "CHUNK", 2)
    for _ in range(5):
        revoked(new_enterprise())
    with django_assert_num_queries(1 + 9):
        next(evaluate(credit_list=credit_list, on=TODAY))


def test_the_command_prints_the_sentence_of_the_page() -> None:
    revoked(new_enterprise("武汉江汉建材有限公司"))
    proposed()
    out = StringIO()
    call_command("dry_run_list", BLACK, stdout=out)
    first, second = out.getvalue().splitlines()
    assert "建议列入1家，不再符合0家，与红名单冲突0家" in first
    assert second.startswith("  列入 武汉江汉建材有限公司")
    with pytest.raises(CommandError, match="外部名单"):
        call_command("dry_run_list", "dishonest-debtors")
    assert CreditList.objects.get(slug=BLACK).listings.count() == 1
