"""Who is told of what happened, apart from what is said under questions (actions/notices.py)."""

from __future__ import annotations

from datetime import datetime

from parvis.community.actions.notices import tell
from parvis.community.logic.notices import ACCEPTED, DECISIONS, HONOURS, IDEAS, NAMED
from parvis.community.models import (
    Answer,
    Appeal,
    Badge,
    Idea,
    IdeaFollow,
    IdeaMerge,
    IdeaStatusChange,
    IdeaVote,
    Question,
    Report,
    Restriction,
    SuperUserTerm,
    find_said,
)

DECISIONS_PATH = "/community/decisions/"
# Where what was reached is explained, or answered; what is earned stands on the profile.
HONOURS_PATHS = {"trust": "/community/me/level/", "invited": "/community/me/expert/"}
MEMBERS_AT_ONCE = 500


def tell_of_acceptance(answer_id: int, *, now: datetime) -> None:
    answer = Answer.objects.select_related("question").filter(pk=answer_id).first()
    if answer is None or answer.author_id == answer.question.author_id:
        return
    if answer.question.accepted_id != answer.pk:
        return  # taken back meanwhile
    tell(
        [answer.author_id], kind=ACCEPTED.key, path=answer.url, question=answer.question, text=answer, now=now
    )


def tell_of_assignment(question_id: int, member_id: int, *, now: datetime) -> None:
    """Whom the desk asks to answer: super-users have no desk, so the mail with its reply is how they hear of it."""
    question = Question.objects.filter(pk=question_id, assigned_id=member_id).first()
    if question is None or not question.is_shown or question.author_id == member_id:
        return
    tell([member_id], kind=NAMED.key, path=question.url, about={"what": "asked"}, question=question, now=now)


def tell_of_idea(change_id: int, *, now: datetime) -> None:
    """Its author, who wants it and who follows it; nobody who said that they want to hear nothing."""
    change = IdeaStatusChange.objects.select_related("idea").filter(pk=change_id).first()
    if change is None or not change.idea.is_shown:
        return
    idea = change.idea
    told = (_of_idea(idea.pk) | {idea.author_id}) - {change.by_id}
    _tell_many(told, idea, status=change.after, now=now)


def tell_of_merge(merge_id: int, *, now: datetime) -> None:
    """Who wanted the duplicate hears where their vote counts now."""
    merge = IdeaMerge.objects.select_related("merged", "into").filter(pk=merge_id, undone_at=None).first()
    if merge is None or not merge.into.is_shown:
        return
    _tell_many(_of_idea(merge.merged_id) | {merge.merged.author_id}, merge.into, status="merged", now=now)


def tell_of_decision(restriction_id: int, *, what: str, now: datetime) -> None:
    made = Restriction.objects.filter(pk=restriction_id).first()
    if made is not None:
        _decided(made.author_id, what, now=now)


def tell_of_judgement(appeal_id: int, *, now: datetime) -> None:
    judged = Appeal.objects.select_related("restriction").filter(pk=appeal_id).first()
    if judged is not None:
        _decided(judged.restriction.author_id, "judged", now=now)


def tell_of_report(report_id: int, *, now: datetime) -> None:
    """Members only: who reported without being one is answered by the mail address they gave."""
    report = Report.objects.filter(pk=report_id).first()
    if report is not None and report.by_id is not None:
        _decided(report.by_id, "report", now=now)


def tell_shown(kind: str, text_id: int, *, now: datetime) -> None:
    text = find_said(kind, text_id)
    if text is not None and text.is_shown:
        about = {"what": "shown"}
        tell([text.author_id], kind=DECISIONS.key, path=text.url, about=about, now=now)


def tell_of_trust(member_id: int, *, now: datetime) -> None:
    _honoured([member_id], "trust", now=now)


def tell_of_badge(badge_id: int, member_ids: list[int], *, now: datetime) -> None:
    """Each with the name it had then: that is what they earned."""
    badge = Badge.objects.filter(pk=badge_id).first()
    if badge is not None:
        _honoured(member_ids, "badge", now=now, names={"en": badge.name_en, "fr": badge.name_fr})


def tell_of_invitation(term_id: int, *, now: datetime) -> None:
    term = SuperUserTerm.objects.filter(pk=term_id, state=SuperUserTerm.INVITED).first()
    if term is not None:
        _honoured([term.member_id], "invited", now=now)


def _decided(member_id: int, what: str, *, now: datetime) -> None:
    tell([member_id], kind=DECISIONS.key, path=DECISIONS_PATH, about={"what": what}, now=now)


def _honoured(
    member_ids: list[int], what: str, *, now: datetime, names: dict[str, str] | None = None
) -> None:
    about = {"what": what} | ({"names": names} if names else {})
    for member_id in member_ids:
        path = HONOURS_PATHS.get(what, f"/community/members/{member_id}/")
        tell([member_id], kind=HONOURS.key, path=path, about=about, now=now)


def _of_idea(idea_id: int) -> set[int]:
    votes = IdeaVote.objects.filter(idea_id=idea_id).values_list("member_id", flat=True)
    follows = dict(IdeaFollow.objects.filter(idea_id=idea_id).values_list("member_id", "is_wanted"))
    told = {*votes, *(member for member, is_wanted in follows.items() if is_wanted)}
    return told - {member for member, is_wanted in follows.items() if not is_wanted}


def _tell_many(members: set[int], idea: Idea, *, status: str, now: datetime) -> None:
    told, about = sorted(members), {"status": status}
    for start in range(0, len(told), MEMBERS_AT_ONCE):
        some = told[start : start + MEMBERS_AT_ONCE]
        tell(some, kind=IDEAS.key, path=idea.url, text=idea, about=about, now=now)
