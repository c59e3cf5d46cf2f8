"""One entry of a timeline as HTML: written here and not as a template, whose nodes for twenty-five entries took as
long as everything else of the page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from parvis.foundation.web.components.labels import badge, channel, sentiment
from parvis.foundation.web.components.markup import icon
from parvis.foundation.web.components.times import ago
from parvis.people.logic.note_text import blocks_of
from parvis.people.logic.timeline import TimelineEntry
from parvis.people.web.timeline_words import is_said, kind_icon, kind_said, line_of, opens

_LONGEST_SAID, _LONGEST_LINE, _LONGEST_NOTE = 600, 300, 2000


def entry_html(entry: TimelineEntry, *, url: str, whose: object = "") -> SafeString:
    """url: where it was said, or empty; whose: who is named where neither we nor a colleague did it."""
    said = is_said(entry.kind)
    looks = "timeline-item" + (" is-ours" if entry.by_us and said else "") + ("" if said else " is-line")
    mark = channel(entry.channel, short=True) if said else icon(kind_icon(entry.kind), size="small")
    foot = (
        f'<p class="timeline-foot"><a href="{escape(url)}">{escape(opens(entry.kind))}</a></p>' if url else ""
    )
    return mark_safe(  # noqa: S308 -- every value is escaped where it is written
        f'<li class="{looks}"><span class="timeline-mark">{mark}</span><div class="timeline-body">'
        f'<div class="timeline-head">{_head(entry, said=said, whose=whose)}</div>{_words(entry, said=said)}{foot}'
        "</div></li>\n"
    )


def _head(entry: TimelineEntry, *, said: bool, whose: object) -> str:
    who = entry.author_name or (entry.channel if said else "Parvis" if entry.by_us else str(whose))
    parts = [f"<strong>{escape(who)}</strong>"] if who else []
    parts.append(f"<span>{escape(kind_said(entry.kind))}</span>")
    if said:
        parts.append(channel(entry.channel))
        if not entry.by_us:
            parts.append(sentiment(entry.sentiment, short=True))
    return "".join([*parts, ago(entry.at)])


def _words(entry: TimelineEntry, *, said: bool) -> str:
    if entry.kind == "note" and (blocks := blocks_of(entry.text[:_LONGEST_NOTE])):
        return render_to_string("people/notes/_blocks.html", {"blocks": blocks})
    if said:
        language = f' lang="{escape(entry.language)}"' if entry.language not in ("", "unknown") else ""
        return f'<p class="words"{language} dir="auto">{escape(_cut(entry.text, _LONGEST_SAID))}</p>'
    line = line_of(entry)
    if entry.kind in ("tag", "untag"):
        return f'<p class="timeline-line">{badge(line, entry.detail.get("tone", ""), "tag")}</p>'
    return f'<p class="timeline-line" dir="auto">{escape(_cut(line, _LONGEST_LINE))}</p>' if line else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def entries_html(entries: list[dict[str, Any]], whose: object) -> SafeString:
    """Those of a page, as web/views/record.shown gives them."""
    return mark_safe(  # noqa: S308 -- made above
        "".join(entry_html(one["entry"], url=one["url"], whose=whose) for one in entries)
    )
