"""Setting up the square: name, look, welcome, boards, the pages that the law asks for; what is missing is said."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.pictures import keep_picture
from parvis.community.actions.site import (
    ColourRefused,
    OriginRefused,
    SiteSettings,
    set_site,
    write_site_page,
)
from parvis.community.logic.errors import MayNot, TextTooLong
from parvis.community.models import Board, LogInProvider, Site, SitePage
from parvis.community.reads.site import the_site
from parvis.community.web.origins import public_origin
from parvis.community.web.site_words import FONTS, PAGE_NAMES
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

FIELDS = ("name", "accent", "font", "welcome_en", "welcome_fr")


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def site(request: HttpRequest) -> HttpResponse:
    """One page of ten minutes: what is set, and what is missing before customers come."""
    kept = the_site()
    given = {name: getattr(kept, name) for name in FIELDS} | {"embedded_by": "\n".join(kept.embedded_by)}
    problem, nearest = "", ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        try:
            set_site(_settings(request, given), by=actor_of(request), now=utc_now())
        except ColourRefused as refused:
            nearest = refused.nearest
            problem = (
                _("Words in this colour, or on it, cannot be read by everybody. %(colour)s can.")
                % {"colour": nearest}
                if nearest
                else _("Write the colour as #1a7f37.")
            )
        except OriginRefused as refused:
            problem = _("“%(word)s” is no origin. Write https:// and the name, without a path.") % {
                "word": refused.origin[:80]
            }
        except TextTooLong as refused:
            problem = _("A welcome has at most %(limit)s characters.") % {"limit": refused.limit}
        except MayNot:
            problem = _("The logo is no PNG, JPEG, GIF or WebP of up to 15 MB.")
        else:
            say(request, _("Saved. Everybody sees it at once."))
            return redirect("community-desk-site")
    shown = {
        "site": kept, "given": given, "problem": problem, "nearest": nearest, "fonts": FONTS.items(),
        "steps": _steps(kept), "origin": public_origin(request), "own_domain": settings.COMMUNITY_ORIGIN,
        "log_ins": LogInProvider.objects.all() if account_of(request).may("installation.manage") else None,
    }  # fmt: skip
    return render(request, "community/desk/site.html", shown, status=422 if problem else 200)


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def written(request: HttpRequest, page_code: str) -> HttpResponse:
    """A page of the company in both languages; an empty one is not shown."""
    if page_code not in SitePage.CODES:
        raise Http404("page")
    kept = dict(SitePage.objects.filter(code=page_code).values_list("language", "text"))
    problem = ""
    if request.method == "POST":
        kept = {language: request.POST.get(language, "") for language, _name in settings.LANGUAGES}
        try:
            for language, text in kept.items():
                write_site_page(page_code, language=language, text=text, by=actor_of(request), now=utc_now())
        except TextTooLong as refused:
            problem = _("A page has at most %(limit)s characters.") % {"limit": refused.limit}
        else:
            say(request, _("Saved."))
            return redirect("community-desk-site")
    texts = [(language, name, kept.get(language, "")) for language, name in settings.LANGUAGES]
    shown = {"code": page_code, "name": PAGE_NAMES[page_code], "texts": texts, "problem": problem}
    return render(request, "community/desk/site_page.html", shown, status=422 if problem else 200)


def _settings(request: HttpRequest, given: dict[str, str]) -> SiteSettings:
    logo = None
    sent = request.FILES.get("logo")
    if sent is not None:
        logo = keep_picture(sent.read(), by=None, now=utc_now()).name
    elif request.POST.get("without_logo") == "1":
        logo = ""
    values = {**given, "embedded_by": given["embedded_by"].split(), "logo": logo}
    return SiteSettings(**values)  # type: ignore[arg-type]


def _steps(kept: Site) -> list[tuple[str, str, bool]]:
    """(what, where, whether it is done), in the order in which they are best done."""
    pages = [
        (str(name), reverse("community-desk-page", args=[code]), code in kept.pages)
        for code, name in PAGE_NAMES.items()
    ]
    return [
        (_("A name"), "#name", bool(kept.name)),
        (_("A colour, or a logo"), "#accent", bool(kept.accent or kept.logo)),
        (_("A welcome"), "#welcome_en", bool(kept.welcome_en or kept.welcome_fr)),
        (_("A board"), reverse("community-desk-boards"), Board.objects.exists()),
        *pages,
    ]
