"""Addresses of the square as a place: its look, the company's own pages, what search engines ask for; its desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import boards_desk, log_in_desk, site, site_desk

URLS: list[URLPattern] = [
    path("robots.txt", site.robots, name="robots"),
    path("community/look.css", site.look, name="community-look"),
    path("community/pages/<slug:page_code>/", site.written, name="community-page"),
    path("community/sitemap.xml", site.sitemap, name="community-sitemap"),
    path(
        "community/sitemaps/<slug:part_kind>-<int:number>.xml",
        site.sitemap_part,
        name="community-sitemap-part",
    ),
    path("community/previews/<slug:shared_kind>/<int:shared_id>.png", site.preview, name="community-preview"),
    path("community/desk/site/", site_desk.site, name="community-desk-site"),
    path("community/desk/site/pages/<slug:page_code>/", site_desk.written, name="community-desk-page"),
    path("community/desk/site/log-in/", log_in_desk.provider_add, name="community-desk-log-in-add"),
    path(
        "community/desk/site/log-in/<int:log_in_id>/", log_in_desk.provider, name="community-desk-log-in"
    ),
    path(
        "community/desk/site/log-in/<int:log_in_id>/remove/",
        log_in_desk.provider_remove,
        name="community-desk-log-in-remove",
    ),
    path("community/desk/boards/", boards_desk.boards, name="community-desk-boards"),
    path("community/desk/boards/<int:board_id>/", boards_desk.board, name="community-desk-board"),
]
