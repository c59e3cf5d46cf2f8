"""Icons, buttons and the attributes they carry."""

from functools import cache, lru_cache
from typing import Any

from django.forms.utils import flatatt
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/tabler-icons-3.51.0/icons.svg"


def attributes(given: dict[str, Any]) -> SafeString:
    """`hx_get` → `hx-get`; None, False and "" disappear, True is a bare attribute."""
    return flatatt({name.strip("_").replace("_", "-"): value for name, value in given.items() if value != ""})


@cache
def sprite() -> str:
    """The address of the icons; a list of fifty rows asks for it three hundred times."""
    return static(SPRITE)


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon beside a word is hidden from screen readers; one alone needs `label`."""
    if not label:
        return _bare_icon(name, size)
    classes = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
        classes,
        label,
        f"{sprite()}#{name}",
    )


@lru_cache(1000)
def _bare_icon(name: str, size: str) -> SafeString:
    """Written once: a page shows a hundred, of a few dozen kinds."""
    classes = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        classes,
        f"{sprite()}#{name}",
    )


def button(
    label: Any,
    *,
    icon_name: str = "",
    kind: str = "",
    size: str = "",
    url: str = "",
    type: str = "submit",
    shortcut: str = "",
    icon_only: bool = False,
    **extra: Any,
) -> SafeString:
    classes = ["button", *(f"button-{word}" for word in (kind, size) if word)]
    if icon_only:
        classes.append("button-icon")
    if extra.get("class"):
        classes.append(str(extra.pop("class")))
    extra["class"] = " ".join(classes)
    if shortcut:
        extra |= {"data_shortcut": shortcut, "data_shortcut_label": str(label)}
        extra.setdefault("title", f"{label} ({shortcut})")
    elif icon_only:
        extra.setdefault("title", str(label))
    picture = icon(icon_name) if icon_name else ""
    word = format_html('<span class="{}">{}</span>', "visually-hidden" if icon_only else "button-word", label)
    if url:
        return format_html("<a{}>{}{}</a>", attributes({"href": url, **extra}), picture, word)
    return format_html("<button{}>{}{}</button>", attributes({"type": type, **extra}), picture, word)


def act(
    context: Any, label: Any, *, url: str, hidden: dict[str, Any] | None = None, **given: Any
) -> SafeString:
    """A button that changes something: a form of its own, so that it works without JavaScript."""
    form_attributes = {name: given.pop(name) for name in list(given) if name.startswith("hx_")}
    fields = [
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, value in (hidden or {}).items()
    ]
    return format_html(
        '<form class="act" method="post" action="{}"{}>{}{}{}</form>',
        url,
        attributes(form_attributes),
        csrf_input(context),
        SafeString("".join(fields)),
        button(label, **given),
    )


def csrf_input(context: Any) -> SafeString:
    request = context.get("request")
    token = context.get("csrf_token") or (get_token(request) if request else "")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
