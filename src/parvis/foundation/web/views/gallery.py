"""Every component on one page, in this installation's theme and language: for administrators and for whoever
builds a screen. The samples are fictitious and stay in the language in which they were said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.places import Tab
from parvis.foundation.web.screens import screen

DAYS = 42


class SampleForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("gallery", "Name of the query"))
    words = forms.CharField(
        label=pgettext_lazy("gallery", "What to listen for"),
        help_text=pgettext_lazy(
            "gallery", "Words in quotation marks stay together; NOT removes what follows it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Language"),
        choices=[("fr", "français"), ("en", "English")],
        required=False,
    )
    since = forms.DateField(label=pgettext_lazy("gallery", "Since"), required=False)
    alert = forms.BooleanField(
        label=pgettext_lazy("gallery", "Tell me when it doubles within an hour"), required=False
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Where"),
        choices=[("all", "Partout"), ("news", "Presse"), ("forums", "Forums")],
        widget=forms.RadioSelect,
        initial="all",
    )


def sample_messages(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "who": "Camille Lefèvre",
            "kind": "email",
            "words": "Bonjour, depuis lundi mon bus de 7 h 42 n’apparaît plus dans l’application. Est-il supprimé ?",
            "at": now - timedelta(minutes=12),
            "status": "open",
            "mood": "negative",
            "probability": 0.91,
            "is_unread": True,
        },
        {
            "who": "@marc_in_lyon",
            "kind": "mastodon",
            "words": "Your night line saved my evening. The driver even waited for me, thank you!",
            "at": now - timedelta(hours=2, minutes=5),
            "status": "pending",
            "mood": "positive",
            "probability": 0.97,
            "is_unread": True,
        },
        {
            "who": "Inès Benali",
            "kind": "contact",
            "words": "Je voudrais passer mon abonnement annuel au tarif étudiant, quelles pièces faut-il envoyer ?",
            "at": now - timedelta(hours=20),
            "status": "open",
            "mood": "neutral",
            "probability": 0.78,
        },
        {
            "who": "Jean-Baptiste Oduya",
            "kind": "sms",
            "words": "👍🏽",
            "at": now - timedelta(days=3),
            "status": "snoozed",
            "mood": "",
        },
        {
            "who": "Sophie Marchetti",
            "kind": "email",
            "words": "Merci pour votre réponse rapide, tout est réglé.",
            "at": now - timedelta(days=19),
            "status": "resolved",
            "mood": "positive",
            "probability": 0.88,
        },
    ]


def sample_volume(today: date) -> list[int]:
    """A quiet month, a crisis that peaks on the 30th day, a recovery: arithmetic, not chance."""
    return [120 + (day * 37) % 41 + max(0, 620 - 155 * abs(day - 30)) for day in range(DAYS)]


def sample_charts(today: date) -> dict[str, Chart]:
    points = [today - timedelta(days=DAYS - day) for day in range(DAYS)]
    volume = sample_volume(today)
    net = [
        None if day in (11, 12) else round(18 - (count - 120) / 11.0, 1) for day, count in enumerate(volume)
    ]
    ours = [31 + (day * 7) % 5 + max(0, 9 - 2 * abs(day - 30)) for day in range(DAYS)]
    period = _("last 6 weeks")
    return {
        "net": Chart(
            _("Net sentiment"),
            points,
            [
                Series(
                    _("Us"),
                    net,
                    low=[None if value is None else value - 6 for value in net],
                    high=[None if value is None else value + 6 for value in net],
                )
            ],
            unit=_("points, with their interval"),
            period=period,
            n=sum(volume),
            source=_("Fictitious figures of the gallery"),
            decimals=1,
            rows_url="?from={from}&to={to}",
        ),
        "share": Chart(
            _("Share of voice"),
            points,
            [
                Series("Métrolia", ours),
                Series("Transvia", [26 + (day * 5) % 4 for day in range(DAYS)], tone="comparison"),
                Series("Kéo Bus", [17 + (day * 3) % 4 for day in range(DAYS)], tone="comparison"),
            ],
            unit="%",
            period=period,
            n=sum(volume),
        ),
        "moods": Chart(
            _("Mentions by sentiment"),
            points,
            [
                Series(_("negative"), [count // 3 for count in volume], tone="negative"),
                Series(_("neutral"), [count // 4 for count in volume], tone="neutral"),
                Series(_("positive"), [count // 5 for count in volume], tone="positive"),
            ],
            unit=_("mentions a day"),
            period=period,
            n=sum(volume),
            kind="stacked",
        ),
    }


@screen(permission="installation.manage")
def gallery(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    bound = SampleForm({"name": "", "words": '"ligne 12" NOT métro', "since": "hier", "kind": "all"})
    show = request.GET.get("show")
    context = {
        "messages_of_sample": sample_messages(now),
        "charts": sample_charts(now.date()),
        "mention_count": 1204,
        "growth": 3.4,
        "wrong_form": bound,
        "tabs": [
            Tab(_("Everything"), "?tab=1", True, 128, "list"),
            Tab(_("Unanswered"), "?tab=2", False, 7),
            Tab(_("Resolved"), "?tab=3"),
        ],
        "hour_ago": now - timedelta(hours=1),
        "in_two_hours": now + timedelta(hours=2, minutes=3),
        "yesterday": now - timedelta(days=1, hours=2),
        "long_ago": now - timedelta(days=400),
        "language_moods": [("français", 412, 530, 218, 40), ("English", 96, 180, 142, 12)],
    }
    return render(request, "shell/gallery_desk.html" if show == "desk" else "shell/gallery.html", context)
