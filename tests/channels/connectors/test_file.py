"""Files as they are found: what is read, what is refused and why, and how a killed import goes on."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.channels.connectors.file import client
from parvis.channels.connectors.file.client import inspect_file, read_pages
from parvis.channels.connectors.file.mapping import guess_mapping, read_count
from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.protocol import ConnectorError
from tests.conftest import SHARED_DATA, require_data

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HEADER = b"id,created_at,author,text\n"


def read(content: bytes, folder: Path, **wanted: Any) -> tuple[list[InboundItem], list[RejectedRow]]:
    path = folder / "posts.csv"
    path.write_bytes(content)
    items: list[InboundItem] = []
    rejected: list[RejectedRow] = []
    for page in read_pages({"path": str(path), **wanted}, {}, now=NOW):
        items += page.items
        rejected += page.rejected
    return items, rejected


def reasons(rejected: list[RejectedRow]) -> list[tuple[int, str]]:
    return [(row.position, row.reason) for row in rejected]


def row(number: int, text: str = "bonjour") -> bytes:
    return f"{number},2025-05-0{number % 9 + 1}T10:00:00Z,ana,{text}\n".encode()


REAL_FILES = [
    ("twcs/dialogues_dev.csv.gz", "conversations", 12_961),
    ("twcs/onesided_dev.csv.gz", "conversations", 28_129),
    ("airline2015/tweets_dev.csv.gz", "mentions", 11_513),
    ("airline_mentions/mentions_dev.csv.gz", "mentions", 25_176),
    ("free_telecom_fr/tweets_dev.csv.gz", "mentions", 2_622),
]


@pytest.mark.parametrize(
    ("name", "mode", "rows"), [pytest.param(*case, marks=require_data(case[0])) for case in REAL_FILES]
)
def test_real_files_are_read_to_the_last_row(name: str, mode: str, rows: int) -> None:
    pages = list(read_pages({"path": str(SHARED_DATA / name), "mode": mode}, {}, now=NOW))
    items = [item for page in pages for item in page.items]
    assert [page.rejected for page in pages if page.rejected] == []
    assert len(items) == rows
    assert len({item.external_id for item in items}) == rows
    assert {item.addressed for item in items} == {mode == "conversations"}
    assert all(len(page.items) <= 2_000 for page in pages)


@require_data("twcs/dialogues_dev.csv.gz")
def test_both_sides_of_a_real_history_keep_their_direction_and_links() -> None:
    path = str(SHARED_DATA / "twcs/dialogues_dev.csv.gz")
    pages = read_pages({"path": path, "mode": "conversations"}, {}, now=NOW)
    by_id = {item.external_id: item for page in pages for item in page.items}
    # The first thread of the file: 115904 asks American Airlines for help.
    question, answer = by_id["999"], by_id["998"]
    assert (question.outbound, question.author.handle, question.recipient_handle) == (
        False,
        "115904",
        "AmericanAir",
    )
    assert (answer.outbound, answer.author.handle, answer.in_reply_to) == (True, "AmericanAir", "999")
    assert question.published_at == datetime(2017, 10, 31, 21, 47, 45, tzinfo=UTC)


@require_data("airline_mentions/mentions_dev.csv.gz")
def test_a_file_without_dates_says_that_they_are_the_time_of_import() -> None:
    path = str(SHARED_DATA / "airline_mentions/mentions_dev.csv.gz")
    layout = inspect_file({"path": path})
    assert layout.notes == ("published-at-is-import-time", "ids-from-content")
    assert layout.mapping == {"text": "text", "recipient": "brand"}
    first = next(read_pages({"path": path}, {}, now=NOW)).items[0]
    assert (first.published_at, first.recipient_handle) == (NOW, "AirFrance")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("cp1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(
    encoding: str, mark: bytes, packed: bool, line_end: str, tmp_path: Path
) -> None:
    text = line_end.join(
        ["id;date;auteur;texte", "1;28/12/2020 07:26;Zoé;Déçu, très déçu", "2;;Léa;à voir", ""]
    )
    content = mark + text.encode(encoding)
    items, rejected = read(gzip.compress(content) if packed else content, tmp_path)
    assert [(i.external_id, i.author.handle, i.text) for i in items] == [("1", "Zoé", "Déçu, très déçu")]
    assert items[0].published_at == datetime(2020, 12, 28, 7, 26, tzinfo=UTC)
    assert reasons(rejected) == [(3, "date-missing")]


def test_a_line_in_another_encoding_costs_nothing_else(tmp_path: Path) -> None:
    content = HEADER + row(1, "été") + "2,2025-05-01,ana,été\n".encode("cp1252") + row(3, "été")
    items, rejected = read(content, tmp_path)
    assert ([i.text for i in items], rejected) == (["été"] * 3, [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told_from_the_content(delimiter: str, tmp_path: Path) -> None:
    lines = [["id", "date", "text"], ["1", "2025-01-02", '"one, two; three"'], ["2", "2025-01-02", "four"]]
    items, rejected = read("\n".join(delimiter.join(cells) for cells in lines).encode(), tmp_path)
    assert ([i.text for i in items], rejected) == (["one, two; three", "four"], [])


def test_a_declared_delimiter_is_obeyed(tmp_path: Path) -> None:
    items, rejected = read(b"sep=;\r\nid;date;text\r\n1;2025-01-02;a,b\r\n", tmp_path)
    assert ([(i.external_id, i.text) for i in items], rejected) == ([("1", "a,b")], [])


BAD_ROWS = [
    (b"2,2025-01-01,ana\n", "wrong-cell-count"),
    (b"2,2025-01-01,ana,a,b\n", "wrong-cell-count"),
    (b"2,2025-01-01,ana,\n", "text-missing"),
    (b"2,2025-01-01,ana,   \n", "text-missing"),
    (b"2,,ana,text\n", "date-missing"),
    (b"2,yesterday,ana,text\n", "date-unreadable"),
    (b"2,1970-01-01T00:00:00Z,ana,text\n", "date-too-old"),
    (b"2,0,ana,text\n", "date-too-old"),
    (b"2,2100-01-01,ana,text\n", "date-in-future"),
    (b"2,2026-03-02T12:00:01Z,ana,text\n", "date-in-future"),
    (b"2,2025-01-01,ana," + b"x" * 100_001 + b"\n", "text-too-long"),
    (b"2,2025-01-01,ana," + b"x" * 140_000 + b"\n", "text-too-long"),
    (b'2,2025-01-01,ana,"' + b"x" * 140_000 + b'"\n', "text-too-long"),
    (b"2,2025-01-01,ana," + b"x" * 10_000_000 + b"\n", "line-too-long"),
    (b"1,2025-01-01,ana,again\n", "duplicate-id"),
    (b'2,2025-01-01,ana,"never closed\n', "unclosed-quote"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_ROWS, ids=[f"{r}-{n}" for n, (_, r) in enumerate(BAD_ROWS)])
@pytest.mark.parametrize("packed", [False, True])
def test_a_bad_row_is_reported_and_the_others_are_read(
    bad: bytes, reason: str, packed: bool, tmp_path: Path
) -> None:
    content = HEADER + row(1) + bad + row(3) + b'4,2025-01-01,ana,"two\nlines"\n'
    items, rejected = read(gzip.compress(content) if packed else content, tmp_path)
    assert reasons(rejected) == [(3, reason)]
    assert [i.external_id for i in items] == ["1", "3", "4"]
    assert items[-1].text == "two\nlines"


def test_quotation_marks_nobody_doubled_are_read(tmp_path: Path) -> None:
    items, rejected = read(HEADER + b'1,2025-01-01,ana,"He said "hi" to me"\n' + row(2), tmp_path)
    assert ([i.external_id for i in items], rejected) == (["1", "2"], [])


def test_an_unclosed_mark_cannot_swallow_rows_of_the_right_width(tmp_path: Path) -> None:
    content = b'id,text\n1,"open\n2,"fine"\n3,also fine\n'
    items, rejected = read(content, tmp_path)
    assert ([i.external_id for i in items], reasons(rejected)) == (["2", "3"], [(2, "unclosed-quote")])


def test_an_unclosed_mark_before_a_long_file_costs_one_line(tmp_path: Path) -> None:
    rows = b"".join(b"%d,2025-01-01,ana,%s\n" % (n, b"y" * 100) for n in range(2, 3_000))
    items, rejected = read(HEADER + b'1,2025-01-01,ana,"open\n' + rows, tmp_path)
    assert (len(items), reasons(rejected)) == (2_998, [(2, "unclosed-quote")])


@pytest.mark.parametrize(
    "text",
    ["مرحبا بالعالم", "😀🔥", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "x\x00y", "‮abc"],
)
def test_any_text_is_only_text(text: str, tmp_path: Path) -> None:
    items, rejected = read(HEADER + row(1, text), tmp_path)
    assert ([i.text for i in items], rejected) == ([text.replace("\x00", "\ufffd")], [])


def test_nul_bytes_are_replaced_in_every_field(tmp_path: Path) -> None:
    content = b"id,date,author,title,recipient,text\n1\x00,2025-01-01,a\x00a,t\x00t,r\x00r,x\x00y\n"
    items, _ = read(content, tmp_path)
    item = items[0]
    written = [item.external_id, item.author.handle, item.title, item.recipient_handle, item.text]
    assert written == ["1\ufffd", "a\ufffda", "t\ufffdt", "r\ufffdr", "x\ufffdy"]


def test_a_truncated_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    chance = random.Random(1)
    rows = b"".join(row(n, f"{chance.random():.12f}") for n in range(1, 5_001))
    packed = gzip.compress(HEADER + rows)
    items, rejected = read(packed[: len(packed) // 2], tmp_path)
    assert len(items) > 2_000
    assert [i.external_id for i in items] == [str(n) for n in range(1, len(items) + 1)]
    assert reasons(rejected) == [(len(items) + 2, "truncated")]
    assert rejected[0].detail == f"{len(items)} rows before"


def test_a_damaged_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(HEADER + row(1) + row(2)))
    packed[-8] ^= 0xFF  # the checksum: the content is whole, the proof is not
    items, rejected = read(bytes(packed), tmp_path)
    assert ([i.external_id for i in items], reasons(rejected)) == (["1", "2"], [(4, "damaged")])


def test_gzip_members_are_read_one_after_the_other(tmp_path: Path) -> None:
    items, rejected = read(gzip.compress(HEADER + row(1)) + gzip.compress(row(2)) + b"\0" * 600, tmp_path)
    assert ([i.external_id for i in items], rejected) == (["1", "2"], [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"  \n\n", "empty-file"),
        (b"PK\x03\x04rest", "malformed"),
        (b'[{"text": "a"}]', "malformed"),
        (b"{not json\n{neither\n", "malformed"),
        (b"a,b\n1,2\n", "mapping"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_at_once(content: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(ConnectorError) as caught:
        read(content, tmp_path)
    assert (caught.value.code, caught.value.permanent) == (code, True)


def test_an_absent_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path, "nul\0"):
        with pytest.raises(ConnectorError, match="unreadable-file"):
            inspect_file({"path": str(path)})


def test_json_lines_with_nested_names_and_bad_lines(tmp_path: Path) -> None:
    good = {"id": 7, "created_at": 1_609_140_383, "text": "hé \ud83d", "user": {"screen_name": "léa"}}
    lines = [
        json.dumps(good),
        '{"id": 8, "text": ',
        "[" * 100_000,
        '{"id": ' + "9" * 5_000 + "}",
        '"a text alone"',
        json.dumps({**good, "id": 9, "created_at": 1_609_140_383_000, "text": "emoji \\ud83d\\ude00"}),
        '{"id": 10, "text": "no date"}',
        json.dumps({**good, "id": 7}),
    ]
    mapping = {"id": "id", "text": "text", "published_at": "created_at", "author": "user.screen_name"}
    items, rejected = read("\n".join(lines).encode(), tmp_path, mapping=mapping)
    moment = datetime(2020, 12, 28, 7, 26, 23, tzinfo=UTC)
    assert [(i.external_id, i.text, i.published_at, i.author.handle) for i in items] == [
        ("7", "hé \ufffd", moment, "léa"),
        ("9", "emoji \\ud83d\\ude00", moment, "léa"),
    ]
    assert reasons(rejected) == [
        (2, "malformed-json"),
        (3, "malformed-json"),
        (4, "malformed-json"),
        (5, "malformed-json"),
        (7, "date-missing"),
        (8, "duplicate-id"),
    ]


CURSOR_FILES = {
    "csv": b"id,date,text\n" + b"".join(b'%d,2025-01-01,"line\nof %d"\n' % (n, n) for n in range(25)),
    "jsonl": b"".join(b'{"id": %d, "date": "2025-01-01", "text": "t%d"}\n' % (n, n) for n in range(25)),
    "no ids": b"brand,text\n" + b"".join(b"acme,text number %d here\n" % (n % 4) for n in range(25)),
}


@pytest.mark.parametrize("kind", CURSOR_FILES)
@pytest.mark.parametrize("packing", ["plain", "gzip", "utf-16"])
def test_a_killed_import_goes_on_exactly_after_each_page(
    kind: str, packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PAGE_ROWS", 7)
    content = CURSOR_FILES[kind]
    path = tmp_path / "posts"
    path.write_bytes(
        gzip.compress(content)
        if packing == "gzip"
        else content.decode().encode("utf-16")
        if packing == "utf-16"
        else content
    )
    settings_ = {"path": str(path)}
    whole = [item for page in read_pages(settings_, {}, now=NOW) for item in page.items]
    assert len({item.external_id for item in whole}) == 25
    cursor: dict[str, Any] = {}
    in_parts: list[InboundItem] = []
    for _ in range(10):
        page = next(read_pages(settings_, cursor, now=NOW), None)
        if page is None:
            break
        in_parts += page.items
        cursor = json.loads(json.dumps(page.cursor))
    assert in_parts == whole
    assert cursor["is_done"] is True
    assert list(read_pages(settings_, cursor, now=NOW)) == []


def test_equal_rows_without_id_are_each_kept_and_the_same_on_a_second_import(tmp_path: Path) -> None:
    content = b"brand,text\n" + b"acme,late again today\n" * 3 + b"acme,on time\n"
    first, _ = read(content, tmp_path)
    second, _ = read(content, tmp_path)
    assert [i.external_id for i in first] == [i.external_id for i in second]
    assert len({i.external_id for i in first}) == 4


def test_rows_added_to_a_file_are_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(HEADER + b"".join(row(n) for n in range(1, 200)))
    *_, last = read_pages({"path": str(path)}, {}, now=NOW)
    with path.open("ab") as more:
        more.write(row(200))
    added = [i.external_id for p in read_pages({"path": str(path)}, last.cursor, now=NOW) for i in p.items]
    assert added == ["200"]


def test_another_file_under_the_same_name_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(HEADER + row(1))
    *_, last = read_pages({"path": str(path)}, {}, now=NOW)
    path.write_bytes(HEADER + row(2))
    found = [i.external_id for p in read_pages({"path": str(path)}, last.cursor, now=NOW) for i in p.items]
    assert found == ["2"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as large:
        large.write(b"brand,text\n")
        for n in range(12_000):
            large.write(b"acme,%d %s\n" % (n, b"z" * 1_000))
        large.write(b"acme," + b"q" * 10_000_000)
    tracemalloc.start()
    rows = sum(len(page.items) for page in read_pages({"path": str(path)}, {}, now=NOW))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # 22 MB unpacked; one page is 2,000 rows of 1 KB, read beside blocks of 256 KB and a line of 2 MB.
    assert rows == 12_000
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ["Identifiant", "Créé le", "Auteur", "Texte", "Abonnés"],
            {
                "id": "Identifiant",
                "published_at": "Créé le",
                "author": "Auteur",
                "text": "Texte",
                "followers": "Abonnés",
            },
        ),
        (
            ["tweet_id", "user", "full_text", "created_at", "lang", "in_reply_to_status_id"],
            {
                "id": "tweet_id",
                "author": "user",
                "text": "full_text",
                "published_at": "created_at",
                "language": "lang",
                "in_reply_to": "in_reply_to_status_id",
            },
        ),
    ],
)  # fmt: skip
def test_usual_names_are_known_in_both_languages(columns: list[str], expected: dict[str, str]) -> None:
    assert guess_mapping(columns, []) == expected


def test_columns_with_unknown_names_are_known_by_their_content() -> None:
    rows = [{"a": "12", "b": "2025-01-02 10:00", "c": "A whole sentence about a late train."}] * 3
    assert guess_mapping(["a", "b", "c"], rows) == {"published_at": "b", "text": "c"}


def test_a_mapping_by_hand_overrides_and_is_checked(tmp_path: Path) -> None:
    content = b"a,b,c\n1,hello there,2025-01-01\n"
    items, _ = read(content, tmp_path, mapping={"text": "b", "published_at": "c"})
    assert [(i.text, i.published_at) for i in items] == [("hello there", datetime(2025, 1, 1, tzinfo=UTC))]
    with pytest.raises(ConnectorError, match="no column z"):
        read(content, tmp_path, mapping={"text": "z"})


def test_month_first_dates_are_noticed(tmp_path: Path) -> None:
    content = b"id,date,text\n1,01/02/2025,first post\n2,12/28/2025,second post\n"
    items, _ = read(content, tmp_path)
    assert [i.published_at.date().isoformat() for i in items] == ["2025-01-02", "2025-12-28"]


def test_directions_decide_who_speaks_and_nonsense_is_refused(tmp_path: Path) -> None:
    content = (
        b"id,inbound,date,text,brand\n1,True,2025-01-01,q,B\n2,non,2025-01-01,a,B\n3,maybe,2025-01-01,x,B\n"
    )
    mapping = {"id": "id", "inbound": "inbound", "text": "text", "published_at": "date", "recipient": "brand"}
    items, rejected = read(content, tmp_path, mode="conversations", mapping=mapping)
    assert [(i.outbound, i.addressed, i.recipient_handle) for i in items] == [
        (False, True, "B"),
        (True, True, ""),
    ]
    assert reasons(rejected) == [(4, "direction-unreadable")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1200", 1200),
        ("1 200", 1200),
        ("1,200", 1200),
        ("12.0", 12),
        ("-3", -3),
        ("many", None),
        ("9" * 10, None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@settings(max_examples=150, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(alphabet=st.sampled_from('a1",;\n\r\t{}[]:\\\x00é😀'), max_size=200).map(
            lambda text: b"id,text\n" + text.encode()
        ),
        st.text(alphabet=st.sampled_from('a1",\n{}[]:\\\x00é'), max_size=200).map(
            lambda text: b'{"text": "a"}\n' + text.encode()
        ),
    ),
    packed=st.booleans(),
)
def test_any_bytes_give_items_rejections_or_a_connector_error(
    content: bytes, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        items, _ = read(gzip.compress(content) if packed else content, folder)
    except ConnectorError:
        return
    repeats = [key for key, count in Counter(i.external_id for i in items).items() if count > 1]
    assert repeats == []
    assert all("\x00" not in i.text and i.published_at.tzinfo is not None for i in items)


@pytest.mark.parametrize("length", [300_000, 10_000_000])  # longer than a sample; longer than a line may be
def test_a_long_first_line_does_not_hide_the_others(tmp_path: Path, length: int) -> None:
    posts = [{"id": "1", "text": "b" * length}, {"id": "2", "text": "fine"}]
    items, rejected = read("".join(json.dumps(post) + "\n" for post in posts).encode(), tmp_path)
    assert [item.external_id for item in items] == ["2"]
    assert reasons(rejected) == [(1, "text-too-long" if length < 2_000_000 else "line-too-long")]
