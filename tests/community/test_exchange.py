"""A community that comes in and goes out: whole, once, and hostile lines left out one by one."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parvis.community.actions.bring_in import BATCH, OriginRefused, bring_in
from parvis.community.actions.leave import leave
from parvis.community.logic.discourse import lines_of, markdown_of
from parvis.community.logic.exchange import Fault, read_line
from parvis.community.models import Answer, Board, HelpfulVote, Member, MemberContact, MeToo, Question
from parvis.community.reads.exchange import exported
from parvis.foundation.access import purpose
from tests.conftest import require_data
from tests.factories.channels import NOON
from tests.factories.community import make_member
from tests.processes import environment, wait_until

AT = "2020-05-01T10:00:00Z"
LATER = "2020-05-02T10:00:00Z"
LINES: list[dict[str, object]] = [
    {"type": "board", "id": "b", "name": "Phones"},
    {"type": "member", "id": "1", "name": "ana", "joined_at": AT, "email": "ana@example.org"},
    {"type": "member", "id": "2", "name": "Ben", "joined_at": AT, "language": "fr"},
    {"type": "question", "id": "q", "board": "b", "author": "1", "title": "Why does it stop?",
     "text": "It **stops**. ![seen](https://elsewhere.example/a.png)", "tags": ["Battery Life"], "asked_at": AT,
     "views": 7},
    {"type": "answer", "id": "a", "question": "q", "author": "2", "text": "Charge it.", "written_at": LATER},
    {"type": "answer", "id": "c", "question": "q", "author": "1", "text": "Thanks!", "written_at": LATER,
     "parent": "a"},
    {"type": "accepted", "question": "q", "answer": "a", "at": LATER},
    {"type": "vote", "answer": "a", "member": "1", "at": LATER},
    {"type": "me_too", "question": "q", "member": "2", "at": LATER},
]  # fmt: skip


def lines(*objects: dict[str, object]) -> list[str]:
    return [json.dumps(one) for one in objects or LINES]


@pytest.mark.django_db
def test_everything_comes_in_counted_and_once():
    done = bring_in(lines(), origin="forum", now=NOON)
    assert (done.lines, sum(done.new.values()), done.known, done.faults) == (9, 9, 0, [])
    question = Question.objects.get()
    assert (question.title, question.tags, question.view_count) == ("Why does it stop?", ["battery-life"], 7)
    assert (question.answer_count, question.me_too_count, question.last_position) == (1, 1, 2)
    assert question.accepted is not None and question.accepted.text == "Charge it."
    assert question.first_answered_at == question.active_at == datetime(2020, 5, 2, 10, tzinfo=UTC)
    assert question.language == "en"
    assert "<strong>stops</strong>" in question.html and "<img" not in question.html
    assert 'href="https://elsewhere.example/a.png"' in question.html
    ana, ben = Member.objects.order_by("pk")
    assert (ana.question_count, ana.answer_count) == (1, 0)
    assert (ben.answer_count, ben.accepted_count, ben.helpful_count) == (1, 1, 1)
    with purpose("membership"):
        contact = MemberContact.objects.get()
    assert (contact.member_id, contact.is_email_confirmed) == (ana.pk, False)

    again = bring_in(lines(), origin="forum", now=NOON)
    assert (sum(again.new.values()), again.known, again.fault_count) == (0, 9, 0)
    question.refresh_from_db()
    assert (question.answer_count, question.me_too_count) == (1, 1)
    assert (Member.objects.count(), HelpfulVote.objects.count(), MeToo.objects.count()) == (2, 1, 1)


@pytest.mark.django_db
def test_what_goes_out_comes_in_elsewhere_as_it_was():
    bring_in(lines(), origin="forum", now=NOON)
    first = [json.loads(line) for line in exported()]
    assert "email" not in json.dumps(first)
    with purpose("membership"):
        assert "ana@example.org" in "".join(exported(with_addresses=True))
    bring_in([json.dumps(one) for one in first], origin="copy", now=NOON)
    copied = Question.objects.get(origin="copy")
    original = Question.objects.get(origin="forum")
    for field in ("title", "text", "html", "tags", "asked_at", "answer_count", "me_too_count", "view_count"):
        assert getattr(copied, field) == getattr(original, field), field
    # Nobody bears a name twice: those of the copy are told apart.
    assert sorted(Member.objects.values_list("name", flat=True)) == ["Ben", "Ben 2", "ana", "ana 2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "code", "about"),
    [
        ("{", "not-json", ""),
        ("[1]", "shape", "type"),
        ('{"type": "king"}', "shape", "type"),
        ('{"type": "board", "id": "x"}', "shape", "board.name"),
        ('{"type": "board", "id": "x", "name": "y", "colour": 1}', "shape", "board.colour"),
        ({**LINES[3], "id": "n", "board": "zz"}, "unknown-board", "zz"),
        ({**LINES[3], "id": "n", "author": "zz"}, "unknown-member", "zz"),
        ({**LINES[4], "id": "n", "question": "zz"}, "unknown-question", "zz"),
        ({**LINES[5], "id": "n", "parent": "zz"}, "unknown-answer", "zz"),
        ({**LINES[5], "id": "n", "parent": "c"}, "comment-on-comment", "n"),
        ({**LINES[6], "answer": "c"}, "other-question", "c"),
        ({**LINES[7], "member": "2"}, "own-text", "a"),
        ({**LINES[8], "member": "1"}, "own-text", "q"),
        ({**LINES[1], "id": "n", "trust": 4}, "shape", "member.trust"),
        ({**LINES[1], "id": "n", "joined_at": "2020-05-01T10:00:00"}, "shape", "member.joined_at"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_left_out_alone(line, code, about):
    bring_in(lines(), origin="forum", now=NOON)
    raw = line if isinstance(line, str) else json.dumps(line)
    done = bring_in([raw, *lines({**LINES[3], "id": "after"})], origin="forum", now=NOON)
    assert done.faults == [Fault(1, code, about)]
    assert Question.objects.filter(external_id="after").exists()


def test_no_line_raises_and_a_huge_one_is_not_parsed():
    assert read_line("x" * 1_000_001, number=3) == Fault(3, "too-long")
    assert isinstance(read_line('{"type":"board","id":"\\u0000"}', number=1), Fault)


@pytest.mark.django_db
def test_nobody_passes_for_the_house_and_no_address_is_taken_over():
    known = make_member("Ana Real")
    bring_in(lines(LINES[1]), origin="first", now=NOON)
    done = bring_in(
        lines({**LINES[1], "name": "Administrator"}, {**LINES[2], "name": "Ana Rea1"}),
        origin="second",
        now=NOON,
    )
    assert done.new == {"member": 2}
    names = list(Member.objects.order_by("pk").values_list("name", flat=True))
    assert names == [known.name, "ana", "Member 1", "Ana Rea1 2"]
    with purpose("membership"):
        assert MemberContact.objects.count() == 1
    for origin in ("", "web", "mail", "x" * 41):
        with pytest.raises(OriginRefused):
            bring_in(lines(), origin=origin, now=NOON)


@pytest.mark.django_db
def test_who_left_is_not_brought_back():
    bring_in(lines(), origin="forum", now=NOON)
    ben = Member.objects.get(name="Ben")
    leave(ben, now=NOON)
    bring_in(lines(), origin="forum", now=NOON)
    assert not Member.objects.filter(name="Ben").exists()
    assert Member.objects.count() == 2


BRING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.community.actions.bring_in import bring_in
from parvis.foundation.clock import utc_now
with open(sys.argv[1]) as file:
    bring_in(file, origin="forum", now=utc_now())
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_is_begun_again_and_nothing_is_twice(database_addresses, tmp_path):
    file = tmp_path / "forum.jsonl"
    answers = [{**LINES[4], "id": f"a{n}"} for n in range(2 * BATCH)]
    file.write_text("\n".join(lines(*LINES[:4], *answers)))
    process = subprocess.Popen([sys.executable, "-c", BRING, str(file)], env=environment(database_addresses))
    wait_until(
        lambda: Answer.objects.exists() or process.poll() is not None, what="a batch is there", seconds=40
    )
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    with file.open() as again:
        bring_in(again, origin="forum", now=NOON)
    question = Question.objects.get()
    assert Answer.objects.count() == question.answer_count == question.last_position == 2 * BATCH
    assert Member.objects.get(name="Ben").answer_count == 2 * BATCH


DUMP = (Path(__file__).parent.parent / "payloads" / "discourse_dump.sql").read_text()


def test_a_backup_of_discourse_is_read_as_our_lines():
    found = list(lines_of(lambda: io.StringIO(DUMP)))
    assert [one["type"] for one in found] == [
        "board", "board", "member", "member", "member", "question", "answer", "accepted", "vote", "me_too",
    ]  # fmt: skip
    question, answer = found[5], found[6]
    assert question["text"] == "First line\nsecond\\line\twith tab"
    assert (question["state"], question["tags"], question["views"]) == ("closed", ["battery"], 12)
    assert answer["text"] == "> **ana:**\n> First line\n\n\nDo *this*. *cat*"
    assert not any(isinstance(read_line(json.dumps(one), number=1), Fault) for one in found)
    assert markdown_of("") == "…"


@pytest.mark.django_db
def test_a_real_archive_by_the_command_s_own_reader(tmp_path: Path):
    from parvis.project.commands.community import _lines

    packed = gzip.compress(DUMP.encode())
    archive = tmp_path / "backup.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        part = tarfile.TarInfo("dump.sql.gz")
        part.size = len(packed)
        tar.addfile(part, io.BytesIO(packed))
    with _lines(archive) as found:
        done = bring_in(found, origin="discourse", now=NOON)
    assert done.fault_count == 0
    assert Question.objects.get().accepted.text.endswith("*cat*")
    assert Board.objects.filter(is_private=True).count() == 1


@pytest.mark.django_db
@require_data("semeval2016_cqa/train_part2.jsonl.gz", "stackfaq/faq.jsonl.gz")
@pytest.mark.parametrize("forum", ["semeval", "stackfaq"])
def test_a_real_forum_comes_in_whole_and_can_be_read(forum, client, shared_data):
    from bench.community_samples import FORUMS

    given = list(FORUMS[forum](shared_data))
    done = bring_in(lines(*given), origin=forum, now=NOON)
    assert done.fault_count == 0, done.faults[:3]
    assert Question.objects.count() == sum(one["type"] == "question" for one in given)
    assert Answer.objects.count() == sum(one["type"] == "answer" for one in given)
    answers = dict(Question.objects.values_list("pk", "answer_count"))
    assert sum(answers.values()) == Answer.objects.count()
    assert client.get("/community/").status_code == 200
    longest = Question.objects.get(pk=max(answers, key=answers.__getitem__))
    page = client.get(f"/community/questions/{longest.pk}/{longest.slug}/").content.decode()
    assert page.count('id="answer-') >= min(answers[longest.pk], 10)
