"""`manage.py demo_logins`: list the accounts of the demonstration."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from creditportal.development.demo.accounts import ADMINISTRATOR, PASSWORD, demo_logins


class Command(BaseCommand):
    """Print the accounts of the demonstration and their password."""

    help = "Print the demonstration's accounts."

    def handle(self, *args: object, **options: object) -> None:
        """Print one line for each account."""
        self.stdout.write(f"Logins at /desk/, password {PASSWORD}:")
        for name, role in demo_logins():
            self.stdout.write(f"  {name:<12} {role}")
        if User.objects.filter(username=ADMINISTRATOR, is_superuser=True).exists():
            self.stdout.write(f"  {ADMINISTRATOR:<12} 系统管理员（/admin/）")
