"""A database for measuring: made from the migrated template, reached as the application, dropped at the end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("PARVIS_SECRET_KEY", "only-for-measuring")
os.environ.setdefault("PARVIS_FIELD_KEY", "only-for-measuring")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `parvis run` has it
if "PARVIS_DATA" not in os.environ:
    os.environ["PARVIS_DATA"] = tempfile.mkdtemp(prefix="parvis-bench-")
    atexit.register(shutil.rmtree, os.environ["PARVIS_DATA"], ignore_errors=True)


@contextmanager
def scratch_database(name: str = "bench") -> Iterator[tuple[str, str]]:
    """Django set up on an empty, migrated database of its own. Yields (owner address, application address)."""
    from parvis.project.postgres import start_for_tests
    from tests.databases import clone, drop, ensure_template, renamed

    server = start_for_tests()
    template = ensure_template(server.owner_url, server.app_url)
    clone(server.owner_url, template=template, name=name)
    owner_url, app_url = renamed(server.owner_url, name), renamed(server.app_url, name)
    os.environ["PARVIS_APP_DATABASE_URL"], os.environ["PARVIS_OWNER_DATABASE_URL"] = app_url, owner_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
    import django

    django.setup()
    try:
        yield owner_url, app_url
    finally:
        from django.db import connections

        connections.close_all()
        drop(server.owner_url, name)
