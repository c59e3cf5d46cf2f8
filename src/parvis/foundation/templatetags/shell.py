"""`{% load shell %}`: the components of every screen. What each draws is in `foundation.web.components`."""

import json
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, EmailInput, NumberInput, Textarea, TextInput
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from parvis.foundation.web.components import charts, figures, labels, markup, persons, places, times

register = template.Library()
PLAIN_INPUTS = (TextInput, EmailInput, NumberInput, Textarea, CheckboxInput)

register.simple_tag(markup.icon, name="icon")
register.simple_tag(labels.status, name="status")
register.simple_tag(labels.sentiment, name="sentiment")
register.simple_tag(labels.channel, name="channel")
register.simple_tag(labels.delivery, name="delivery")
register.simple_tag(persons.avatar, name="avatar")
register.simple_tag(times.ago, name="ago")
register.simple_tag(figures.stat, name="stat")
register.simple_tag(figures.meter, name="meter")
register.simple_tag(figures.sentiment_bar, name="sentiment_bar")
register.simple_tag(places.tabs, name="tabs")
register.simple_tag(places.pages_of_place, takes_context=True, name="pages_of_place")
register.simple_tag(places.sort_header, takes_context=True, name="sort_header")
register.simple_tag(places.pagination, takes_context=True, name="pagination")
register.simple_tag(places.address, takes_context=True, name="address")


@register.simple_tag
def where(title: Any, parent: Any = "", parent_url: str = "", icon: str = "") -> SafeString:
    return places.where(title, parent, parent_url, icon)


@register.simple_tag
def button(label: Any, icon: str = "", **given: Any) -> SafeString:
    return markup.button(label, icon_name=icon, **given)


@register.simple_tag(takes_context=True)
def act(context: Any, label: Any, url: str, icon: str = "", **given: Any) -> SafeString:
    """A button in a form of its own that posts to `url`; `hidden_name=value` adds a hidden field."""
    hidden = {name[7:]: given.pop(name) for name in list(given) if name.startswith("hidden_")}
    return markup.act(context, label, url=url, hidden=hidden, icon_name=icon, **given)


@register.simple_tag
def badge(word: Any, tone: str = "neutral", icon: str = "", title: str = "") -> SafeString:
    return labels.badge(word, tone, icon, title)


@register.simple_tag
def avatar_of(name: str, size: str = "", key: str = "") -> SafeString:
    return persons.avatar(name, size, key=key)


@register.filter
def tone_of_level(level: str) -> str:
    return {"error": "danger", "debug": "information", "info": "information"}.get(level, level)


@register.filter
def undo_url(tags: str | None) -> str:
    """Where a message can be taken back (see `components.messages.say`)."""
    return next((tag[5:] for tag in (tags or "").split() if tag.startswith("undo=")), "")


@register.simple_tag
def interface_words() -> dict[str, Any]:
    """The words that the browser's modules say, in the language of the page."""
    return {
        "ago": times.ago_words(),
        "undo": _("Undo"),
        "close": _("Close"),
        "nothingFound": _("Nothing found. Try another word, or fewer."),
        "places": _("Places"),
        "onThisPage": _("On this page"),
        "failed": _("That did not reach the server. Nothing was lost: try again."),
        "refused": _("You may not do that here."),
        "live": _("Live: this page updates by itself"),
        "reconnecting": _("Connection lost: looking for changes every 15 seconds"),
        "enter": pgettext("key", "Enter"),
        "walkList": _("Next and previous in the list"),
        "openRow": _("Open the chosen one"),
        "tickRow": _("Tick the chosen one"),
        "table": _("Show as table"),
        "chart": _("Show as chart"),
        "notEnough": _("not enough data"),
        "date": _("Date"),
        "unsaved": _("What you wrote has not been sent."),
    }


@register.simple_block_tag(end_name="endpanel")
def panel(
    content: str, title: Any = "", icon: str = "", link: Any = "", url: str = "", kind: str = ""
) -> SafeString:
    picture = markup.icon(icon, size="small") if icon else ""
    more = format_html('<a class="panel-link" href="{}">{}</a>', url, link) if url else ""
    head = (
        format_html('<header class="panel-head"><h2>{}{}</h2>{}</header>', picture, title, more)
        if title
        else ""
    )
    return format_html(
        '<section class="panel{}">{}<div class="panel-body">{}</div></section>',
        f" panel-{kind}" if kind else "",
        head,
        content,
    )


@register.simple_block_tag(end_name="endempty_state")
def empty_state(
    content: str, title: Any, icon: str = "inbox", action: Any = "", url: str = "", example: Any = ""
) -> SafeString:
    """What this is for (the block), one act, one example."""
    return format_html(
        '<div class="empty">{}<p class="empty-title">{}</p><div class="empty-text">{}</div>{}{}</div>',
        markup.icon(icon, size="huge"),
        title,
        content,
        markup.button(action, kind="primary", url=url) if url else "",
        format_html('<p class="empty-example"><span>{}</span> {}</p>', _("For example:"), example)
        if example
        else "",
    )


@register.simple_block_tag(end_name="endconfirm", takes_context=True)
def confirm(
    context: Any, content: str, label: Any, url: str, do: Any = "", icon: str = "trash", method: str = "post"
) -> SafeString:
    """A destructive act: the button opens a panel that says, in numbers, what will be gone (the block)."""
    return format_html(
        '<details class="confirm" data-menu><summary class="button button-danger-quiet">{}<span>{}</span></summary>'
        '<form class="confirm-panel" method="{}" action="{}">{}<div class="confirm-text">{}</div>'
        '<div class="cluster">{}{}</div></form></details>',
        markup.icon(icon),
        label,
        method,
        url,
        markup.csrf_input(context),
        content,
        markup.button(do or label, kind="danger"),
        markup.button(_("Keep it"), kind="quiet", type="reset", data_menu_close=True),
    )


@register.simple_tag
def skeleton(lines: int = 3) -> SafeString:
    rows = SafeString('<span class="skeleton-line"></span>' * lines)
    return format_html(
        '<div class="skeleton" role="status"><span class="visually-hidden">{}</span>{}</div>',
        _("Loading"),
        rows,
    )


@register.simple_tag
def field(
    bound: BoundField, help: Any = "", label: Any = "", with_help: bool = True, **given: Any
) -> SafeString:
    """Label, field, help and errors, tied together for screen readers."""
    shown_help, shown_label = str((help or bound.help_text) if with_help else ""), label or bound.label
    looks = _looks_of_empty(bound, shown_help, shown_label, given)
    if looks is not None and looks in _written:
        return _written[looks]
    written = render_to_string(
        "shell/_field.html",
        {
            "field": bound,
            "help": shown_help,
            "label": shown_label,
            "widget": widget(bound, given, bool(shown_help)),
        },
    )
    if looks is not None:
        if len(_written) >= _MOST_WRITTEN:
            _written.clear()
        _written[looks] = written
    return written


# Four templates make a field: one that waits to be filled in is written once. What it looks like → how it is written.
_written: dict[tuple[Any, ...], SafeString] = {}
_MOST_WRITTEN = 1000


def _looks_of_empty(
    bound: BoundField, help: str, label: Any, given: dict[str, Any]
) -> tuple[Any, ...] | None:
    """All that an empty field without choices is drawn from; None for any other."""
    field, widget = bound.field, bound.field.widget
    if bound.form.is_bound or bound.initial not in (None, "") or not isinstance(widget, PLAIN_INPUTS):
        return None
    attributes = (*sorted(widget.attrs.items()), *sorted(given.items()))
    return (
        get_language(), type(field), type(widget), bound.html_name, bound.auto_id, field.required, field.disabled,
        bound.form.use_required_attribute, help, isinstance(help, SafeString), str(label),
        *((name, str(value)) for name, value in attributes),
    )  # fmt: skip


def widget(bound: BoundField, given: dict[str, Any], has_help: bool) -> SafeString:
    kind = getattr(bound.field.widget, "input_type", "")
    # False is how Django leaves an attribute out that the form itself had set.
    attrs: dict[str, Any] = {
        name.strip("_").replace("_", "-"): False if value is None else value for name, value in given.items()
    }
    if kind not in ("checkbox", "radio"):
        attrs["class"] = f"input {attrs.get('class', '')}".strip()
    described = [f"{bound.auto_id}_help"] if has_help else []
    described += [f"{bound.auto_id}_errors"] if bound.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("shell/_fields.html")
def fields(form: Any) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("shell/_chart.html")
def chart(
    chart: charts.Chart | None = None, url: str = "", title: Any = "", id: str = "", height: str = ""
) -> dict[str, Any]:
    """A Chart value drawn at once, or one fetched from `url`; its table twin is always on the page."""
    key = id or f"chart-{abs(hash((str(title or (chart and chart.title)), url))) % 10**6}"
    return {
        "chart": chart,
        "url": url,
        "title": title or (chart.title if chart else ""),
        "id": key,
        "height": height,
        "json": json.dumps(charts.as_json(chart)) if chart else "",
        "rows": charts.table_rows(chart) if chart else [],
    }
