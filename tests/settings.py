"""The project's own settings under a test environment; child processes inherit the same environment."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PARVIS_SECRET_KEY", "a-secret-key-for-tests-only")
os.environ.setdefault("PARVIS_FIELD_KEY", "a-field-key-for-tests-only")
os.environ.setdefault("PARVIS_DATA", tempfile.mkdtemp(prefix="parvis-test-"))
# The server of static files looks for its folder at the first request.
Path(os.environ["PARVIS_DATA"], "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("PARVIS_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
# A browser's own loop runs in the thread of the journeys; queries of the test itself beside it are meant.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# As every process of an installation has it: threads of the linear algebra wait for each other by computing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Real addresses come with the fixture `django_db_setup`; the aliases must exist when Django starts.
os.environ.setdefault("PARVIS_APP_DATABASE_URL", "postgresql:///not-yet")
os.environ.setdefault("PARVIS_OWNER_DATABASE_URL", "postgresql:///not-yet")

from parvis.project.settings import *  # noqa: F403
from parvis.project.settings import PASSWORD_HASHERS as OF_THE_PROJECT

PASSWORD_HASHERS = ["tests.passwords.QuickArgon2PasswordHasher", *OF_THE_PROJECT]

# What is slow on a busy test machine is no news, and writing it down would count as a query of the page.
SLOW_STATEMENT_MILLISECONDS = 1_000_000.0
