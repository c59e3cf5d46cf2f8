"""What the community does with its own events, apart from the act that they tell of."""

from __future__ import annotations

from parvis.community.actions.cases import close_case, open_again
from parvis.community.actions.late import forget_left, hear_late
from parvis.community.actions.notices import tell_late, tell_named
from parvis.community.actions.tell import (
    tell_of_acceptance,
    tell_of_assignment,
    tell_of_badge,
    tell_of_decision,
    tell_of_idea,
    tell_of_invitation,
    tell_of_judgement,
    tell_of_merge,
    tell_of_report,
    tell_of_trust,
    tell_shown,
)
from parvis.community.actions.tell_ideas import tell_in_charge, tell_of_outcome, tell_of_overdue
from parvis.community.actions.tell_reviews import tell_of_reply
from parvis.community.events import (
    AcceptanceWithdrawn,
    AnswerAccepted,
    AppealJudged,
    BadgesGiven,
    IdeaOverdue,
    IdeaPutInCharge,
    IdeaSessionOutcome,
    IdeasMerged,
    IdeaStatusChanged,
    MemberLeft,
    MembersNamed,
    MemberSuspended,
    QuestionAssigned,
    ReportDecided,
    ReviewReplied,
    SuperUserInvited,
    TextRestored,
    TextShown,
    TextWithheld,
    TrustChanged,
)
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe


@subscribe(AnswerAccepted)
def close_solved_case(event: AnswerAccepted) -> None:
    close_case(event.question_id, now=utc_now())


@subscribe(AcceptanceWithdrawn)
def open_case_again(event: AcceptanceWithdrawn) -> None:
    open_again(event.question_id)


@subscribe(TextShown)
def bring_late_text(event: TextShown) -> None:
    """A text that waited for a look goes where the others have gone already, and its author hears of it."""
    now = utc_now()
    hear_late(event.kind, event.text_id, now=now)
    tell_late(event.kind, event.text_id, now=now)
    tell_shown(event.kind, event.text_id, now=now)


@subscribe(MembersNamed)
def tell_members_named(event: MembersNamed) -> None:
    tell_named(event.kind, event.text_id, now=utc_now())


@subscribe(AnswerAccepted)
def tell_author_of_acceptance(event: AnswerAccepted) -> None:
    tell_of_acceptance(event.answer_id, now=utc_now())


@subscribe(QuestionAssigned)
def tell_who_is_asked(event: QuestionAssigned) -> None:
    tell_of_assignment(event.question_id, event.member_id, now=utc_now())


@subscribe(IdeaStatusChanged)
def tell_of_status(event: IdeaStatusChanged) -> None:
    tell_of_idea(event.change_id, now=utc_now())


@subscribe(IdeasMerged)
def tell_voters_of_merge(event: IdeasMerged) -> None:
    tell_of_merge(event.merge_id, now=utc_now())


@subscribe(IdeaSessionOutcome)
def tell_what_came_of_theme(event: IdeaSessionOutcome) -> None:
    tell_of_outcome(event.session_id, now=utc_now())


@subscribe(IdeaPutInCharge)
def tell_who_is_in_charge(event: IdeaPutInCharge) -> None:
    tell_in_charge(event.idea_id, event.member_id, by_account=event.by_account, now=utc_now())


@subscribe(IdeaOverdue)
def tell_house_of_late_idea(event: IdeaOverdue) -> None:
    tell_of_overdue(event.idea_id, now=utc_now())


@subscribe(ReviewReplied)
def tell_author_of_reply(event: ReviewReplied) -> None:
    tell_of_reply(event.review_id, now=utc_now())


@subscribe(TextWithheld)
def tell_author_why(event: TextWithheld) -> None:
    tell_of_decision(event.restriction_id, what="withheld", now=utc_now())


@subscribe(TextRestored)
def tell_author_restored(event: TextRestored) -> None:
    tell_of_decision(event.restriction_id, what="restored", now=utc_now())


@subscribe(MemberSuspended)
def tell_suspended(event: MemberSuspended) -> None:
    tell_of_decision(event.restriction_id, what="suspended", now=utc_now())


@subscribe(AppealJudged)
def tell_judgement(event: AppealJudged) -> None:
    tell_of_judgement(event.appeal_id, now=utc_now())


@subscribe(ReportDecided)
def tell_reporter(event: ReportDecided) -> None:
    tell_of_report(event.report_id, now=utc_now())


@subscribe(TrustChanged)
def tell_trust(event: TrustChanged) -> None:
    if event.after > event.before:
        tell_of_trust(event.member_id, now=utc_now())


@subscribe(BadgesGiven)
def tell_badge(event: BadgesGiven) -> None:
    tell_of_badge(event.badge_id, event.member_ids, now=utc_now())


@subscribe(SuperUserInvited)
def tell_invitation(event: SuperUserInvited) -> None:
    tell_of_invitation(event.term_id, now=utc_now())


@subscribe(MemberLeft)
def forget_elsewhere(event: MemberLeft) -> None:
    """What listening and the inbox know of somebody who left."""
    forget_left(event.member_id, now=utc_now())
