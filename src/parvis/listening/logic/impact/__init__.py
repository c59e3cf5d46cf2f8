"""Campaign impact: what a campaign changed, with its interval, or "cannot tell".

How to call it, by day and with 28 to 120 days before the campaign (the more the better, at least as many as the
campaign has and never under 21):

    impact = campaign_impact(
        volume(counts),                     # or share(negatives, analysed), share(brand, market), net_sentiment_days(…)
        start=92, end=106,                  # the campaign's days, as indices of the series
        controls=[volume(other_counts, name="Belgium")],
        first_weekday=series_first_day.weekday(),
    )

`answer` is "raised", "lowered", "none_seen" or "cannot_tell" with its `reasons`: "too_few_days_before", "never_varies",
"forecasts_miss", "placebos_show_effects", "no_days_after". Figures are given with "cannot_tell" too where there are
any, to be shown as what they are. `suspects` are controls that moved themselves when the campaign began: say so,
and offer to leave them out. A control of a share of voice must not be another share of the same market: what one
gains the other loses. `days` is the chart: seen, expected with its band, effect and running total by day.

Deterministic: the same series give the same figures.
"""

from parvis.listening.logic.impact.effect import Effect, Gate, Impact, Placebo, campaign_impact
from parvis.listening.logic.impact.measures import Measure, net_sentiment_days, plain, share, volume

__all__ = [
    "Effect",
    "Gate",
    "Impact",
    "Measure",
    "Placebo",
    "campaign_impact",
    "net_sentiment_days",
    "plain",
    "share",
    "volume",
]
