"""Reading a Discourse backup: the plain SQL inside it, table by table, as lines of our own format.

A backup is a tar.gz that holds dump.sql.gz, made by pg_dump with COPY. Read as Discourse 3 writes it: users,
user_emails, categories, topics, topic_tags, tags, posts, post_actions (type 2 is a like), and the accepted answers of
its "solved" plugin in discourse_solved_solved_topics or, in older backups, in topic_custom_fields. Private messages,
deleted, hidden and machine-made posts stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

Row = dict[str, str | None]
LIKE = "2"
REGULAR = "1"  # post_type of what a person wrote
_COPY = re.compile(r"COPY (?:public\.)?\"?(\w+)\"? \(([^)]*)\) FROM stdin;")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTE = re.compile(r'\[quote(?:="?([^,"\]]*)[^\]]*)?\]\s*(.*?)\s*\[/quote\]', re.DOTALL)
_UPLOAD = re.compile(r"!\[([^\]|]*)[^\]]*\]\(upload://[^)]*\)")


def rows_of(lines: Iterable[str], table: str) -> Iterator[Row]:
    """The rows of one table of a plain SQL dump; the first block of that name."""
    columns: list[str] = []
    for line in lines:
        line = line.rstrip("\n")
        if columns:
            if line == "\\.":
                return
            values = line.split("\t")
            if len(values) == len(columns):
                yield dict(zip(columns, (_value(one) for one in values), strict=True))
        elif line.startswith("COPY ") and (found := _COPY.match(line)) and found[1] == table:
            columns = [name.strip().strip('"') for name in found[2].split(",")]


def lines_of(dump: Callable[[], Iterable[str]]) -> Iterator[dict[str, Any]]:
    """Our lines, in an order in which each names only what stands above. dump: opens the SQL anew at each call."""
    yield from _boards(dump)
    yield from _members(dump)
    topics = _topics(dump)
    tags = _tags(dump)
    firsts: dict[str, str] = {}
    for post in rows_of(dump(), "posts"):
        if post["post_number"] == "1" and _is_kept(post) and (topic := topics.get(post["topic_id"] or "")):
            firsts[post["id"] or ""] = topic["id"] or ""
            yield {
                "type": "question", "id": topic["id"], "board": topic["category_id"], "author": post["user_id"],
                "title": (topic["title"] or "…")[:200], "text": markdown_of(post["raw"] or ""),
                "tags": tags.get(topic["id"] or "", []), "asked_at": moment(post["created_at"]),
                "state": "closed" if topic.get("closed") == "t" or topic.get("archived") == "t" else "open",
                "views": int(topic.get("views") or 0),
            }  # fmt: skip
    shown = set(firsts.values())
    answers: set[str] = set()
    for post in rows_of(dump(), "posts"):
        if post["post_number"] != "1" and _is_kept(post) and post["topic_id"] in shown:
            answers.add(post["id"] or "")
            yield {
                "type": "answer", "id": post["id"], "question": post["topic_id"], "author": post["user_id"],
                "text": markdown_of(post["raw"] or ""), "written_at": moment(post["created_at"]),
            }  # fmt: skip
    for topic_id, answer_id, at in _accepted(dump):
        if topic_id in shown and answer_id in answers:
            yield {"type": "accepted", "question": topic_id, "answer": answer_id, "at": moment(at)}
    for act in rows_of(dump(), "post_actions"):
        if act["post_action_type_id"] != LIKE or act.get("deleted_at") is not None:
            continue
        if act["post_id"] in answers:
            yield {
                "type": "vote", "answer": act["post_id"], "member": act["user_id"],
                "at": moment(act["created_at"]),
            }  # fmt: skip
        elif act["post_id"] in firsts:
            yield {
                "type": "me_too", "question": firsts[act["post_id"] or ""], "member": act["user_id"],
                "at": moment(act["created_at"]),
            }  # fmt: skip


def markdown_of(raw: str) -> str:
    """A post's own words as CommonMark: quotes as quotes, pictures of the other place by their names."""

    def quoted(found: re.Match[str]) -> str:
        said = "\n".join(f"> {line}" for line in found[2].splitlines())
        by = f"> **{found[1]}:**\n" if found[1] else ""
        return f"\n{by}{said}\n\n"

    text = _QUOTE.sub(quoted, raw)
    return _UPLOAD.sub(r"*\1*", text).strip() or "…"


def moment(value: str | None) -> str:
    """A timestamp of the dump, which is in UTC and says no zone."""
    at = datetime.fromisoformat(value or "1970-01-01")
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()


def _value(written: str) -> str | None:
    if written == "\\N":
        return None
    if "\\" not in written:
        return written
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), written)


def _is_kept(post: Row) -> bool:
    return (
        post.get("deleted_at") is None
        and post.get("hidden") != "t"
        and post.get("post_type") == REGULAR
        and post["user_id"] is not None
    )


def _boards(dump: Callable[[], Iterable[str]]) -> Iterator[dict[str, Any]]:
    for row in rows_of(dump(), "categories"):
        about = re.sub(r"<[^>]*>", "", row.get("description") or "")[:300]
        yield {
            "type": "board", "id": row["id"], "name": (row["name"] or "…")[:80], "about": about,
            "is_private": row.get("read_restricted") == "t",
        }  # fmt: skip


def _members(dump: Callable[[], Iterable[str]]) -> Iterator[dict[str, Any]]:
    emails = {
        row["user_id"]: row["email"]
        for row in rows_of(dump(), "user_emails")
        if row.get("primary") == "t" and not (row["email"] or "").endswith(".invalid")
    }
    for row in rows_of(dump(), "users"):
        line = {
            "type": "member", "id": row["id"], "name": row["username"],
            "joined_at": moment(row["created_at"]), "trust": min(int(row.get("trust_level") or 1), 3),
        }  # fmt: skip
        yield line | ({"email": emails[row["id"]]} if row["id"] in emails else {})


def _topics(dump: Callable[[], Iterable[str]]) -> dict[str, Row]:
    return {
        row["id"] or "": row
        for row in rows_of(dump(), "topics")
        if row.get("archetype") == "regular"
        and row.get("deleted_at") is None
        and row.get("visible") != "f"
        and row.get("category_id") is not None
    }


def _tags(dump: Callable[[], Iterable[str]]) -> dict[str, list[str]]:
    names = {row["id"]: row["name"] or "" for row in rows_of(dump(), "tags")}
    tags: dict[str, list[str]] = {}
    for row in rows_of(dump(), "topic_tags"):
        if row["tag_id"] in names:
            tags.setdefault(row["topic_id"] or "", []).append(names[row["tag_id"]])
    return tags


def _accepted(dump: Callable[[], Iterable[str]]) -> Iterator[tuple[str, str, str | None]]:
    seen = set()
    for row in rows_of(dump(), "discourse_solved_solved_topics"):
        seen.add(row["topic_id"])
        yield row["topic_id"] or "", row["answer_post_id"] or "", row["created_at"]
    for row in rows_of(dump(), "topic_custom_fields"):
        if row["name"] == "accepted_answer_post_id" and row["topic_id"] not in seen:
            yield row["topic_id"] or "", row["value"] or "", row["created_at"]
