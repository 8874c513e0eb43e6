#!/usr/bin/env python
"""Run a management command of the credit portal."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"The settings are wrong: {wrong}")
    except Exception as error:
        from enterprises.shared.outages import outage_of

        outage = outage_of(error)
        if outage is None:
            raise
        reason = str(error).partition("\n")[0]
        sys.exit(f"{outage.sentence} {outage.english} ({type(error).__name__}: {reason})")


if __name__ == "__main__":
    main()
