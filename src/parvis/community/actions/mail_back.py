"""The one mail that says why a mail was not published, and what to do instead."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.community.reads.notice_links import absolute
from parvis.community.reads.notice_mail import mail_domain, sender
from parvis.foundation.installation import company_name


def mail_back(
    *, number: int, to: str, why: str, subject: str, in_reply_to: str, language: str, path: str
) -> None:
    """Nothing of what the other wrote is repeated: it may not be theirs."""
    with override(language):
        words = {
            "other-address": _(
                "Your mail came from another address than the one you confirmed, so nothing was published. "
                "Reply from that address, or write on the page."
            ),
            "unproven": _(
                "A mail in your name reached us, and the mail servers could not confirm that it came from you, so "
                "nothing was published. If you wrote it, write on the page instead. If you did not, you need do "
                "nothing."
            ),
            "over": _(
                "The mail you replied to is too old to be answered by mail. Write on the page instead."
            ),
            "closed": _(
                "This question is closed, so your reply was not published. Ask a new one and link to it."
            ),
            "too-often": _(
                "That was more than can be published in so short a time. Write it on the page a little later."
            ),
            "refused": _(
                "Your mail could not be published as it is: it may be too short, too long, or hold more links than "
                "you may use yet. Write it on the page, which says what is missing."
            ),
            "unknown": _(
                "This address asks questions in our community, and yours is not known there yet, so nothing was "
                "published. Log in once with your address; it takes a minute. Then send your question again, or ask "
                "it on the page."
            ),
            "draft": _(
                "Your question is kept as a draft that only you see. Open it and press “Publish”. Your own address "
                "for questions, which needs no second step, stands on the page of your notices."
            ),
            "draft-there": _(
                "You are writing a question on the page already, so your mail was not kept beside it. "
                "Finish that one first, then send your mail again."
            ),
        }[why]
        title = " ".join(subject.split()) or _("Your mail")
        EmailMessage(
            subject=title if title.lower().startswith("re:") else f"Re: {title}",
            body=f"{words}\n\n{absolute(path)}\n\n-- \n{company_name()}\n",
            from_email=sender(),
            to=[to],
            headers={
                "Message-ID": f"<back-{number}@{mail_domain()}>",
                "Auto-Submitted": "auto-replied",
                **(
                    {"In-Reply-To": f"<{in_reply_to}>"}
                    if "@" in in_reply_to and " " not in in_reply_to
                    else {}
                ),
            },
        ).send()
