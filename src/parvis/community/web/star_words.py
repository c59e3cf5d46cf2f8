"""Stars in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.logic.stars import Stars


def stars_in_words(stars: int) -> str:
    return ngettext("%(n)d star of 5", "%(n)d stars of 5", stars) % {"n": stars}


def figures_in_words(figures: Stars) -> str:
    """The mean with its interval, from how many; few are called few."""
    if figures.mean is None or figures.low is None or figures.high is None:
        return _("No review yet.")
    low, high = (number_format(round(end, 1), 1) for end in (figures.low, figures.high))
    counted = ngettext("%(n)d review", "%(n)d reviews", figures.n) % {"n": figures.n}
    if figures.are_few:
        return _("From %(counted)s: too few to tell much. The mean may lie between %(low)s and %(high)s.") % {
            "counted": counted, "low": low, "high": high
        }  # fmt: skip
    return _("From all %(counted)s. With more reviews the mean would settle between %(low)s and %(high)s (95 %%).") % {
        "counted": counted, "low": low, "high": high
    }  # fmt: skip
