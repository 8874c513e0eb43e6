"""The steps on a file of an external list that waits: another person takes it over, anybody drops it."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_noop

from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.workflow.desk import Given, Step, anybody, form_of
from enterprises.shared.workflow.second_person import is_another
from lists.external.importing import current_edition
from lists.external.models import ExternalProposal
from lists.external.proposals import confirm, drop


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSituation:
    """What waits for confirmation as an officer of the credit office finds it."""

    user: User
    proposal: ExternalProposal

    @property
    def is_own(self) -> bool:
        """Return whether the officer handed it in, so that another one has to confirm it."""
        return not is_another(self.user, self.proposal.handed_in_by_id)


class AgainstForm(forms.Form):
    """The confirmation of changes; `against` is the edition beside which the page showed them."""

    against = UnifiedTextField(required=False, widget=forms.HiddenInput)


def _is_own(at: ProposalSituation) -> bool:
    return at.is_own


def _is_of_another(at: ProposalSituation) -> bool:
    return not at.is_own


def _against_form(at: ProposalSituation, data: QueryDict | None) -> forms.Form:
    if data is not None:
        return AgainstForm(data)
    newest = current_edition(at.proposal.credit_list)
    return AgainstForm(initial={"against": newest.pk if newest else ""})


def _confirm(at: ProposalSituation, given: Given) -> Model:
    confirm(proposal=at.proposal, read_against=_number(given["against"]), by=at.user, at=clock.now())
    return at.proposal


def _number(text: str) -> int | None:
    """Return the edition that a page bore; 0 is none that there is."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) else 0


def _drop(at: ProposalSituation, given: Given) -> None:
    drop(proposal=at.proposal, by=at.user)


STEPS: tuple[Step[ProposalSituation], ...] = (
    Step(
        name="confirm",
        label=gettext_noop("核对无误，转载"),
        who=_is_of_another,
        when=anybody,
        form=_against_form,
        take=_confirm,
        done=gettext_noop("已转载，即刻生效。"),
        is_main=True,
    ),
    # One step in two wordings: the own file is taken back, that of another person refused.
    *(
        Step(
            name="drop",
            label=label,
            who=who,
            when=anybody,
            form=form_of(forms.Form),
            take=_drop,
            done=gettext_noop("已撤回，名单没有变化。"),
        )
        for label, who in ((gettext_noop("撤回"), _is_own), (gettext_noop("不采用"), _is_of_another))
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
