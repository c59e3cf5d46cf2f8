"""The square as a place: set up by the company, found by search engines, shown in other sites, under its own name."""

from __future__ import annotations

import time
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from PIL import Image

from parvis.community.actions.boards import BoardSettings, make_board, move_board
from parvis.community.actions.site import ColourRefused, SiteSettings, set_site, write_site_page
from parvis.community.logic.colours import (
    contrast,
    dark_shades,
    is_readable,
    light_shades,
    nearest_readable,
    read_colour,
)
from parvis.community.models import Board, Question, Site
from parvis.community.web import preview
from parvis.foundation.audit import SYSTEM
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_question

PLAIN = {
    "name": "Velo talk",
    "accent": "#1a6b37",
    "font": "serif",
    "welcome_en": "Hello, all.",
    "welcome_fr": "",
}


def given(**more: object) -> SiteSettings:
    return SiteSettings(**{**PLAIN, "embedded_by": [], **more})  # type: ignore[arg-type]


def test_contrast_by_the_values_of_wcag():
    # https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 21 for black on white; #767676 is the lightest grey of 4.5.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert read_colour("0A0") == "#00aa00" and read_colour("red") is None and read_colour("#12345g") is None


@pytest.mark.parametrize(
    "colour", ["#ffff00", "#ff8800", "#777777", "#00c0ff", "#ffffff", "#3355ff", "#000000"]
)
def test_every_colour_has_shades_that_can_be_read_in_both_themes(colour):
    taken = nearest_readable(colour)
    assert is_readable(taken)
    light, dark = light_shades(taken), dark_shades(taken)
    assert contrast(light.on_accent, light.accent) >= 4.5
    assert contrast(dark.on_accent, dark.accent) >= 4.5
    assert contrast(dark.text, "#292622") >= 4.5


@pytest.mark.django_db
def test_a_visitor_sees_what_was_set(client):
    set_site(given(), by=SYSTEM, now=NOON)
    write_site_page("legal", language="fr", text="**Velo** SA", by=SYSTEM, now=NOON)
    page = client.get("/community/").content.decode()
    assert "<title>What is being asked · Velo talk</title>" in page
    assert "Hello, all." in page and 'href="/community/pages/legal/"' in page
    look = client.get("/community/look.css?v=1")
    assert "--accent: #1a6b37" in look.content.decode() and "immutable" in look["Cache-Control"]
    assert "<strong>Velo</strong> SA" in client.get("/community/pages/legal/").content.decode()
    assert client.get("/community/pages/terms/").status_code == 404
    with pytest.raises(ColourRefused) as refused:
        set_site(given(accent="#ffdd00"), by=SYSTEM, now=NOON)
    assert is_readable(refused.value.nearest)


@pytest.mark.django_db
def test_only_named_sites_show_it_in_a_frame(client):
    def ancestors() -> str:
        response = client.get("/community/")
        return response["Content-Security-Policy"].split("frame-ancestors ")[1].split(";")[0]

    assert ancestors() == "'none'"
    set_site(given(embedded_by=["https://www.velo.example"]), by=SYSTEM, now=NOON)
    assert ancestors() == "'self' https://www.velo.example"
    assert "X-Frame-Options" not in client.get("/community/")
    assert client.get("/account/login/")["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_under_its_own_name_nothing_of_the_house_is_there(client, settings):
    from parvis.community.web.own_domain import OwnDomain

    settings.COMMUNITY_ORIGIN = "https://talk.velo.example"
    settings.ALLOWED_HOSTS = ["talk.velo.example", "testserver"]
    answered = OwnDomain(lambda request: request.path)  # type: ignore[arg-type,return-value]

    def at(path: str, host: str = "talk.velo.example") -> object:
        from django.test import RequestFactory

        return answered(RequestFactory().get(path, headers={"host": host}))

    assert at("/community/questions/1/x/") == "/community/questions/1/x/"
    for path in ("/inbox/", "/account/login/", "/community/desk/", "/settings/", "/api/v1/persons"):
        assert at(path).status_code == 404  # type: ignore[attr-defined]
        assert at(path, host="testserver") == path
    assert at("/").url == "/community/"  # type: ignore[attr-defined]
    question = make_question()
    page = client.get(question.url, headers={"host": "talk.velo.example"}).content.decode()
    assert f'property="og:url" content="https://talk.velo.example{question.url}"' in page


@pytest.mark.django_db
def test_search_engines_find_every_public_page_and_no_other(client):
    shown = make_question()
    withheld = make_question(title="Something withheld here")
    Question.objects.filter(pk=withheld.pk).update(state="withheld")
    index = ElementTree.fromstring(client.get("/community/sitemap.xml").content)
    parts = [one.text or "" for one in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert all(part.startswith("http://testserver/community/sitemaps/questions-") for part in parts)
    found = "".join(client.get(part.removeprefix("http://testserver")).content.decode() for part in parts)
    assert shown.url in found and withheld.url not in found
    assert client.get("/community/sitemaps/questions-99999999999999999999.xml").status_code == 200
    robots = client.get("/robots.txt").content.decode()
    assert (
        "Sitemap: http://testserver/community/sitemap.xml" in robots
        and "Disallow: /community/desk/" in robots
    )


@pytest.mark.django_db
def test_pictures_of_links_are_drawn_once_and_so_many_a_minute(client):
    asked = [make_question(title=f"Why does it stop, number {n}?") for n in range(3)]
    addresses = [f"/community/previews/questions/{one.pk}.png" for one in asked]
    preview._kept.clear()
    preview._drawn_lately.clear()
    first = client.get(addresses[0])
    assert client.get(addresses[0]).content == first.content
    assert (len(preview._kept), len(preview._drawn_lately)) == (1, 1)
    # As where a crawler has asked for the pictures of all texts within this minute.
    preview._drawn_lately.extend([time.monotonic()] * preview.MOST_DRAWN_A_MINUTE)
    without_title = [client.get(address) for address in addresses[1:]]
    assert without_title[0].content == without_title[1].content != first.content
    assert (first["Cache-Control"], without_title[0]["Cache-Control"]) == (
        "public, max-age=86400", "public, max-age=60",
    )  # fmt: skip
    assert client.get(addresses[0]).content == first.content, "what was drawn is there"
    preview._drawn_lately.clear()
    assert client.get(addresses[1]).content != without_title[0].content


@pytest.mark.django_db
def test_a_shared_link_has_its_picture(client):
    long = make_question(title="Pourquoi " + "la batterie s’arrête-t-elle à quatre-vingts pour cent " * 3)
    picture = Image.open(BytesIO(client.get(f"/community/previews/questions/{long.pk}.png").content))
    assert picture.size == (1200, 630)
    Question.objects.filter(pk=long.pk).update(state="removed")
    assert client.get(f"/community/previews/questions/{long.pk}.png").status_code == 404
    assert client.get(f"/community/previews/members/{long.pk}.png").status_code == 404


@pytest.mark.django_db
def test_set_up_at_the_desk_in_both_languages(client):
    for language, missing in (("en", "missing"), ("fr", "manque")):
        client.force_login(make_user(roles=("administrator",), language=language))
        assert missing in client.get("/community/desk/site/").content.decode()
    client.force_login(make_user(roles=("administrator",)))
    refused = client.post("/community/desk/site/", {**PLAIN, "accent": "#ffdd00", "embedded_by": ""})
    assert refused.status_code == 422 and nearest_readable("#ffdd00") in refused.content.decode()
    assert client.post("/community/desk/site/", {**PLAIN, "embedded_by": "javascript:x"}).status_code == 422
    assert client.post("/community/desk/site/", {**PLAIN, "embedded_by": ""}).status_code == 302
    assert Site.objects.get().name == "Velo talk"
    assert (
        client.post("/community/desk/site/pages/privacy/", {"en": "We keep little.", "fr": ""}).status_code
        == 302
    )
    assert Site.objects.get().pages == ["privacy"]
    assert client.post("/community/desk/boards/", {"name": "Brakes"}).status_code == 302
    assert client.post("/community/desk/boards/", {"name": " "}).status_code == 422
    board = Board.objects.get()
    changed = {"name": "Brakes & tyres", "is_closed": "1"}
    assert client.post(f"/community/desk/boards/{board.pk}/", changed).status_code == 302
    board.refresh_from_db()
    assert (board.name, board.slug, board.is_closed) == ("Brakes & tyres", "brakes", True)
    client.force_login(make_user(roles=("agent",)))
    assert client.get("/community/desk/site/").status_code == 403


@pytest.mark.django_db
def test_boards_of_one_name_have_two_addresses_and_move():
    first, second = (make_board(BoardSettings(name="Café"), by=SYSTEM, now=NOON) for _ in range(2))
    assert (first.slug, second.slug) == ("cafe", "cafe-2")
    assert move_board(second, is_up=True) and not move_board(second, is_up=True)
    assert list(Board.objects.values_list("slug", flat=True)) == ["cafe-2", "cafe"]


@pytest.mark.django_db
def test_pictures_sent_with_a_question_are_shown_and_kept(client, files_folder):
    from datetime import timedelta

    from django.core.files.uploadedfile import SimpleUploadedFile

    from parvis.community.actions.pictures import forget_pictures
    from parvis.community.models import Picture
    from parvis.community.web.sessions import COOKIE, log_in
    from tests.factories.community import make_board as a_board
    from tests.factories.community import make_member

    def sent(content: bytes | None = None) -> SimpleUploadedFile:
        out = BytesIO()
        Image.new("RGB", (40, 30), "red").save(out, "PNG")
        return SimpleUploadedFile("<b>.png", content or out.getvalue())

    a_board(slug="brakes")
    carrier = HttpResponse()
    log_in(carrier, make_member())
    client.cookies[COOKIE] = carrier.cookies[COOKIE].value
    form = {"title": "What is this red thing?", "text": "Look:", "board": "brakes", "once": "1"}
    asked = client.post("/community/ask/", {**form, "pictures": [sent()]})
    assert asked.status_code == 302
    question = Question.objects.get()
    picture = Picture.objects.get()
    assert f'<img src="/community/pictures/{picture.name}"' in question.html
    assert client.get(picture.url).status_code == 200
    forget_pictures(now=picture.at + timedelta(days=2))
    assert Picture.objects.exists()
    refused = client.post(
        "/community/ask/", {**form, "once": "2", "pictures": [sent(b"<svg onload=alert(1)>")]}
    )
    assert "JPEG, PNG, WebP or GIF" in refused.content.decode()
