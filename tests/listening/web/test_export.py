"""Mentions as files, and one act on several of them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from parvis.conversations.models import Conversation
from parvis.foundation.models import AuditEntry
from parvis.listening.models import Mention
from parvis.listening.reads.export_rows import COLUMNS
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import copy_mentions, make_mention
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db
DAYS = "from=2026-03-01&to=2026-03-31"
FORMULA = '=HYPERLINK("https://evil.example")'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def user():
    return make_user(roles=("community_manager",))


@pytest.fixture
def reader(client, user):
    client.force_login(user)
    return client


def taken(client, form: str, query: str = DAYS, **posted):
    response = client.post(f"/listen/mentions/export/{form}/?{query}", posted)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response, b"".join(response.streaming_content)


def csv_rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def sheet_rows(body: bytes) -> list[list[str]]:
    """The cells of the sheet as text, gaps filled."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not list(sheet.iter(f"{SHEET}f"))  # no formula
    found = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = [""] * len(COLUMNS)
        for cell in row:
            letters = cell.attrib["r"].rstrip("0123456789")
            cells[
                sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(letters))) - 1
            ] = "".join(cell.itertext())
        found.append(cells)
    return found


def test_a_file_holds_what_the_list_shows(reader):
    source = make_connection(name="Forum")
    anna = make_identity("anna", display_name="Anna É.")
    make_mention("Déjà vu\nin two lines", connection=source, identity=anna, intents=["complaint", "question"])
    make_mention("Later", connection=source, published_at=NOON + timedelta(days=1), sentiment="positive")
    make_mention("Too early", connection=source, published_at=NOON - timedelta(days=40))
    response, body = taken(reader, "csv")
    assert 'filename="mentions-2026-03-01-2026-03-31.csv"' in response["Content-Disposition"]
    rows = csv_rows(body)
    assert [row["text"] for row in rows] == ["Later", "Déjà vu\nin two lines"]
    assert (rows[1]["author"], rows[1]["handle"], rows[1]["source"]) == ("Anna É.", "anna", "Forum")
    assert rows[1]["intents"] == "complaint question"
    _, narrowed = taken(reader, "csv", f"{DAYS}&sentiment=positive")
    assert [row["text"] for row in csv_rows(narrowed)] == ["Later"]


def test_a_workbook_holds_the_same_and_keeps_times_as_times(reader):
    mention = make_mention("a < b & c\x0b _x000D_", followers=12)
    make_mention(FORMULA, published_at=NOON - timedelta(hours=1))
    _, body = taken(reader, "xlsx")
    head, first, second = sheet_rows(body)
    assert head == list(COLUMNS)
    by_name = dict(zip(head, first, strict=True))
    assert by_name["text"].startswith("a < b & c")
    assert dict(zip(head, second, strict=True))["text"].endswith(FORMULA)
    days = float(by_name["published_at"])
    local = mention.published_at.astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=UTC)
    assert abs((datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=days) - local).total_seconds()) < 1
    assert by_name["followers"] == "12"


def test_no_cell_of_a_file_is_a_formula(reader):
    anna = make_identity(FORMULA, display_name="\u200b=1+1")
    make_mention(FORMULA, identity=anna, title="@SUM(A1)", site="-2+3", url="+1")
    _, body = taken(reader, "csv")
    (row,) = csv_rows(body)
    for name in ("text", "title", "author", "handle", "site", "url"):
        assert row[name].startswith("'"), name


def test_the_ticked_ones_alone(reader):
    one, _two, three = (make_mention(f"number {n}", published_at=NOON + timedelta(hours=n)) for n in range(3))
    _, body = taken(reader, "csv", chosen=[one.pk, three.pk, "x", "0"])
    assert [row["text"] for row in csv_rows(body)] == ["number 2", "number 0"]


def test_taking_a_file_is_logged(reader, user):
    make_mention()
    taken(reader, "csv", f"{DAYS}&sentiment=negative")
    entry = AuditEntry.objects.get(verb="mentions.exported")
    assert (entry.actor_id, entry.detail["rows"], entry.detail["form"]) == (user.pk, 1, "csv")
    assert entry.detail["narrowed"]["sentiment"] == "negative"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_to_take_is_a_file_with_a_head(reader, form):
    _, body = taken(reader, form)
    assert (csv_rows(body) == []) if form == "csv" else (sheet_rows(body) == [list(COLUMNS)])


def test_many_rows_are_all_there(reader):
    copy_mentions(10_500, connection=make_connection(), first_at=NOON, step=timedelta(seconds=30))
    _, body = taken(reader, "csv")
    assert len(csv_rows(body)) == 10_500
    _, body = taken(reader, "xlsx")
    assert len(sheet_rows(body)) == 10_501


def test_parquet_where_it_is_installed(reader):
    parquet = pytest.importorskip("pyarrow.parquet")
    make_mention("Hello", followers=3)
    _, body = taken(reader, "parquet")
    (row,) = parquet.read_table(io.BytesIO(body)).to_pylist()
    assert (row["text"], row["followers"], row["published_at"]) == ("Hello", 3, NOON)


def test_who_may_not(client, reader):
    assert reader.get("/listen/mentions/export/csv/").status_code == 405
    assert reader.post("/listen/mentions/export/exe/").status_code == 404
    make_mention()
    client.force_login(make_user(roles=()))
    assert client.post(f"/listen/mentions/export/csv/?{DAYS}").status_code == 403
    assert client.post("/listen/mentions/chosen/", {"act": "negative"}).status_code == 403


def act(client, act: str, *mentions: Mention):
    response = client.post(
        f"/listen/mentions/chosen/?{DAYS}", {"act": act, "chosen": [m.pk for m in mentions]}, follow=True
    )
    return response, [str(message) for message in response.context["messages"]] if response.context else []


def test_several_are_put_right_at_once(reader):
    mentions = [make_mention(f"text {n}", sentiment="negative") for n in range(3)]
    _, said = act(reader, "positive", *mentions[:2])
    assert said == ["2 mentions put right."]
    found = dict(Mention.objects.values_list("text", "sentiment"))
    assert found == {"text 0": "positive", "text 1": "positive", "text 2": "negative"}


def test_several_become_conversations(reader, user):
    mentions = [make_mention(f"text {n}", published_at=NOON + timedelta(hours=n)) for n in range(3)]
    _, said = act(reader, "open", *mentions[:2])
    assert said == ["2 conversations opened"]
    _, said = act(reader, "take", *mentions)
    assert said == ["1 conversation opened, 3 are yours now, 2 were open already"]
    assert set(Conversation.objects.values_list("mention_id", "assignee_id")) == {
        (m.pk, user.pk) for m in mentions
    }


def test_an_act_without_a_tick_says_so(reader):
    _, said = act(reader, "open")
    assert said == ["Tick the mentions first."]


def test_an_act_that_nobody_offers(reader):
    assert act(reader, "explode", make_mention())[0].status_code == 400


@pytest.mark.parametrize("posted", ["open", "take"])
def test_who_may_not_answer_opens_nothing(client, posted):
    client.force_login(make_user(roles=("moderator",)))
    assert act(client, posted, make_mention())[0].status_code == 400
    assert not Conversation.objects.exists()


def test_in_french(client):
    client.force_login(make_user(roles=("community_manager",), language="fr"))
    mention = make_mention()
    page = client.get(f"/listen/mentions/?{DAYS}").content.decode()
    for words in (
        "Tout sur cette page",
        "Emporter",
        "Ouvrir des conversations",
        "Ouvrir et prendre en charge",
    ):
        assert words in page
    assert act(client, "open", mention)[1] == ["1 conversation ouverte"]
