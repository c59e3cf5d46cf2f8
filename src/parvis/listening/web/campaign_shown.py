"""The answer of a campaign in words and charts: what came, what would have come, and how far that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.quantities import counted, interval, percent, signed
from parvis.listening.models import Campaign, CampaignResult

REASONS: dict[str, Any] = {
    "too_few_days_before": gettext_lazy(
        "Fewer days were heard before than the campaign has, or fewer than 21: nothing can be learned from so few."
    ),
    "never_varies": gettext_lazy(
        "The figure never varied before, so nothing says how far it strays by itself."
    ),
    "forecasts_miss": gettext_lazy(
        "Asked of days before the campaign, the same forecast misses too often: it would miss these days too."
    ),
    "placebos_show_effects": gettext_lazy(
        "The same question, asked of days on which nothing began, finds “effects” there too."
    ),
    "no_days_after": gettext_lazy("No day of the campaign has data."),
    "not_begun": gettext_lazy("The campaign has no whole day behind it yet."),
}
TONES = {"raised": "success", "lowered": "warning", "none_seen": "neutral", "cannot_tell": "information"}
ICONS = {
    "raised": "trending-up",
    "lowered": "arrow-down",
    "none_seen": "minus",
    "cannot_tell": "question-mark",
}


def answer_word(answer: str) -> str:
    """The badge."""
    return {
        "raised": pgettext("answer on a campaign", "raised"),
        "lowered": pgettext("answer on a campaign", "lowered"),
        "none_seen": pgettext("answer on a campaign", "no effect seen"),
        "cannot_tell": pgettext("answer on a campaign", "cannot tell"),
    }[answer]


def answer_sentence(campaign: Campaign, result: CampaignResult) -> str:
    """One sentence with its interval."""
    if result.answer == "cannot_tell":
        return _("It cannot be told what the campaign moved.")
    found = result.found
    effect = found.get("total") or found.get("average")
    if effect is None:
        return _("It cannot be told what the campaign moved.")
    given = {"amount": _amount(campaign, effect["value"], plus=True), "interval": _range(campaign, effect)}
    if result.answer == "none_seen":
        return (
            _("No effect is seen: what came lies within what would have come without it (%(interval)s).")
            % given
        )
    if campaign.measure == "volume":
        relative = found.get("relative")
        given["relative"] = percent(relative["value"], plus=True) if relative else ""
        return (
            _("%(amount)s mentions against what would have come without it, %(relative)s (%(interval)s).")
            % given
            if relative
            else _("%(amount)s mentions against what would have come without it (%(interval)s).") % given
        )
    return (
        _("%(amount)s points on an average day against what would have come without it (%(interval)s).")
        % given
    )


def campaign_shown(campaign: Campaign, result: CampaignResult | None) -> dict[str, Any]:
    """What the page needs of an answer; nothing of it before there is one."""
    if result is None:
        return {"result": None}
    found = result.found
    return {
        "result": result,
        "answer": answer_word(result.answer),
        "answer_tone": TONES[result.answer],
        "answer_icon": ICONS[result.answer],
        "sentence": answer_sentence(campaign, result),
        "reasons": [REASONS.get(code, code) for code in found.get("reasons", ())],
        "would_be": _would_be(campaign, result),
        "chart": _chart(campaign, found) if found.get("days") else None,
        "total_chart": _total_chart(found) if any(day["total"] for day in found.get("days", ())) else None,
        "checks": _checks(campaign, found),
        "placebos": [
            {
                "day": date.fromisoformat(one["day"]),
                "effect": _amount(campaign, one["effect"]["value"], plus=True),
                "interval": _("%(low)s to %(high)s")
                % {
                    "low": _amount(campaign, one["effect"]["low"], plus=True),
                    "high": _amount(campaign, one["effect"]["high"], plus=True),
                },
                "excludes_none": one["excludes_none"],
            }
            for one in found.get("placebos", ())
            if one["effect"]
        ],
        "suspects": found.get("suspects", ()),
        "markers": [
            {"day": date.fromisoformat(one["day"]), "label": one["label"]} for one in campaign.markers
        ],
    }


def _would_be(campaign: Campaign, result: CampaignResult) -> str:
    """Figures that exist although nothing can be told from them, as what they are."""
    effect = result.found.get("total") or result.found.get("average")
    if result.answer != "cannot_tell" or not effect:
        return ""
    return _("The method's own figure, not to be relied on: %(amount)s (%(interval)s).") % {
        "amount": _amount(campaign, effect["value"], plus=True),
        "interval": _range(campaign, effect),
    }


def _checks(campaign: Campaign, found: Mapping[str, Any]) -> list[str]:
    gate = found.get("gate") or {}
    said = []
    if gate.get("days_before"):
        said.append(
            ngettext(
                "Learned from %(n)s day before the campaign.",
                "Learned from %(n)s days before the campaign.",
                gate["days_before"],
            )
            % {"n": counted(gate["days_before"])}
        )
    left_out = sum(day["seen"] is not None for day in found.get("before", ())) - (
        gate.get("days_before") or 0
    )
    if found.get("before") and left_out > 0:
        said.append(
            ngettext(
                "%(n)s more day was left out, as a control has no figure on it.",
                "%(n)s more days were left out, as a control has no figure on them.",
                left_out,
            )
            % {"n": counted(left_out)}
        )
    if gate.get("coverage") is not None:
        said.append(
            _("Of known days before, forecast in the same way, %(share)s lie in their 95 %% intervals.")
            % {"share": percent(gate["coverage"])}
        )
    if gate.get("relative_error") is not None:
        said.append(
            _("On such days the forecast is off by %(error)s on average.")
            % {"error": percent(gate["relative_error"])}
        )
    if found.get("gaps"):
        said.append(
            ngettext("On %(n)s day nothing was heard.", "On %(n)s days nothing was heard.", found["gaps"])
            % {"n": counted(found["gaps"])}
        )
    return said


def _chart(campaign: Campaign, found: Mapping[str, Any]) -> Chart:
    before, during = found["before"], found["days"]
    scale = 1 if campaign.measure == "volume" else 100
    nothing = [None] * len(before)

    def part(name: str) -> list[float | None]:
        values = [scale * day["expected"][name] if day["expected"] else None for day in during]
        # The model knows no bounds; the figure has them.
        most = 100.0 if campaign.measure == "net_sentiment" else float("inf")
        return [*nothing, *(None if one is None else max(-most, min(most, one)) for one in values)]

    seen = [None if day["seen"] is None else scale * day["seen"] for day in (*before, *during)]
    points = [date.fromisoformat(day["day"]) for day in (*before, *during)]
    return Chart(
        title=_("What came, and what would have come without it"),
        points=points,
        series=[
            Series(_("seen"), seen, tone="subject"),
            Series(_("without it"), part("value"), low=part("low"), high=part("high"), tone="comparison"),
        ],
        unit=_("mentions a day")
        if campaign.measure == "volume"
        else pgettext("unit", "points")
        if campaign.measure == "net_sentiment"
        else "%",
        decimals=0 if campaign.measure == "volume" else 1,
    )


def _total_chart(found: Mapping[str, Any]) -> Chart:
    days = found["days"]

    def part(name: str) -> list[float | None]:
        return [day["total"][name] if day["total"] else None for day in days]

    return Chart(
        title=_("What it brought in all, day by day"),
        points=[date.fromisoformat(day["day"]) for day in days],
        series=[
            Series(_("effect so far"), part("value"), low=part("low"), high=part("high"), tone="subject")
        ],
        unit=_("mentions"),
    )


def _range(campaign: Campaign, effect: Mapping[str, float]) -> str:
    return interval(_amount(campaign, effect["low"], plus=True), _amount(campaign, effect["high"], plus=True))


def _amount(campaign: Campaign, value: float, *, plus: bool) -> str:
    """Mentions as they are; shares and net sentiment in points of a hundred."""
    if campaign.measure == "volume":
        return signed(value, plus=plus)
    return signed(100 * value, decimals=1, plus=plus)
