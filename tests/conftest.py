"""The floor of every test: settings, a real database, accounts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lengths import SECONDS

SHARED_DATA = Path(
    os.environ.get("PARVIS_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets; a test that needs one is skipped by its name where it is absent."""
    return SHARED_DATA


def require_data(*names: str) -> pytest.MarkDecorator:
    """Skip mark for tests on real data: `@require_data("twcs/dialogues_dev.csv.gz")`."""
    missing = [name for name in names if not (SHARED_DATA / name).exists()]
    return pytest.mark.skipif(bool(missing), reason=f"real data absent: {', '.join(missing)}")


@pytest.fixture(scope="session")
def database_addresses() -> Iterator[tuple[str, str]]:
    """(owner, application) addresses of this process's own database."""
    from parvis.project.postgres import start_for_tests
    from tests.databases import clone, drop, ensure_template, renamed

    addresses = start_for_tests()
    template = ensure_template(addresses.owner_url, addresses.app_url)
    name = f"test_{os.getpid()}"
    clone(addresses.owner_url, template=template, name=name)
    yield renamed(addresses.owner_url, name), renamed(addresses.app_url, name)
    from django.db import connections

    connections.close_all()
    drop(addresses.owner_url, name)


@pytest.fixture(scope="session")
def django_db_setup(
    database_addresses: tuple[str, str], django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Instead of pytest-django's own: a clone of the migrated template, reached as the application's role."""
    from django.conf import settings
    from django.db import connections
    from django.test.testcases import TransactionTestCase

    from parvis.project.database_urls import django_database
    from tests.databases import empty_all_tables

    owner_url, app_url = database_addresses
    for alias, url in (("default", app_url), ("owner", owner_url)):
        connections[alias].close()
        connections.databases[alias].update(django_database(url))
        connections[alias].settings_dict.update(django_database(url))
        settings.DATABASES[alias].update(django_database(url))

    def empty(self: TransactionTestCase) -> None:
        connections["default"].close()
        empty_all_tables(owner_url)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield


@pytest.fixture
def files_folder(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.FILES_FOLDER = tmp_path / "files"
    return settings.FILES_FOLDER


@pytest.fixture(autouse=True)
def in_english():  # type: ignore[no-untyped-def]
    """Every test begins in the source language: a request in French leaves its thread in French."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture(autouse=True)
def pages_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process asks every two seconds whether maintenance is on: that query falls on whichever page is being
    counted. A test that closes the pages makes the process ask again."""
    from parvis.foundation import maintenance

    monkeypatch.setattr(maintenance, "_known", (float("inf"), False))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts programs goes first, so that no process is left with it alone at the end; browsers go last, for
    Playwright leaves its loop in the process, beside which nothing of Django's can wait for a coroutine. Among each,
    the longest files first: what is left at the end is short."""
    places = {"project": 0, "journeys": 2}

    def place_of(item: pytest.Item) -> tuple[int, int]:
        file = item.nodeid.partition("::")[0].removeprefix("tests/")
        return places.get(file.split("/")[0], 1), -SECONDS.get(file, 0)

    items.sort(key=place_of)
