"""Members, boards, questions and answers for tests, through the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from parvis.community.actions.answer import answer
from parvis.community.actions.ask import ask
from parvis.community.actions.moderate import appeal, withhold
from parvis.community.actions.site import write_site_page
from parvis.community.actions.watch import watch
from parvis.community.logic.names import name_key
from parvis.community.models import (
    Answer,
    Badge,
    Board,
    Ground,
    LogInElsewhere,
    LogInProvider,
    Member,
    MemberDevice,
    MemberExport,
    Notice,
    Passkey,
    Question,
    SuperUserTerm,
    VoteRing,
)
from parvis.foundation.audit import SYSTEM
from tests.factories.accounts import make_user
from tests.factories.channels import NOON

_numbers = count(1)
WORDS = "amber birch cedar delta ember flint grove hazel iris jade kelp lotus maple north olive pearl".split()


def make_member(name: str = "", **fields: Any) -> Member:
    number = next(_numbers)
    name = name or f"{WORDS[number % 16].title()} {WORDS[number // 16 % 16]} {WORDS[number // 256 % 16]}"
    return Member.objects.create(
        **{"name": name, "name_key": name_key(name), "trust": Member.BASIC, "joined_at": NOON, **fields}
    )


def make_board(name: str = "Batteries", **fields: Any) -> Board:
    return Board.objects.create(
        **{"name": name, "slug": f"board-{next(_numbers)}", "created_at": NOON, **fields}
    )


def make_question(*, by: Member | None = None, board: Board | None = None, **fields: Any) -> Question:
    given: dict[str, Any] = {
        "title": "Why does the battery stop at 80 %?", "text": "It says full and is not.", "language": "en",
        "now": NOON, **fields,
    }  # fmt: skip
    return ask(board or make_board(), by=by or make_member(), **given)


def make_answer(
    question: Question, *, by: Member | None = None, text: str = "Calibrate it.", now: datetime | None = None
) -> Answer:
    return answer(question, text=text, by=by or make_member(), now=now or NOON + timedelta(minutes=5))


def make_badge(**fields: Any) -> Badge:
    number = next(_numbers)
    return Badge.objects.create(
        **{"slug": f"badge-{number}", "name_en": f"Badge {number}", "name_fr": f"Badge {number}",
           "formula": "answers >= 1", "changed_at": NOON, **fields}
    )  # fmt: skip


def make_passkey(member: Member, *, name: str = "Telephone") -> Passkey:
    """One that nobody holds."""
    return Passkey.objects.create(
        member=member, name=name, credential_id=name.encode(), credential=b"", created_at=NOON
    )


def make_provider(**fields: Any) -> LogInProvider:
    number = next(_numbers)
    return LogInProvider.objects.create(
        **{"name_en": f"Velostral {number}", "name_fr": f"Velostral {number}", "client_id": "parvis",
           "issuer": f"http://127.0.0.1:9/{number}", "created_at": NOON, **fields}
    )  # fmt: skip


def make_device(member: Member, **fields: Any) -> MemberDevice:
    number = next(_numbers)
    return MemberDevice.objects.create(
        **{"member": member, "endpoint": f"https://push.example.org/{number}", "browser_key": "", "created_at": NOON,
           "sealed_browser_secret": "", **fields}
    )  # fmt: skip


def made_community() -> dict[str, Any]:
    """One object of each kind, by the name that addresses give its id."""
    ground, _ = Ground.objects.get_or_create(
        number=1,
        defaults={"title_en": "Insult", "title_fr": "Injure", "text_en": "Attacks.", "text_fr": "Attaques."},
    )
    asked = make_question(board=make_board(slug="website"), tags=["battery"])
    given, other = make_answer(asked), make_answer(asked)
    moderator = make_user(roles=("moderator",))
    made = withhold(other, ground=ground, facts="“idiot”", found_by="report", by=moderator, now=NOON)
    Member.objects.filter(pk=asked.author_id).update(is_super_user=True)
    term = SuperUserTerm.objects.create(
        member=asked.author, state=SuperUserTerm.ACTIVE, invited_at=NOON, answered_at=NOON
    )
    ring = VoteRing.objects.create(
        members=[given.author_id, asked.author_id], inside=8, received=9, found_at=NOON, seen_at=NOON
    )
    write_site_page("legal", language="en", text="Who we are.", by=SYSTEM, now=NOON)
    return {
        "number": 0,
        "term_id": term.pk,
        "ring_id": ring.pk,
        "badge_id": Badge.objects.values_list("pk", flat=True).first() or make_badge().pk,
        "export_id": MemberExport.objects.create(member=given.author, language="en", ordered_at=NOON).pk,
        "passkey_id": make_passkey(given.author).pk,
        "log_in_id": (provider := make_provider()).pk,
        "elsewhere_id": LogInElsewhere.objects.create(
            provider=provider, member=given.author, subject_hash="x", created_at=NOON, last_used_at=NOON
        ).pk,
        "device_id": make_device(given.author).pk,
        "notice_id": Notice.objects.create(
            member=given.author, kind="answers", path="/community/", at=NOON
        ).pk,
        "question_id": asked.pk,
        "answer_id": given.pk,
        "member_id": asked.author_id,
        "restriction_id": made.pk,
        "appeal_id": appeal(made, words="A joke.", by=other.author, now=NOON).pk,
        "word_id": watch("casino", language="", act="flag", ground=ground, by=moderator, now=NOON).pk,
        "board_id": make_board("Chargers").pk,
        "what": "questions",
        "text_kind": "question",
        "text_id": asked.pk,
        "page_code": "legal",
        "part_kind": "questions",
        "shared_kind": "questions",
        "shared_id": asked.pk,
        "tag": "battery",
    }
