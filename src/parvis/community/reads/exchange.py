"""The community as it goes out: the same lines as come in (logic/exchange.py), what readers are shown (private boards
as such) and nothing that was withheld.

Articles, ideas and reviews have no lines yet; they, and what was withheld, are in the installation's backup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from parvis.community.models import Answer, Board, HelpfulVote, Member, MemberContact, MeToo, Question

CHUNK = 2_000


def exported(*, with_addresses: bool = False) -> Iterator[str]:
    """Lines without their ends. with_addresses: members' mail addresses too; read under purpose "membership"."""
    for line in _objects(with_addresses):
        yield json.dumps({name: value for name, value in line.items() if value not in (None, "", [])},
                         ensure_ascii=False)  # fmt: skip


def _objects(with_addresses: bool) -> Iterator[dict[str, Any]]:
    for board in Board.objects.filter(fused_into=None):
        yield {
            "type": "board", "id": f"b{board.pk}", "name": board.name, "about": board.about,
            "language": board.language, "is_private": board.is_private or None,
        }  # fmt: skip
    yield from _members(with_addresses)
    fused = dict(Board.objects.exclude(fused_into=None).values_list("pk", "fused_into_id"))
    questions = Question.objects.filter(state__in=Question.SHOWN_STATES)
    for one in questions.order_by("pk").iterator(CHUNK):
        yield {
            "type": "question", "id": f"q{one.pk}", "board": f"b{fused.get(one.board_id, one.board_id)}",
            "author": f"m{one.author_id}", "title": one.title, "text": one.text, "language": one.language,
            "tags": one.tags, "asked_at": one.asked_at.isoformat(), "state": one.state, "views": one.view_count,
        }  # fmt: skip
    shown = Q(state__in=Answer.SHOWN_STATES, question__state__in=Question.SHOWN_STATES)
    under = Q(parent=None) | Q(parent__state__in=Answer.SHOWN_STATES)
    for answer in Answer.objects.filter(shown & under).order_by("pk").iterator(CHUNK):
        yield {
            "type": "answer", "id": f"a{answer.pk}", "question": f"q{answer.question_id}",
            "author": f"m{answer.author_id}", "text": answer.text, "written_at": answer.written_at.isoformat(),
            "parent": f"a{answer.parent_id}" if answer.parent_id else None,
        }  # fmt: skip
    chosen = questions.filter(accepted__state__in=Answer.SHOWN_STATES).order_by("pk")
    for pk, answer_id, at in chosen.values_list("pk", "accepted_id", "accepted_at").iterator(CHUNK):
        assert at is not None  # both are set together
        yield {"type": "accepted", "question": f"q{pk}", "answer": f"a{answer_id}", "at": at.isoformat()}
    yield from _votes()


def _members(with_addresses: bool) -> Iterator[dict[str, Any]]:
    emails = dict(MemberContact.objects.values_list("member_id", "email")) if with_addresses else {}
    for member in Member.objects.order_by("pk").iterator(CHUNK):
        yield {
            "type": "member", "id": f"m{member.pk}", "name": member.name, "about": member.about,
            "language": member.language, "joined_at": member.joined_at.isoformat(),
            "trust": min(member.trust, Member.TRUSTED), "email": emails.get(member.pk),
        }  # fmt: skip


def _votes() -> Iterator[dict[str, Any]]:
    votes = HelpfulVote.objects.filter(
        answer__state__in=Answer.SHOWN_STATES, answer__question__state__in=Question.SHOWN_STATES
    ).order_by("pk")
    for answer_id, member_id, at in votes.values_list("answer_id", "member_id", "at").iterator(CHUNK):
        yield {"type": "vote", "answer": f"a{answer_id}", "member": f"m{member_id}", "at": at.isoformat()}
    shared = MeToo.objects.filter(question__state__in=Question.SHOWN_STATES).order_by("pk")
    for question_id, member_id, at in shared.values_list("question_id", "member_id", "at").iterator(CHUNK):
        yield {
            "type": "me_too",
            "question": f"q{question_id}",
            "member": f"m{member_id}",
            "at": at.isoformat(),
        }
