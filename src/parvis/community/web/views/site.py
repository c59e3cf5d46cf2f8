"""What search engines and other sites ask of the square: its look, its map, its previews; and the company's pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from parvis.community.reads.site import look_of, site_page, the_site
from parvis.community.reads.sitemap import KINDS, maps, places_of
from parvis.community.web.origins import public_origin
from parvis.community.web.pages import page
from parvis.community.web.preview import preview_of
from parvis.community.web.sessions import member_of
from parvis.community.web.site_words import PAGE_NAMES

MINUTE_SECONDS, DAY_SECONDS = 60, 24 * 3600


@page()
def look(request: HttpRequest) -> HttpResponse:
    """Its colours and letters; the address carries the version, so it may be kept for ever."""
    response = HttpResponse(look_of(the_site()), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={365 * DAY_SECONDS}, immutable"
    return response


@page()
def written(request: HttpRequest, page_code: str) -> HttpResponse:
    """A page that the company wrote, in the reader's language where there is one."""
    found = site_page(page_code, language=get_language() or "en")
    if found is None:
        raise Http404("page")
    shown = {"member": member_of(request), "page": found, "name": PAGE_NAMES[found.code]}
    return render(request, "community/site/written.html", shown)


@page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of maps (sitemaps.org, 0.9)."""
    return _xml(request, "community/site/sitemap_index.xml", {"maps": maps()})


@page()
def sitemap_part(request: HttpRequest, part_kind: str, number: int) -> HttpResponse:
    if part_kind not in KINDS:
        raise Http404("sitemap")
    return _xml(request, "community/site/sitemap.xml", {"places": places_of(part_kind, number)})


@page()
def robots(request: HttpRequest) -> HttpResponse:
    """Lists in other orders, searches, forms and the desk say nothing that their first pages do not."""
    return render(
        request, "community/site/robots.txt", {"origin": public_origin(request)}, content_type="text/plain"
    )


@page()
def preview(request: HttpRequest, shared_kind: str, shared_id: int) -> HttpResponse:
    """The picture that other sites show beside a link: 1200 × 630, the title and the name of the place."""
    found = preview_of(shared_kind, shared_id)
    if found is None:
        raise Http404("preview")
    picture, is_its_own = found
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={DAY_SECONDS if is_its_own else MINUTE_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _xml(request: HttpRequest, template: str, shown: dict[str, object]) -> HttpResponse:
    response = render(
        request, template, {**shown, "origin": public_origin(request)}, content_type="application/xml"
    )
    response["Cache-Control"] = f"public, max-age={3600}"
    return response
