"""`manage.py load_reference`: write administrative divisions and industries."""

from typing import Any

from django.core.management.base import BaseCommand

from enterprises.register.services.classifications import load_reference


class Command(BaseCommand):
    help = "Load the administrative divisions (GB/T 2260) and industries (GB/T 4754-2017); safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        regions, industries = load_reference()
        self.stdout.write(f"{regions} regions, {industries} industries.")
