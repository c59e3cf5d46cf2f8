"""Mails to those who are asked to be super-users, and to those who were, in their own language."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.models import User
from parvis.community.models import MemberContact, SuperUserTerm
from parvis.community.reads.notice_links import absolute
from parvis.community.reads.notice_mail import sender
from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name


def send_invitation(term_id: int, *, now: datetime) -> bool:
    """Send it unless it is no longer open or was sent. A kill in between sends it twice at most."""
    with purpose("membership"):
        term = SuperUserTerm.objects.select_related("member").filter(pk=term_id).first()
        if term is None or term.state != SuperUserTerm.INVITED or term.mailed_at is not None:
            return False
        contact = MemberContact.objects.filter(member=term.member).first()
        if contact is None:
            return False
        _mail(term, to=contact.email).send()
        SuperUserTerm.objects.filter(pk=term.pk).update(mailed_at=now)
    return True


def send_thanks(term_id: int) -> bool:
    """The house ended it: a word of thanks, whatever the reason."""
    with purpose("membership"):
        term = SuperUserTerm.objects.select_related("member").filter(pk=term_id).first()
        contact = MemberContact.objects.filter(member_id=term.member_id).first() if term else None
        if term is None or contact is None:
            return False
    with override(term.member.language):
        named = {"name": term.member.name, "company": company_name()}
        parts = [
            _("Hello %(name)s,") % named,
            _(
                "your time as a super-user of the community of %(company)s ends today. Thank you for all you gave."
            )
            % named,
            term.thanks,
            _("You stay a member as before, and everything you wrote stays yours."),
        ]
        _message(_("Thank you"), parts, to=contact.email).send()
    return True


def _mail(term: SuperUserTerm, *, to: str) -> EmailMessage:
    with override(term.member.language):
        figures = term.figures
        named = {
            "name": term.member.name, "company": company_name(), "accepted": figures.get("accepted", 0),
            "decided": figures.get("decided", 0), "helped": figures.get("helped", 0),
        }  # fmt: skip
        contact = User.objects.filter(pk=term.contact_id or 0).first()
        parts = [
            _("Hello %(name)s,") % named,
            _("%(company)s would like to have you as a super-user of its community.") % named,
            _(
                "Why you: you answered %(helped)d different people, and of %(decided)d solved questions that you"
                " answered, %(accepted)d were solved by your answer."
            )
            % named
            if figures.get("decided")
            else "",
            term.words,
            _(
                "What it brings: a mark beside your name, a board among ourselves, and a direct line to %(contact)s,"
                " who answers you. What it asks: nothing you do not do already. You can end it any day."
            )
            % {"contact": contact.name if contact else named["company"]},
            _("Say yes or no here:"),
            absolute("/community/me/expert/"),
        ]
        return _message(_("Would you like to be a super-user?"), parts, to=to)


def _message(subject: str, parts: list[str], *, to: str) -> EmailMessage:
    return EmailMessage(
        subject,
        "\n\n".join(part for part in parts if part),
        sender(),
        [to],
        headers={"Auto-Submitted": "auto-generated"},
    )
