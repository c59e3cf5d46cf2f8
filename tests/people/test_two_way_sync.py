"""The worked example keeps a second CRM in step with a real server over loopback: both ways, conflicts, erasure."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.clock import utc_now
from parvis.people.actions.erase import erase_person
from parvis.people.actions.exchange import settle_conflict
from parvis.people.actions.persons import change_person, create_person
from parvis.people.models import Person, SyncConflict
from tests.api.test_client import answers, free_port
from tests.factories.accounts import make_user
from tests.factories.api import make_token
from tests.processes import python, wait_until

CLIENTS = Path(__file__).resolve().parents[2] / "clients/python"
CLERK = Actor("user", 7, "Nadia")


@pytest.fixture
def example() -> Iterator[ModuleType]:
    sys.path.insert(0, str(CLIENTS))
    spec = importlib.util.spec_from_file_location("two_way_sync", CLIENTS / "examples/two_way_sync.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(CLIENTS))
    for name in [name for name in sys.modules if name.partition(".")[0] == "parvis_client"]:
        del sys.modules[name]


@pytest.mark.django_db(transaction=True)
def test_two_systems_stay_in_step(example: Any, database_addresses: tuple[str, str], tmp_path: Path) -> None:
    token = make_token(make_user(roles=("administrator",)))
    with purpose("service"):
        ana = create_person(
            given_name="Ana",
            family_name="Roux",
            city="Nice",
            emails=["ana@example.org"],
            by=CLERK,
            now=utc_now(),
        )
    crm = sqlite3.connect(tmp_path / "crm.sqlite")
    crm.executescript(example.TABLES)
    crm.execute(
        "INSERT INTO customer (given_name, family_name, city, email) VALUES ('Tom', 'Neuf', 'Paris', 'tom@example.org')"
    )
    crm.commit()
    port = free_port()
    serve = (
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "parvis.project.wsgi:application",
    )
    with python(*serve, addresses=database_addresses, DJANGO_SETTINGS_MODULE="parvis.project.settings"):
        wait_until(
            lambda: answers(f"http://127.0.0.1:{port}/api/v1/openapi.json"), seconds=40, what="the server"
        )
        parvis = sys.modules["parvis_client"].Parvis(f"http://127.0.0.1:{port}", token)

        def go() -> dict[str, int]:
            return dict(example.round_trip(crm, parvis))

        def there(name: str) -> str:
            return str(crm.execute("SELECT city FROM customer WHERE given_name = ?", [name]).fetchone()[0])

        # Each side learns the other's customers, and then nothing is left to say.
        assert go() == {"in": 1, "out": 1, "conflicts": 0}
        assert go() == {"in": 0, "out": 0, "conflicts": 0}
        assert there("Ana") == "Nice"
        with purpose("service"):
            tom = Person.objects.get(given_name="Tom")
            assert (tom.city, tom.origin) == ("Paris", "sync")
            change_person(tom, city="Lille", by=CLERK, now=utc_now())
        crm.execute("UPDATE customer SET city = 'Lyon', is_changed = 1 WHERE given_name = 'Ana'")
        crm.commit()
        assert go() == {"in": 1, "out": 1, "conflicts": 0}
        with purpose("service"):
            assert (there("Tom"), Person.objects.get(pk=ana.pk).city) == ("Lille", "Lyon")

            # Both sides change the same town: nobody wins by being late, somebody chooses.
            change_person(Person.objects.get(pk=ana.pk), city="Brest", by=CLERK, now=utc_now())
        crm.execute("UPDATE customer SET city = 'Dijon', is_changed = 1 WHERE given_name = 'Ana'")
        crm.commit()
        assert go()["conflicts"] == 1
        with purpose("service"):
            conflict = SyncConflict.objects.get(settled_at=None)
            assert (conflict.ours, conflict.theirs) == ({"city": "Brest"}, {"city": "Dijon"})
            assert (Person.objects.get(pk=ana.pk).city, there("Ana")) == ("Brest", "Dijon")
            settle_conflict(conflict, {"city": "theirs"}, by=CLERK, now=utc_now() + timedelta(seconds=1))
        go()
        with purpose("service"):
            assert (Person.objects.get(pk=ana.pk).city, there("Ana")) == ("Dijon", "Dijon")
        with purpose("legal_duty"):
            erase_person(Person.objects.get(pk=ana.pk), by=CLERK, now=utc_now())
        go()
        assert crm.execute("SELECT count(*) FROM customer").fetchone() == (1,)
        assert go() == {"in": 0, "out": 0, "conflicts": 0}
    crm.close()
