"""The second person: no step is taken by a person who took the one before it, or wrote what it is about."""

from datetime import datetime

from django.contrib.auth.models import User

from enterprises.shared.workflow.refusals import FourEyes, StateChanged


def is_another(user: User, *before: int | None) -> bool:
    """Return whether a person is none of those who acted `before`, by id; None is nobody."""
    return user.pk not in before


def require_second_person(by: User, *, first_id: int | None, sentence: str) -> None:
    """Insist that a step is not taken by the person who took the one before; `sentence` is the refusal.

    :raises FourEyes: it is the same person.
    """
    require_no_writer(wrote=not is_another(by, first_id), sentence=sentence)


def require_no_writer(*, wrote: bool, sentence: str) -> None:
    """Insist that a step is not taken by somebody who `wrote` what it is about; `sentence` is the refusal.

    :raises FourEyes: he wrote it, or a part of it.
    """
    if wrote:
        raise FourEyes(sentence)


def require_read(read: datetime | None, *, since: datetime | None) -> None:
    """Insist that a second person confirms what he has read; call it once the row is locked.

    `read` is when that was proposed, None where it was read in the same breath; `since` is when what stands was.

    :raises StateChanged: something else stands now.
    """
    if read is not None and read != since:
        raise StateChanged("您打开页面之后，待确认的内容有变动；请重新核对后再确认。")
