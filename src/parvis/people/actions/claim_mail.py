"""The mail that brings a code, or the link to log in by, to the address a person gave."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import unseal
from parvis.people.models import Claim, ContactPoint
from parvis.people.reads.choices_links import choices_url


def send_claim_code(claim_id: int, *, point_id: int, sealed: str, now: datetime) -> bool:
    """Send it, unless the claim is no longer open; sent twice after a kill, it is the same code."""
    with purpose("service"):
        claim = (
            Claim.objects.select_related("identity", "person").filter(pk=claim_id, state=Claim.OPEN).first()
        )
        point = ContactPoint.objects.filter(pk=point_id).first()
        if claim is None or point is None or claim.ends_at < now:
            return False
        mail = _mail(claim, to=point.value, code=unseal(sealed)["code"], now=now)
    mail.send()
    return True


def _mail(claim: Claim, *, to: str, code: str, now: datetime) -> EmailMessage:
    spoken = claim.person.language
    with override(spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        named = {"code": code, "handle": claim.identity.handle, "company": company_name(),
                 "channel": claim.identity.channel}  # fmt: skip
        if claim.way == Claim.BACK:
            wanted = _("To confirm that it is yours, send us this code from that account:")
            until = _("It is good for one hour.")
        elif claim.way == Claim.LOG_IN:
            wanted = _("To confirm that it is yours, open this page and log in with that account:")
            until = _("It is asked for three days. You log in at the network, not with us.")
            code = choices_url(claim.person_id, now=now) + "#accounts"
        else:
            wanted = _("To confirm that it is yours, write this code anywhere into its public profile:")
            until = _("It is good for three days; once we have seen it you can take it out again.")
        parts = (
            _("You told %(company)s that the account %(handle)s (%(channel)s) is yours.") % named,
            wanted,
            code,
            until,
            _("If it is not, do nothing: without the code nothing is joined with your record.")
            if claim.way != Claim.LOG_IN
            else _("If it is not, do nothing: without it nothing is joined with your record."),
        )
        return EmailMessage(
            _("Is %(handle)s your account?") % named,
            "\n\n".join(parts),
            settings.DEFAULT_FROM_EMAIL,
            [to],
            headers={"Auto-Submitted": "auto-generated"},
        )
