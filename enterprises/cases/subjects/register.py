"""Enterprises as what cases are about: a field of the register is reported; the register itself is another's."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.urls import reverse

from enterprises.agencies.models import Officer
from enterprises.cases.rules.admission import Standing
from enterprises.cases.subjects.types import CaseSubject, TakenBack, TakenOff, Undo
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused

CATEGORY = "register"


class NotOfTheRegister(Refused):
    """The step does not exist for data of the register."""


class RegisterSubjects:
    """The owner of the register's files: the credit office names the authority that keeps the data."""

    ref_kind = RefKind.ENTERPRISE

    def subject(self, *, pk: int, on: date) -> CaseSubject | None:
        """Return an enterprise that the public may see."""
        enterprise = Enterprise.objects.filter(pk=pk).first()
        if enterprise is None or enterprise.public_from is None:
            return None
        is_shown = enterprise.is_public(on=on)
        return CaseSubject(
            ref=Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk),
            category=CATEGORY,
            label=f"登记信息 {enterprise.public_name}" if is_shown else "登记信息",
            path=reverse("enterprises:file", args=[enterprise.uscc]),
            enterprise=enterprise,
            agency=None,
            standing=Standing.PUBLIC if is_shown else Standing.OVER,
            adverse=False,
            fields=tuple((each.code, each.file_label) for each in REGISTER_FIELDS.values() if each.file_label),
        )

    def standing(self, *, pks: Collection[int], on: date) -> set[int]:
        """Return the enterprises that the public may see."""
        return set(Enterprise.objects.public(on=on).filter(pk__in=pks).values_list("pk", flat=True))

    def successor(self, *, pk: int) -> int | None:
        """Return None: an enterprise has no versions."""
        return None

    def changed_at(self, *, pk: int) -> datetime | None:
        """Return None: the register has no history."""
        return None

    def wrote(self, *, pk: int, by: User) -> bool:
        """Return False: the register is imported."""
        return False

    def mark(self, *, pk: int, reason: str, by: User | None, at: datetime) -> bool:
        """Return False: data of the register bears no mark."""
        return False

    def unmark(self, *, pk: int, outcome: str, by: User | None, at: datetime) -> None:
        """Do nothing."""

    def withdraw(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不能撤下，请选择更正。")

    def confirm_withdrawal(self, *, pk: int, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不能撤下。")

    def refuse_withdrawal(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不能撤下。")

    def taken_off(self, *, pks: Collection[int]) -> Mapping[int, TakenOff]:
        """Return nothing: data of the register is not taken off."""
        return {}

    def taken_back(self, *, pks: Collection[int]) -> Mapping[int, TakenBack]:
        """Return nothing: data of the register is not taken off."""
        return {}

    def correct(self, *, pk: int, note: str, by: User, at: datetime) -> Record | None:
        """Return None: the registrar corrects, and the next import brings it."""
        return None

    def propose_repair(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不适用信用修复。")

    def turn_down_repair(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Do nothing: none waits."""

    def repair(self, *, pk: int, note: str, first: User, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不适用信用修复。")

    def ask_undo(self, *, pk: int, undo: Undo, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不适用信用修复。")

    def undo(self, *, pk: int, undo: Undo, first: User, by: User, at: datetime) -> None:
        """Refuse.

        :raises NotOfTheRegister: always.
        """
        raise NotOfTheRegister("登记信息不适用信用修复。")

    def was_published(self, *, pk: int) -> bool:
        """Return False: nothing is taken off."""
        return False

    def turn_down_undo(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Do nothing: none waits."""

    def companions(self, *, enterprise_id: int, on: date, agency_id: int | None = None) -> Iterable[int]:
        """Return nothing: data of the register needs no repair."""
        return ()

    def things(self, *, enterprise_id: int, officer: Officer, number: str, on: date) -> Iterable[int]:
        """Return the file itself, while the public may see it."""
        return Enterprise.objects.public(on=on).filter(pk=enterprise_id).values_list("pk", flat=True)


owner = RegisterSubjects()
