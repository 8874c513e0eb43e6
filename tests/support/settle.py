"""`python -m tests.support.settle`: do all that is due to the worker of a portal, until no letter is added."""

import os

import django


def settle() -> None:
    """Work as the worker does: what one look leaves over, letters above all, the next one does."""
    from creditportal.worker.loop import Worker
    from enterprises.documents.letters.models import Letter
    from enterprises.shared import clock

    before = -1
    while before != (letters := Letter.objects.count()):
        before = letters
        Worker(now=clock.now).once()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    django.setup()
    settle()
