"""The WSGI entry point of the credit portal."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")

application = get_wsgi_application()
