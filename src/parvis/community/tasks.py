"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.community.actions.badges import give_badges
from parvis.community.actions.cases import grow_cases, look_for_cases
from parvis.community.actions.count_health import count_weeks
from parvis.community.actions.devices import PUSH_JOB, push_notice
from parvis.community.actions.digest import DIGEST_JOB, enqueue_digests, mail_digest
from parvis.community.actions.expert_mail import send_invitation, send_thanks
from parvis.community.actions.experts import measure_experts
from parvis.community.actions.export import build_export
from parvis.community.actions.forget import forget_old
from parvis.community.actions.forget_mentions import forget_mentions
from parvis.community.actions.forget_reviews import forget_reviews
from parvis.community.actions.idea_promise import start_clocks, tell_overdue
from parvis.community.actions.mail_back import mail_back
from parvis.community.actions.mail_in import BACK_JOB
from parvis.community.actions.merit import count_reputation
from parvis.community.actions.moods import read_moods
from parvis.community.actions.notice_by_anyone import TELL_JOB as TELL_NOTICE_JOB
from parvis.community.actions.notice_by_anyone import tell_notice
from parvis.community.actions.notice_mail import MAIL_JOB, enqueue_due, mail_notice
from parvis.community.actions.notices import forget_notices, tell_what_is_new
from parvis.community.actions.pictures import forget_pictures
from parvis.community.actions.review_messages import TELL_JOB as TELL_REVIEW_MESSAGE_JOB
from parvis.community.actions.review_messages import tell_review_message
from parvis.community.actions.trust import count_trust
from parvis.community.actions.watch import learn_from_decisions
from parvis.community.personal_data import DECLARATION, export_of
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@app.periodic(cron="52 2 * * *")
@job(name="community.forget_old", queue="default", queueing_lock="community_forget_old")
def forget(*, timestamp: int) -> None:
    """Every night: what is past its time goes."""
    forget_old(now=utc_now())


@app.periodic(cron="* * * * *")
@job(name="community.cases", queue="default", queueing_lock="community_cases")
def cases(*, timestamp: int) -> None:
    """Every minute: questions that the house is asked to look after, and what was said under them since."""
    now = utc_now()
    with purpose("service"):
        look_for_cases(now=now)
    grow_cases(now=now)


@app.periodic(cron="35 3 * * *")
@job(name="community.promised_ideas", queue="default", queueing_lock="community_promised_ideas")
def promised_ideas(*, timestamp: int) -> None:
    """Every night: ideas that enough members want get their date, and what is late is told."""
    now = utc_now()
    start_clocks(now=now)
    tell_overdue(now=now)


@app.periodic(cron="10 * * * *")
@job(
    name="community.count_reputation", queue="default", lock="community_reputation",
    queueing_lock="community_count_reputation",
)  # fmt: skip
def reputation(*, timestamp: int) -> None:
    """Every hour: days of merit, facts, and the badges that follow from them."""
    now = utc_now()
    count_reputation(now=now)
    give_badges(now=now)


@app.periodic(cron="20 2 * * *")
@job(
    name="community.count_trust", queue="default", lock="community_reputation",
    queueing_lock="community_count_trust",
)  # fmt: skip
def trust(*, timestamp: int) -> None:
    """Every night: levels of trust, and who could be a super-user."""
    now = utc_now()
    count_reputation(now=now)
    count_trust(now=now)
    measure_experts(now=now)


@job(name="community.forget_mentions", queue="default")
def mentions(*, sealed: str) -> None:
    """Somebody left: their name goes out of what others wrote."""
    forget_mentions(sealed)


@job(name="community.build_export", queue="default")
def export(*, export_id: int) -> None:
    """A member's copy of all that is theirs."""
    with purpose("membership"):
        build_export(export_id, gather=export_of, titles=DECLARATION.titles, now=utc_now())


@job(name="community.send_invitation", queue="default")
def invitation(*, term_id: int) -> None:
    send_invitation(term_id, now=utc_now())


@job(name="community.send_thanks", queue="default")
def thanks(*, term_id: int) -> None:
    send_thanks(term_id)


@job(name=TELL_NOTICE_JOB, queue="default")
def tell_of_notice(*, report_id: int) -> None:
    """The receipt of a notice, or the decision on it."""
    tell_notice(report_id, now=utc_now())


@app.periodic(cron="22 3 * * *")
@job(name="community.learn_from_decisions", queue="default", queueing_lock="community_learn")
def learn(*, timestamp: int) -> None:
    """Every night: moods of new texts for the figures, and what decisions taught."""
    read_moods()
    learn_from_decisions(now=utc_now())


@job(name=TELL_REVIEW_MESSAGE_JOB, queue="default")
def tell_of_review_message(*, message_id: int) -> None:
    """Somebody wrote to the author of a review, or the author answered."""
    tell_review_message(message_id)


@app.periodic(cron="55 2 * * *")
@job(name="community.forget_reviews", queue="default", queueing_lock="community_forget_reviews")
def forget_reviews_and_pictures(*, timestamp: int) -> None:
    """Every night: reviews past their time, messages about them, pictures that nothing shows."""
    now = utc_now()
    forget_reviews(now=now)
    forget_pictures(now=now)


@app.periodic(cron="* * * * *")
@job(name="community.tell", queue="default", queueing_lock="community_tell")
def tell(*, timestamp: int) -> None:
    """Every minute: what was said under followed questions, and the mails that are due."""
    now = utc_now()
    tell_what_is_new(now=now)
    enqueue_due(now=now)


@job(name=MAIL_JOB, queue="sending")
def send_notice(*, notice_id: int) -> None:
    """One mail about one question, or one thing that happened."""
    mail_notice(notice_id, now=utc_now())


@job(name=PUSH_JOB, queue="sending")
def push(*, device_id: int, notice_id: int) -> None:
    """One notice to one device."""
    push_notice(device_id, notice_id, now=utc_now())


@app.periodic(cron="7 * * * *")
@job(name="community.digests", queue="default", queueing_lock="community_digests")
def digests(*, timestamp: int) -> None:
    """Every hour: whose week or day is over."""
    enqueue_digests(now=utc_now())


@job(name=DIGEST_JOB, queue="sending")
def send_digest(*, member_id: int) -> None:
    mail_digest(member_id, now=utc_now())


@job(name=BACK_JOB, queue="sending")
def send_back(
    *, number: int, to: str, why: str, subject: str, in_reply_to: str, language: str, path: str
) -> None:
    """Why a mail was not published."""
    mail_back(
        number=number, to=to, why=why, subject=subject, in_reply_to=in_reply_to, language=language, path=path
    )


@app.periodic(cron="58 2 * * *")
@job(name="community.forget_notices", queue="default", queueing_lock="community_forget_notices")
def forget_old_notices(*, timestamp: int) -> None:
    """Every night: notices past their time, and that mails were refused."""
    forget_notices(now=utc_now())


@app.periodic(cron="12 1,13 * * *")
@job(name="community.count_weeks", queue="default", queueing_lock="community_count_weeks")
def count_health(*, timestamp: int) -> None:
    """Twice a day: the weeks that the community's health is read from."""
    count_weeks(now=utc_now())
