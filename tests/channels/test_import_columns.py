"""Which columns an import reads: those that were named, else those of the source's last file, else guessed ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from parvis.channels.actions.import_file import run_import, start_import
from parvis.foundation.audit import COMMAND_LINE
from tests.factories.channels import NOON, make_connection

pytestmark = pytest.mark.django_db


def test_a_slip_in_the_columns_does_not_spoil_the_next_import(tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("id,text\n1,hello\n")
    source = make_connection("file", settings={})
    slip = start_import(
        source, path=file, mode="mentions", options={"mapping": {"text": "txet"}}, by=COMMAND_LINE, now=NOON
    )
    assert run_import(slip.pk).error_code == "mapping"
    source.refresh_from_db()
    assert "mapping" not in source.settings
    run = start_import(source, path=file, mode="mentions", by=COMMAND_LINE, now=NOON)
    assert run_import(run.pk).count_new == 1


def test_columns_of_the_last_file_give_way_where_this_one_has_others(tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_text("id,text\n1,hello\n")
    source = make_connection("file", settings={"mapping": {"text": "Beitrag"}})
    run = start_import(source, path=file, mode="mentions", by=COMMAND_LINE, now=NOON)
    assert (run.mapping["mapping"], run_import(run.pk).count_new) == ({"id": "id", "text": "text"}, 1)
