"""Imports: from the file to what became of each row."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parvis.channels.actions.import_file import run_import
from parvis.channels.actions.uploads import forget_old_uploads, upload_path, uploads_folder
from parvis.channels.models import Connection, ImportRun, RejectedInput
from parvis.channels.web.uploads import ImportUpload
from parvis.channels.web.views import imports
from parvis.foundation.clock import utc_now
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection

pytestmark = pytest.mark.django_db
ROWS = "id,texte,date,auteur\n1,Toujours en retard,2025-03-01,camille\n2,,2025-03-02,lou\n3,Merci !,2025-03-03,noa\n"
START = {"mode": "mentions", "source": "new", "new_name": "Monitoring", "channel": "twitter"}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.DATA_FOLDER = tmp_path / "web"
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path


@pytest.fixture
def marketer(client: Client) -> Client:
    client.force_login(make_user(roles=("marketer",)))
    return client


def hand_in(client: Client, content: bytes | str = ROWS, name: str = "posts.csv", **change: str):  # type: ignore[no-untyped-def]
    data = content.encode() if isinstance(content, str) else content
    return client.post(
        "/settings/imports/start/", {**START, **change, "file": SimpleUploadedFile(name, data)}
    )


def make_run(**fields: Any) -> ImportRun:
    given = {"connection": make_connection(), "file_name": "a.csv", "path": "/none", "started_at": NOON}
    return ImportRun.objects.create(**{**given, **fields})


def columns_of(page: str) -> dict[str, str]:
    """field → chosen column, as the selects of the page stand."""
    chosen = {}
    for part in page.split('<select name="column_')[1:]:
        select = part.split("</select>")[0]
        chosen[select.split('"')[0]] = select.split('" selected')[0].rsplit('value="', 1)[1]
    return {field: column for field, column in chosen.items() if column}


def test_nothing_imported_yet(marketer: Client) -> None:
    assert "Nothing was imported yet" in marketer.get("/settings/imports/").content.decode()


@pytest.mark.parametrize("packed", [False, True])
def test_from_the_file_to_the_rows_that_were_refused(marketer: Client, packed: bool) -> None:
    response = hand_in(marketer, gzip.compress(ROWS.encode()) if packed else ROWS)
    assert response.url.startswith("/settings/imports/columns/?file=")
    page = marketer.get(response.url).content.decode()
    mapping = {"id": "id", "text": "texte", "published_at": "date", "author": "auteur"}
    assert columns_of(page) == mapping
    assert "Toujours en retard" in page and "Monitoring" in page
    assert not Connection.objects.exists()  # nothing is made before it is confirmed
    response = marketer.post(response.url, {f"column_{field}": column for field, column in mapping.items()})
    run = ImportRun.objects.get()
    assert response.url == f"/settings/imports/{run.pk}/"
    page = marketer.get(response.url).content.decode()
    assert 'hx-trigger="every 2s, live"' in page
    run_import(run.pk)
    page = marketer.get(response.url).content.decode()
    assert "every 2s" not in page and "There is no text in it." in page
    run.refresh_from_db()
    assert (run.count_new, run.count_repeated, run.count_rejected) == (2, 0, 1)
    assert "2 new · 1 refused" in marketer.get("/settings/imports/").content.decode()


def test_the_same_file_again_takes_nothing_twice(marketer: Client) -> None:
    url = hand_in(marketer).url
    marketer.post(url, {"column_text": "texte", "column_id": "id", "column_published_at": "date"})
    first = ImportRun.objects.get()
    run_import(first.pk)
    again = marketer.post(f"/settings/imports/{first.pk}/again/")
    second = ImportRun.objects.latest("id")
    assert again.url == f"/settings/imports/{second.pk}/" and second.pk != first.pk
    run_import(second.pk)
    second.refresh_from_db()
    assert (second.count_new, second.count_repeated) == (0, 2)
    assert "Everything in it was already there." in marketer.get(again.url).content.decode()
    Path(second.path).unlink()
    assert marketer.post(f"/settings/imports/{second.pk}/again/", follow=True).status_code == 200
    assert ImportRun.objects.count() == 2


def test_a_source_remembers_its_columns(marketer: Client) -> None:
    source = make_connection("file", name="Export", settings={"mapping": {"text": "auteur", "id": "id"}})
    page = marketer.get(hand_in(marketer, source=str(source.pk), new_name="").url).content.decode()
    assert columns_of(page) == {"text": "auteur", "id": "id"}
    # A file with other columns is guessed anew instead of refused.
    other = marketer.get(hand_in(marketer, "a,text\n1,bonjour tout le monde\n", source=str(source.pk)).url)
    assert columns_of(other.content.decode()) == {"text": "text"}


def test_a_changed_column_changes_the_preview(marketer: Client) -> None:
    url = hand_in(marketer).url
    page = marketer.get(f"{url}&column_text=auteur")
    preview = page.content.decode().split('id="preview"')[1].split("</section>")[0]
    assert "camille" in preview and "Toujours en retard" not in preview


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 whatever", "What is there is not of the kind that is read here."),
        (b"PK\x03\x04 a spreadsheet", "What is there is not of the kind that is read here."),
        (b" ", "There is nothing in the file."),
        (b"", "The submitted file is empty."),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(marketer: Client, content: bytes, words: str) -> None:
    response = hand_in(marketer, content, name="posts.csv")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert [path for path in uploads_folder().iterdir() if path.stat().st_size] == []


def test_a_file_over_the_limit_leaves_nothing(marketer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 1000)
    response = hand_in(marketer, b"x" * 5000)
    assert "This file is larger than 500 MB." in response.content.decode()
    assert list(uploads_folder().iterdir()) == []


def test_without_the_token_of_the_page_nothing_is_taken() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user(roles=("marketer",)))
    assert hand_in(browser).status_code == 403
    assert not ImportRun.objects.exists()


def test_one_column_must_hold_the_text(marketer: Client) -> None:
    response = marketer.post(hand_in(marketer).url, {"column_id": "id"})
    assert "One column has to hold the text." in response.content.decode()
    assert not Connection.objects.exists()


def test_a_file_belongs_to_whoever_handed_it_in(marketer: Client, client: Client) -> None:
    url = hand_in(marketer).url
    other = Client()
    other.force_login(make_user(roles=("marketer",)))
    assert other.get(url).status_code == 404
    assert marketer.get(url + "x").status_code == 404
    assert marketer.get("/settings/imports/columns/").status_code == 404


def test_a_name_is_asked_for_a_new_source(marketer: Client) -> None:
    assert "This field is required." in hand_in(marketer, new_name="").content.decode()
    make_connection("file")
    assert "Give the new source a name" in hand_in(marketer, new_name="").content.decode()


def test_refused_rows_are_paged(marketer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(state="done")
    RejectedInput.objects.bulk_create(
        RejectedInput(
            connection=run.connection,
            import_run=run,
            position=n // 2,
            reason="text-missing",
            excerpt=f"row{n:03}",
            at=NOON,
        )
        for n in range(120)
    )
    seen: list[str] = []
    url = f"/settings/imports/{run.pk}/"
    while url:
        page = marketer.get(url).content.decode()
        seen += [part[:6] for part in page.split('<span class="fine">')[1:]]
        _, found, rest = page.partition('rel="next" href="')
        url = f"/settings/imports/{run.pk}/" + rest.split('"')[0] if found else ""
    assert seen == [f"row{n:03}" for n in range(120)]


def test_a_failed_import_says_why(marketer: Client) -> None:
    run = make_run(state="failed", error_code="unreadable-file")
    page = marketer.get(f"/settings/imports/{run.pk}/").content.decode()
    assert "The file cannot be read." in page and "What was read before is kept." in page


def test_a_list_of_imports_asks_the_same_for_one_and_three(marketer: Client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(1 + len(counts)):
            make_run()
        with CaptureQueriesContext(database) as asked:
            marketer.get("/settings/imports/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_in_french_with_numbers_and_reasons(client: Client) -> None:
    client.force_login(make_user(roles=("community_manager",), language="fr"))
    run = make_run(state="done", count_new=12431, count_rejected=1)
    RejectedInput.objects.create(
        connection=run.connection, import_run=run, position=7, reason="truncated", at=NOON
    )
    page = client.get(f"/settings/imports/{run.pk}/").content.decode()
    assert "12\xa0431" in page and "Le fichier s’arrête au milieu" in page


def test_old_uploads_are_forgotten_unless_an_import_needs_them(data_folder: Path) -> None:
    old, needed, fresh = (upload_path(name) for name in ("aa", "bb", "cc"))
    for path in (old, needed, fresh):
        path.write_text("x")
    long_ago = utc_now().timestamp() - 8 * 86400
    for path in (old, needed):
        os.utime(path, (long_ago, long_ago))
    make_run(path=str(needed), state="running")
    assert forget_old_uploads(now=utc_now()) == 1
    assert not old.exists() and needed.exists() and fresh.exists()


def test_uploads_lie_where_a_worker_on_another_machine_reads_them(data_folder: Path) -> None:
    assert upload_path("0a").parent == data_folder / "files/imports"
    of_the_first_release = data_folder / "web/imports/0b"
    of_the_first_release.parent.mkdir(parents=True)
    of_the_first_release.touch()
    os.utime(of_the_first_release, (0, 0))
    assert forget_old_uploads(now=utc_now()) == 1


@pytest.mark.parametrize("name", ["", "../secret", "a/b", "A0"])
def test_a_stored_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(ValueError, match="not a stored"):
        upload_path(name)


def test_the_handler_leaves_nothing_of_an_interrupted_upload(data_folder: Path) -> None:
    handler = ImportUpload()
    handler.new_file("file", "a.csv", "text/csv", None)
    handler.receive_data_chunk(b"half", 0)
    handler.upload_interrupted()
    assert list(uploads_folder().iterdir()) == []


def test_columns_that_nobody_can_guess_are_chosen_by_hand(marketer: Client) -> None:
    url = hand_in(marketer, "zz,yy\nBonjour,2026-01-01\n").url
    assert columns_of(marketer.get(url).content.decode()) == {"published_at": "yy"}
    refused = marketer.post(url, {"column_published_at": "yy"})
    assert "One column has to hold the text." in refused.content.decode()
    marketer.post(url, {"column_text": "zz", "column_published_at": "yy"})
    run_import(ImportRun.objects.get().pk)
    assert ImportRun.objects.get().count_new == 1


def test_half_an_emoji_in_a_row_or_a_name_breaks_no_preview(marketer: Client) -> None:
    row = '{"id": "1", "text": "half \\ud83d", "\\udc00": "x", "by\\u0000": "y"}\n'
    page = marketer.get(hand_in(marketer, row, name="posts.jsonl").url).content.decode()
    assert "half \ufffd" in page
    assert columns_of(page) == {"id": "id", "text": "text"}


def test_a_button_pressed_twice_makes_one_source_and_one_import(marketer: Client) -> None:
    url = hand_in(marketer).url
    answers = [marketer.post(url, {"column_text": "texte"}).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert (Connection.objects.count(), ImportRun.objects.count()) == (1, 1)
