"""Where one is and where one can go: titles, tabs, order and pages of a list."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.web.components.markup import icon
from parvis.foundation.web.navigation import GROUPS, group_label


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url: str
    is_current: bool = False
    count: int | None = None
    icon: str = ""


def address(context: Any, **changes: Any) -> str:
    """This page's query string with `changes`; None removes a parameter."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = value
    return f"?{query.urlencode()}"


def where(title: Any, parent: Any = "", parent_url: str = "", icon_name: str = "") -> SafeString:
    crumb = (
        format_html(
            '<a class="where-parent" href="{}">{}{}</a>',
            parent_url,
            icon("chevron-left", size="small"),
            parent,
        )
        if parent_url
        else format_html('<span class="where-parent">{}</span>', parent)
        if parent
        else ""
    )
    picture = icon(icon_name) if icon_name else ""
    return format_html('{}<h1 class="where-title">{}{}</h1>', crumb, picture, title)


def tabs(items: list[Tab], label: str = "") -> SafeString:
    links = format_html_join(
        "",
        '<a class="tab" href="{}"{}>{}<span>{}</span>{}</a>',
        (
            (
                tab.url,
                SafeString(' aria-current="page"') if tab.is_current else "",
                icon(tab.icon, size="small") if tab.icon else "",
                tab.label,
                format_html('<span class="count">{}</span>', tab.count) if tab.count is not None else "",
            )
            for tab in items
        ),
    )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label or _("Views"), links)


def pages_of_place(context: Any) -> list[list[Tab]]:
    """The strips under the title: the pages inside the current place; where they stand in groups, the groups and
    under them the pages of the current one. One page needs no strip."""
    request = context.get("request")
    place = next((place for place in context.get("navigation") or () if place.is_current), None)
    pages = getattr(place, "pages", ())
    if request is None or len(pages) < 2:
        return []
    fitting = [page for page in pages if request.path.startswith(page.url)]
    current = max(fitting, key=lambda page: len(page.url), default=None)
    groups = list(dict.fromkeys(page.group for page in pages if page.group))
    if len(groups) < 2:
        return [_strip(pages, current)]
    chosen = current.group if current else ""
    firsts = {page.group: page for page in reversed(pages)}
    strips = [[_tab_of_group(key, firsts[key], key == chosen) for key in groups]]
    inside = [page for page in pages if page.group == chosen]
    if len(inside) > 1:
        strips.append(_strip(inside, current))
    return strips


def _tab_of_group(key: str, first: Any, is_current: bool) -> Tab:
    """A group of the settings has a name of its own; one of another place is called as its first page."""
    if key in GROUPS:
        return Tab(group_label(key), first.url, is_current)
    return Tab(first.label, first.url, is_current, icon=first.icon)


def _strip(pages: Any, current: Any) -> list[Tab]:
    return [Tab(page.label, page.url, page is current, page.badge or None, page.icon) for page in pages]


def sort_header(
    context: Any, label: Any, name: str, parameter: str = "sort", number: bool = False, default: str = ""
) -> SafeString:
    """`?sort=name` and `?sort=-name`; a new order starts at the first page."""
    request = context.get("request")
    current = (request.GET.get(parameter) if request else "") or default
    is_up, is_down = current == name, current == f"-{name}"
    url = address(context, **{parameter: f"-{name}" if is_up else name, "after": None, "before": None})
    state = "ascending" if is_up else "descending" if is_down else ""
    arrow = icon("arrow-up" if is_up else "arrow-down" if is_down else "selector", size="small")
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        SafeString(' class="number"') if number else "",
        format_html(' aria-sort="{}"', state) if state else "",
        url,
        label,
        arrow,
    )


def pagination(context: Any, next_key: Any = None, previous_key: Any = None, shown: str = "") -> SafeString:
    """Keyset pages: `?after=` and `?before=`; a list of a million rows has no page 7,312."""
    if not (next_key or previous_key or shown):
        return SafeString("")
    steps = []
    if previous_key:
        steps.append(
            format_html(
                '<a class="button button-small" rel="prev" href="{}">{}{}</a>',
                address(context, before=previous_key, after=None),
                icon("chevron-left"),
                pgettext("page", "Previous"),
            )
        )
    if next_key:
        steps.append(
            format_html(
                '<a class="button button-small" rel="next" href="{}">{}{}</a>',
                address(context, after=next_key, before=None),
                pgettext("page", "Next"),
                icon("chevron-right"),
            )
        )
    return format_html(
        '<nav class="pages" aria-label="{}"><span class="pages-shown">{}</span>{}</nav>',
        _("Pages of this list"),
        shown,
        SafeString("".join(steps)),
    )
