"""The personal data of members, found by the identity under which they take part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.community.actions.leave import leave
from parvis.community.models import (
    Answer,
    Appeal,
    Award,
    BroughtIn,
    DayOfMerit,
    DayOfReading,
    DirectMessage,
    Draft,
    ExpertFigures,
    Follow,
    HelpfulVote,
    LogInElsewhere,
    LogInQuestion,
    Look,
    Member,
    MemberContact,
    MemberDevice,
    MemberExport,
    MemberFacts,
    MeToo,
    Notice,
    Passkey,
    Question,
    Report,
    Restriction,
    Revision,
    SuperUserTerm,
    TrustChange,
    VoteRing,
)
from parvis.community.reads.articles_of_members import KEPT_PUBLIC as ARTICLES_KEPT
from parvis.community.reads.articles_of_members import TABLES as ARTICLE_TABLES
from parvis.community.reads.articles_of_members import article_counts, article_export
from parvis.community.reads.ideas_of_members import KEPT_PUBLIC as IDEAS_KEPT
from parvis.community.reads.ideas_of_members import TABLES as IDEA_TABLES
from parvis.community.reads.ideas_of_members import idea_counts, idea_export
from parvis.community.reads.public_titles import public_title
from parvis.community.reads.reviews_of_members import KEPT_PUBLIC as REVIEWS_KEPT
from parvis.community.reads.reviews_of_members import TABLES as REVIEW_TABLES
from parvis.community.reads.reviews_of_members import review_counts, review_export
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.personal_data import Kept, PersonalData


def find(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    members = _members(identity_ids)
    return {
        "community_member": len(members),
        "community_question": Question.objects.filter(author__in=members).count(),
        "community_answer": Answer.objects.filter(author__in=members).count(),
        "community_helpful_vote": HelpfulVote.objects.filter(member__in=members).count(),
        "community_me_too": MeToo.objects.filter(member__in=members).count(),
        "community_report": Report.objects.filter(by__in=members).count(),
        "community_restriction": Restriction.objects.filter(author__in=members).count(),
        "community_appeal": Appeal.objects.filter(restriction__author__in=members).count(),
        "community_look": Look.objects.filter(author__in=members).count(),
        "community_follow": Follow.objects.filter(member__in=members).count(),
        "community_draft": Draft.objects.filter(member__in=members).count(),
        "community_brought_in": _brought_in(members).count(),
        "community_day_of_reading": DayOfReading.objects.filter(member__in=members).count(),
        **{f"community_{name}": table.objects.filter(member__in=members).count() for name, table in _COUNTED},
        "community_vote_ring": VoteRing.objects.filter(members__overlap=list(members)).count(),
        "community_notice": Notice.objects.filter(member__in=members).count(),
        **article_counts(members),
        **idea_counts(members),
        **review_counts(members),
    }


def export(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, list[dict[str, Any]]]:
    return export_of(_members(identity_ids))


def export_of(members: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """All that is theirs, by table: also what members get who ask for it themselves (actions/export.py)."""
    with purpose("legal_duty"):
        contacts = _rows(MemberContact.objects.filter(member__in=members), "email", "notices", "last_seen_at")
    return {
        "community_member": _rows(
            Member.objects.filter(pk__in=members),
            "name",
            "about",
            "language",
            "trust",
            "joined_at",
            "is_super_user",
            "shows_joined",
            "shows_counts",
            "shows_badges",
            "is_on_boards",
            "picture",
        ),
        "community_member_contact": contacts,
        "community_passkey": _rows(
            Passkey.objects.filter(member__in=members), "name", "created_at", "last_used_at"
        ),
        "community_log_in_elsewhere": _rows(
            LogInElsewhere.objects.filter(member__in=members),
            "provider__name_en",
            "created_at",
            "last_used_at",
        ),
        "community_log_in_question": _rows(
            LogInQuestion.objects.filter(member__in=members), "provider__name_en", "asked_at"
        ),
        "community_member_device": _rows(
            MemberDevice.objects.filter(member__in=members),
            "browser",
            "endpoint",
            "created_at",
            "last_used_at",
        ),
        "community_question": _rows(
            Question.objects.filter(author__in=members), "title", "text", "tags", "asked_at", "state"
        ),
        "community_answer": _rows(
            Answer.objects.filter(author__in=members).annotate(question_title=public_title("question")),
            "question_title",
            "text",
            "written_at",
            "state",
        ),
        "community_report": _rows(Report.objects.filter(by__in=members), "reasons", "state", "at"),
        "community_restriction": _rows(
            Restriction.objects.filter(author__in=members), "ground__number", "facts", "at", "undone_at"
        ),
        "community_appeal": _rows(
            Appeal.objects.filter(restriction__author__in=members), "words", "state", "judgement", "at"
        ),
        "community_look": _rows(
            Look.objects.filter(author__in=members),
            "kind",
            "reasons",
            "points",
            "score",
            "at",
            "outcome",
            "decided_at",
        ),
        "community_revision": _rows(Revision.objects.filter(by__in=members), "title", "text", "why", "at"),
        "community_helpful_vote": _rows(HelpfulVote.objects.filter(member__in=members), "answer_id", "at"),
        "community_me_too": _rows(
            MeToo.objects.filter(member__in=members).annotate(question_title=public_title("question")),
            "question_title",
            "at",
        ),
        "community_follow": _rows(
            Follow.objects.filter(member__in=members).annotate(question_title=public_title("question")),
            "question_title",
            "is_wanted",
        ),
        "community_draft": _rows(Draft.objects.filter(member__in=members), "title", "text", "saved_at"),
        "community_award": _rows(
            Award.objects.filter(member__in=members),
            "badge__name_en",
            "badge__name_fr",
            "given_at",
            "ended_at",
        ),
        "community_day_of_merit": _rows(
            DayOfMerit.objects.filter(member__in=members), "day", "helpful", "accepted", "answers"
        ),
        "community_member_facts": _rows(MemberFacts.objects.filter(member__in=members), *_names(MemberFacts)),
        "community_expert_figures": _rows(
            ExpertFigures.objects.filter(member__in=members), *_names(ExpertFigures)
        ),
        "community_trust_change": _rows(
            TrustChange.objects.filter(member__in=members),
            "before",
            "after",
            "why",
            "reason",
            "is_fixed",
            "at",
        ),
        "community_super_user_term": _rows(
            SuperUserTerm.objects.filter(member__in=members),
            "state",
            "figures",
            "words",
            "invited_at",
            "answered_at",
            "ended_at",
            "is_ended_by_member",
            "thanks",
        ),
        "community_direct_message": _rows(
            DirectMessage.objects.filter(member__in=members), "is_from_member", "text", "sent_at"
        ),
        "community_vote_ring": _rows(
            VoteRing.objects.filter(members__overlap=list(members)), "inside", "received", "state", "found_at"
        ),
        "community_member_export": _rows(
            MemberExport.objects.filter(member__in=members), "ordered_at", "ready_at", "size_bytes"
        ),
        "community_brought_in": _rows(_brought_in(members), "origin", "external_id"),
        "community_day_of_reading": _rows(
            DayOfReading.objects.filter(member__in=members), "day", "questions_entered", "seconds", "noted_at"
        ),
        "community_notice": _rows(
            Notice.objects.filter(member__in=members), "kind", "path", "count", "at", "read_at", "mailed_at"
        ),
        **article_export(members),
        **idea_export(members),
        **review_export(members),
    }


def erase(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    """What was said in public stays readable under "a former member"; all else of the member goes."""
    found = find(identity_ids)
    for member in Member.objects.filter(pk__in=_members(identity_ids)):
        leave(member, now=utc_now())
    return {table: n for table, n in found.items() if table not in KEPT_PUBLIC}


# What was said in public, and what was decided about it, stays without its author's name.
KEPT_PUBLIC = (
    "community_question", "community_answer", "community_report", "community_restriction", "community_appeal",
    "community_look", *ARTICLES_KEPT, *IDEAS_KEPT, *REVIEWS_KEPT,
)  # fmt: skip


_COUNTED = (
    ("award", Award), ("day_of_merit", DayOfMerit), ("member_facts", MemberFacts), ("expert_figures", ExpertFigures),
    ("trust_change", TrustChange), ("super_user_term", SuperUserTerm), ("direct_message", DirectMessage),
    ("member_export", MemberExport), ("passkey", Passkey),
    ("log_in_elsewhere", LogInElsewhere), ("log_in_question", LogInQuestion), ("member_device", MemberDevice),
)  # fmt: skip


def _names(table: Any) -> list[str]:
    """Its columns but the key, which names the member in numbers."""
    return [field.attname for field in table._meta.fields if not field.primary_key]


def _rows(found: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(found.values(*names))


def _brought_in(members: Sequence[int]) -> QuerySet[BroughtIn]:
    return BroughtIn.objects.filter(what=BroughtIn.MEMBER, own_id__in=members)


def _members(identity_ids: Sequence[int]) -> list[int]:
    return list(Member.objects.filter(identity_id__in=identity_ids).values_list("pk", flat=True))


DECLARATION = PersonalData(
    tables={
        "community_member": "The name and words a member chose to show; until they leave.",
        "community_member_contact": "Where a member is reached and what they want to hear of; until they leave.",
        "community_log_in_code": "That a code was sent, under keyed hashes; for a day.",
        "community_passkey": "The public half of a member's passkeys, their names and last use; until they leave.",
        "community_log_in_elsewhere": "That a member logs in at a provider, under a keyed hash of who they are there;"
        " until they take it away or leave.",
        "community_log_in_question": "That somebody set out for a provider, under keyed hashes; for a day.",
        "community_member_device": "Devices on which a member is told, and their browsers' addresses for it; until they"
        " switch it off, end all log-ins or leave.",
        "community_question": "What a member asked in public.",
        "community_answer": "What a member answered in public.",
        "community_report": "That a member reported a text, and why; kept a year after the decision.",
        "community_look": "That a text came before a moderator, why, and what was decided; as proof of the decision.",
        "community_notice_contact": "Who told us of a text without an account; a year after the decision.",
        "community_restriction": "What an author was told about a text that was withheld; as proof of the decision."
        " Of a suspension the keyed hash of the mailbox, while it holds.",
        "community_appeal": "What an author said against a decision, and the judgement.",
        "community_revision": "What a public text said before it was changed.",
        "community_me_too": "That a member has the same question; until they take it back or leave.",
        "community_helpful_vote": "What a member found helpful; until they take it back or leave.",
        "community_follow": "What a member wants to hear of; until they leave.",
        "community_draft": "What a member is writing; until it is sent or they leave.",
        "community_read_before": "What was opened before a question was asked; with the question.",
        "community_award": "Which badges and ranks a member earned; until they leave.",
        "community_day_of_merit": "What a member's answers earned on a day, for the boards; until they leave.",
        "community_member_facts": "Counts of what a member did, for levels and badges; until they leave.",
        "community_expert_figures": "Figures by which super-users are found, of a year; until they leave.",
        "community_trust_change": "When a member's level changed, and why; until they leave.",
        "community_super_user_term": "Invitations as a super-user and what became of them; until they leave.",
        "community_direct_message": "What a super-user and the house wrote to each other; until they leave.",
        "community_vote_ring": "That votes go round among members; until a member of it leaves.",
        "community_member_export": "That a member asked for a copy of their data; for a week.",
        "community_brought_in": "What a member was called where they were brought in from; kept when they leave, so"
        " that bringing the same file in again does not bring them back.",
        "community_day_of_reading": "How much a member read on a day, for their level of trust; until they leave.",
        "community_notice": "What a member was told, and whether they read it; for half a year, or until they leave.",
        "community_sent_back": "That a mail was answered with a refusal, under a keyed hash; for a day.",
        "community_case": "Who of the house sent a question to the inbox, and why.",
        **ARTICLE_TABLES,
        **IDEA_TABLES,
        **REVIEW_TABLES,
    },
    find=find,
    export=export,
    erase=erase,
    titles={
        "community_member": _("memberships of the community"),
        "community_passkey": _("passkeys of the community"),
        "community_log_in_elsewhere": _("log-ins at a provider"),
        "community_log_in_question": _("ways to a provider"),
        "community_member_device": _("devices on which they are told"),
        "community_question": _("questions asked in public"),
        "community_article": _("articles that name them"),
        "community_article_revision": _("revisions of articles they wrote"),
        "community_article_vote": _("articles they voted on"),
        "community_idea": _("ideas proposed in public"),
        "community_idea_comment": _("comments on ideas"),
        "community_idea_revision": _("earlier wordings of their ideas"),
        "community_idea_vote": _("ideas they want"),
        "community_idea_follow": _("ideas they follow"),
        "community_answer": _("answers given in public"),
        "community_review": _("reviews of products"),
        "community_review_reply": _("replies to reviews"),
        "community_review_revision": _("earlier wordings of their reviews"),
        "community_review_vote": _("reviews they found helpful"),
        "community_review_message": _("messages about reviews"),
        "community_picture": _("pictures they sent"),
        "community_report": _("reports they made"),
        "community_restriction": _("decisions about their texts"),
        "community_look": _("texts that a moderator looked at"),
        "community_appeal": _("their appeals"),
        "community_me_too": _("questions they share"),
        "community_helpful_vote": _("what they found helpful"),
        "community_follow": _("what they follow"),
        "community_draft": _("drafts"),
        "community_brought_in": _("names they had elsewhere"),
        "community_day_of_reading": _("days they read"),
        "community_member_contact": _("where they are reached"),
        "community_revision": _("earlier wordings"),
        "community_award": _("badges and ranks"),
        "community_day_of_merit": _("days of merit"),
        "community_member_facts": _("counted facts"),
        "community_expert_figures": _("figures about their answers"),
        "community_trust_change": _("changes of level"),
        "community_super_user_term": _("invitations as a super-user"),
        "community_direct_message": _("messages of the direct line"),
        "community_vote_ring": _("votes that go round"),
        "community_member_export": _("copies they asked for"),
        "community_notice": _("what they were told"),
    },
    kept=(Kept("community_question", _("What was said in public stays readable, under “a former member”.")),),
)
