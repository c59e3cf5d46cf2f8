"""Moments as people say them: relative up to a week, then the date; the exact one on hover."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

A_WEEK = timedelta(days=7)


def moment(value: datetime | date) -> datetime:
    if isinstance(value, datetime):
        return value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
    return timezone.make_aware(datetime.combine(value, time()))


def in_words(value: datetime, *, now: datetime) -> str:
    """The same steps as `js/ago.js`, which keeps the words true while the page stays open."""
    distance = now - value
    is_future = distance < timedelta(0)
    seconds = abs(distance).total_seconds()
    if abs(distance) >= A_WEEK:
        local = timezone.localtime(value)
        same_year = local.year == timezone.localtime(now).year
        return _date_words(local.date(), "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT", get_language())
    if seconds < 60:
        return pgettext("moment", "just now")
    if seconds < 3600:
        number = int(seconds // 60)
        words = _("in %(n)d min") if is_future else _("%(n)d min ago")
    elif seconds < 86400:
        number = int(seconds // 3600)
        words = _("in %(n)d h") if is_future else _("%(n)d h ago")
    else:
        number = int(seconds // 86400)
        words = (
            ngettext("in %(n)d day", "in %(n)d days", number)
            if is_future
            else ngettext("%(n)d day ago", "%(n)d days ago", number)
        )
    return words % {"n": number}


@lru_cache(1000)
def _date_words(day: date, kind: str, language: str | None) -> str:
    """A page says the same few days many times."""
    return formats.date_format(day, kind)


def exact(value: datetime) -> str:
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")


def ago(value: datetime | date | None, now: datetime | None = None, prefix: str = "") -> SafeString:
    if value is None:
        return SafeString("")
    at = moment(value)
    words = in_words(at, now=now or timezone.now())
    return mark_safe(  # noqa: S308 -- moments and words of ours; the prefix is escaped
        f'<time class="ago" datetime="{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")}Z"'
        f' title="{escape(exact(at))}" data-ago="{escape(prefix)}">'
        f"{escape(f'{prefix} {words}' if prefix else words)}</time>"
    )


def ago_words() -> dict[str, str]:
    """Handed to the browser with the page, so that both sides say the same."""
    return {
        "now": pgettext("moment", "just now"),
        "minutes": _("%(n)d min ago"),
        "hours": _("%(n)d h ago"),
        "day": ngettext("%(n)d day ago", "%(n)d days ago", 1),
        "days": ngettext("%(n)d day ago", "%(n)d days ago", 2),
        "inMinutes": _("in %(n)d min"),
        "inHours": _("in %(n)d h"),
        "inDay": ngettext("in %(n)d day", "in %(n)d days", 1),
        "inDays": ngettext("in %(n)d day", "in %(n)d days", 2),
    }
