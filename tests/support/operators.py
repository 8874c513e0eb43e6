"""How an operator asks `/readyz` for details."""

from django.conf import settings

OPERATOR = {"Authorization": f"Bearer {settings.OPERATOR_TOKEN}"}
