"""The enterprises that the rows of a file name: those stored, and those that have to be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from enterprises.register.models import Enterprise, FormerName
from enterprises.register.selectors import codes_beside
from enterprises.register.services.registration import category_of
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.sentences import sentence

_COLUMNS = ("pk", "uscc", "name", "folded_name", "now_under_id")


@dataclass(slots=True, kw_only=True)
class NamedSubject:
    """An enterprise that rows name; `pk` is None until it is stored."""

    pk: int | None
    uscc: str
    name: str
    folded_name: str
    head: int | None = None  # id of the row in use, its own unless its code has changed

    def enterprise(self) -> Enterprise:
        """Return it as an instance of the model, which costs more than all the rest."""
        return Enterprise(
            pk=self.pk,
            uscc=self.uscc,
            name=self.name,
            folded_name=self.folded_name,
            category=category_of(self.uscc),
            origin=Enterprise.Origin.RECORD,
        )


class Subjects:
    """The enterprises that the rows name: those stored, and those that have to be."""

    def __init__(self, named: Collection[tuple[str, str]]) -> None:
        """Look up enterprises by pairs of unified code and name; three queries, one more where codes have changed.

        `beside` holds the other codes of enterprises whose codes have changed, by each code.
        """
        stored = Enterprise.objects.filter(uscc__among={code for code, _ in named}).order_by("pk")
        self._by_code = {
            uscc: NamedSubject(pk=pk, uscc=uscc, name=name, folded_name=folded, head=now_under or pk)
            for pk, uscc, name, folded, now_under in stored.values_list(*_COLUMNS)
        }
        self.beside = codes_beside({code: each.head for code, each in self._by_code.items() if each.head})
        self._former = self._former_names(named)

    def of(self, code: str, *, name: str) -> NamedSubject:
        """Return the enterprise of a row, one without an id if nobody has named it before."""
        subject = self._by_code.get(code)
        if subject is None:
            subject = self._by_code[code] = NamedSubject(pk=None, uscc=code, name=name, folded_name=fold_name(name))
        return subject

    def mismatch(self, subject: NamedSubject, *, name: str) -> str:
        """Return why the name of a row is not the enterprise's, "" if it is (error 1001 of the exchange)."""
        if name == subject.name:
            return ""
        folded = fold_name(name)
        if folded == subject.folded_name or (subject.pk, folded) in self._former:
            return ""
        return sentence(
            "错误1001：名称与统一社会信用代码不一致，该代码登记的名称是“{registered}”；请核对代码，或改填登记名称、曾用名",
            registered=public_text(subject.name),
        )

    def store_new(self, subjects: Iterable[NamedSubject]) -> None:
        """Store those of these enterprises that have no id; another import may have been quicker."""
        new = {subject.uscc: subject for subject in subjects if subject.pk is None}
        if not new:
            return
        Enterprise.objects.bulk_create([subject.enterprise() for subject in new.values()], ignore_conflicts=True)
        for code, pk in Enterprise.objects.filter(uscc__among=new).values_list("uscc", "pk"):
            new[code].pk = pk

    def _former_names(self, named: Iterable[tuple[str, str]]) -> set[tuple[int | None, str]]:
        candidates = set()
        for code, name in named:
            subject = self._by_code.get(code)
            if subject is not None and subject.pk and name != subject.name and fold_name(name) != subject.folded_name:
                candidates.add(subject.pk)
        names = FormerName.objects.filter(enterprise_id__in=candidates)
        return set(names.values_list("enterprise_id", "folded_name"))
