"""A step as a desk offers it: who, when, which form, which service and in which words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, QueryDict

from enterprises.shared.forms import faults_of
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text

# What a desk has when it shows a row: who sits there, the row, and the facts that steps depend on.
C = TypeVar("C")
Given = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[C]):
    """One button of a row's page.

    `who` and `when` decide whether it is offered; the service behind `take` refuses whatever it should not. `form`
    makes the form, bound where data is given. `take` returns what the page needs afterwards: the row, None if it is
    gone, or what came of several.
    `done` is the message, `note` a sentence above the form. `title` folds the form under that heading. A step that
    needs more than a form here has neither `form` nor `take`: `page` names the address of its page. `template` shows
    it where the common one is not enough. `is_main` and `is_danger` colour the button.
    """

    name: str
    label: str
    who: Callable[[C], bool]
    when: Callable[[C], bool]
    form: Callable[[C, QueryDict | None], Form] | None = None
    take: Callable[[C, Given], object] | None = None
    done: str = ""
    note: str = ""
    title: str = ""
    page: str = ""
    template: str = "desk/step.html"
    is_main: bool = False
    is_danger: bool = False

    def is_open(self, situation: C) -> bool:
        """Return whether the step is offered now."""
        return self.who(situation) and self.when(situation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Generic[C]):
    """A step that is open, with the form to show: an empty one, or the one that came back."""

    step: Step[C]
    form: Form | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of the posted step `step`: `refusal`, an invalid `form`, or the `result` of the step."""

    step: str
    form: Form
    result: object = None
    refusal: Refused | None = None

    @property
    def is_done(self) -> bool:
        """Return whether the step was taken."""
        return self.refusal is None and self.form.is_valid()

    @property
    def bound(self) -> dict[str, Form]:
        """Return the form that came back, by the name of its step."""
        return {self.step: self.form}

    @property
    def sentence(self) -> str:
        """Return why the step was not taken: its refusal, or what is wrong with its form; empty if it was."""
        return sentence_text(self.refusal.sentence) if self.refusal else faults_of(self.form)


def anybody(at: object) -> bool:
    """Let whoever sits at the desk take a step."""
    return True


def form_of(form: Callable[[QueryDict | None], Form]) -> Callable[[object, QueryDict | None], Form]:
    """Return how a step makes a form that needs nothing of the situation: `Form` where it is only confirmed."""
    return lambda at, data: form(data)


def offers_of(steps: Iterable[Step[C]], situation: C, *, bound: Mapping[str, Form]) -> list[Offer[C]]:
    """Return the open steps in the order of the table; `bound` are forms that came back, by the name of the step."""
    return [
        Offer(step=step, form=bound.get(step.name) or _empty_form(step, situation))
        for step in steps
        if step.is_open(situation)
    ]


def steps_shown(steps: Iterable[Step[C]], situation: C, *, tried: Attempt | None) -> dict[str, object]:
    """Return what a page shows of its steps: `steps`, the open ones, and `refused`; `tried` is one that came back."""
    bound = tried.bound if tried else {}
    return {"steps": offers_of(steps, situation, bound=bound), "refused": tried.sentence if tried else ""}


def _empty_form(step: Step[C], situation: C) -> Form | None:
    return _apart(step.form(situation, None), step=step.name) if step.form else None


def _apart(form: Form, *, step: str) -> Form:
    """Give the fields of a step's form ids of their own, since a page holds several forms."""
    if form.auto_id == "id_%s":
        form.auto_id = f"{step}-%s"
    return form


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Put on a form what refuses a write inside: a rule, a full disk or a busy database. What follows is left out."""
    try:
        with refusing_outages():
            yield
    except Refused as refusal:
        form.add_error(None, sentence_text(refusal.sentence))


@contextmanager
def refusals_in_messages(request: HttpRequest, *, done: str = "") -> Iterator[None]:
    """Show on the page that follows why a write inside was refused, as `refusals_on` does on a form; else `done`."""
    try:
        with refusing_outages():
            yield
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
    else:
        if done:
            messages.success(request, done)


def attempt(step: Step[C], situation: C, data: QueryDict) -> Attempt | None:
    """Take a step with what was posted; None for a step that is a page of its own."""
    if step.form is None or step.take is None:
        return None
    form = _apart(step.form(situation, data), step=step.name)
    if not form.is_valid():
        return Attempt(step=step.name, form=form)
    try:
        with refusing_outages():
            return Attempt(step=step.name, form=form, result=step.take(situation, form.cleaned_data))
    except Refused as refusal:
        return Attempt(step=step.name, form=form, refusal=refusal)


def attempt_in(table: Mapping[str, Step[C]], name: str, situation: C, data: QueryDict) -> Attempt:
    """Take the step of that name with what was posted.

    :raises Http404: the table has none, or it is a page of its own.
    """
    tried = attempt(table[name], situation, data) if name in table else None
    if tried is None:
        raise Http404("no such step")
    return tried


def show_outcome(request: HttpRequest, tried: Attempt, *, done: str) -> None:
    """Show on the page that follows what became of a step; `done` is the message of one that was taken."""
    if tried.is_done:
        messages.success(request, done)
    else:
        messages.error(request, tried.sentence)
