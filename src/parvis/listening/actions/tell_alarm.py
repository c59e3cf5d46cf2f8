"""Telling people of an alarm: who is told, and the mail. On the screen it stands by itself."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.actions.push import notify
from parvis.accounts.logic.notices import ALARM
from parvis.accounts.models import User
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue
from parvis.listening.models import Alarm
from parvis.listening.permissions import can_view_figures
from parvis.listening.reads.alarm_words import SEVERITIES, headline, reasons
from parvis.listening.reads.alarms import spoken


def tell_recipients(alarm_id: int) -> None:
    """Enqueue a notice and a mail to each recipient of the rule, in the caller's transaction."""
    alarm = Alarm.objects.select_related("rule").get(pk=alarm_id)
    rule = alarm.rule
    for user in User.objects.filter(pk__in=rule.recipient_ids, is_active=True).order_by("pk"):
        if not can_view_figures(user):
            continue
        if rule.by_push:
            notify(user, about=ALARM, path=reverse("alarm", args=(alarm.pk,)))
        if rule.by_mail:
            enqueue("listening.mail_alarm", alarm_id=alarm.pk, user_id=user.pk)


def mail_alarm(alarm_id: int, user_id: int) -> None:
    """One mail, in the colleague's language. Raises OSError where the mail server refuses: the job comes again."""
    alarm = Alarm.objects.select_related("query", "rule").filter(pk=alarm_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if alarm is None or user is None or not can_view_figures(user):
        return
    with override(user.language):
        [one] = spoken(user, [alarm], everything=_("Everything that is heard"))
        context = {
            "headline": headline(one),
            "severity": SEVERITIES.get(alarm.severity, alarm.severity),
            "reasons": reasons(one),
            "link": f"{settings.ORIGIN}{reverse('alarm', args=(alarm.pk,))}",
            "company": company_name(),
        }
        subject = _("Alert: %(headline)s") % context
        body = render_to_string("listening/alerts/mail.txt", context)
    # A line break in a query's name would make headers of it.
    send_mail(" ".join(subject.split()), body, None, [user.email])
