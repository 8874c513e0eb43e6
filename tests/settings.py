"""The portal's settings for tests: everything written lies in a temporary folder.

`ES_URL` and `DATABASE_URL` name real servers, if there are any; `python -m tests.run` starts
them. Without `DATABASE_URL` the tests run on an SQLite file, which threads can share.
"""

import os
import tempfile
import uuid
from multiprocessing import parent_process
from pathlib import Path

RUN_ID = uuid.uuid4().hex[:8]

# Each process of a run has its own folder, which its child processes share; it is removed when the tests end.
if parent_process() is None:
    folder = tempfile.mkdtemp(prefix="creditportal-tests-")
    os.environ.update(
        DATA_DIR=folder,
        DEBUG="true",
        SECRET_KEY="tests-only-" + "x" * 40,
        SEARCH_URL=f"sqlite:///{folder}/search.sqlite3",
        SEARCH_INDEX_PREFIX=f"test-{RUN_ID}",
        OPERATOR_TOKEN="tests-only-" + "t" * 40,
        READINESS_SECONDS="0",
    )

from creditportal.settings import *  # noqa: E402, F403
from creditportal.settings import DATA_DIR, DATABASES, RATE_LIMITS  # noqa: E402

RATE_LIMITS.clear()  # a limit is what its own tests set
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # a static file is looked for when asked; else each Client reads all of them

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
