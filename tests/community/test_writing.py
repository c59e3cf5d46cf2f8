"""What helps while one writes: the bar, the preview, names after an @, pictures. All of it is for members."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.community.logic.named import names_in
from parvis.community.logic.names import name_key
from parvis.community.models import Picture
from parvis.community.reads.member_names import members_beginning, mention_of
from parvis.foundation.clock import utc_now
from tests.community.test_pages import client_of
from tests.factories.community import make_member

pytestmark = pytest.mark.django_db


def picture_of(kind: str = "PNG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 20), "#883311").save(content, kind)
    return SimpleUploadedFile("kettle.png", content.getvalue(), content_type="image/png")


def test_a_visitor_gets_the_bar_and_nothing_that_costs_work(client):
    bar = client.get("/community/writing/", headers={"accept-language": "fr"}).content.decode()
    assert "Gras" in bar and 'data-do="picture"' not in bar and 'data-do="preview"' not in bar
    assert client.post("/community/writing/preview/", {"text": "**a**"}).status_code == 403
    assert client.post("/community/writing/pictures/", {"picture": picture_of()}).status_code == 403
    assert client.get("/community/writing/names/?begins=an").status_code == 403
    assert Picture.objects.count() == 0


def test_a_preview_is_what_will_be_shown():
    writer = client_of(make_member())
    assert 'data-do="preview"' in writer.get("/community/writing/").content.decode()
    shown = writer.post("/community/writing/preview/", {"text": "**bold** <script>alert(1)</script>\u202e"})
    assert shown.content.decode() == "<p><strong>bold</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_names_are_offered_whoever_helped_most_first_and_nobody_who_left():
    make_member(name="Anne Lebrun", helpful_count=1)
    make_member(name="Ännchen", helpful_count=9)
    make_member(name="Anna", left_at=utc_now())
    writer = client_of(make_member(name="Zoé"))
    found = writer.get("/community/writing/names/", {"begins": "AN"}).json()["names"]
    assert [one["name"] for one in found] == ["Ännchen", "Anne Lebrun"]
    assert writer.get("/community/writing/names/", {"begins": "a"}).json() == {"names": []}
    assert members_beginning("%", most=6) == []


@pytest.mark.parametrize("name", ["Anne Lebrun", "O'Neil d'Arc", "Jean-Luc ☕", "Zoë.B", "under_score"])
def test_what_is_put_after_the_sign_names_that_member(name):
    assert name_key(name) in names_in(f"Ask @{mention_of(name)} about it", most=5)[0]


def test_a_picture_is_kept_and_what_is_none_is_refused_with_a_sentence():
    writer = client_of(make_member(language="en"))
    kept = writer.post("/community/writing/pictures/", {"picture": picture_of()}).json()
    assert writer.get(kept["url"]).headers["Content-Type"] == "image/webp"
    refused = writer.post(
        "/community/writing/pictures/",
        {"picture": SimpleUploadedFile("a.png", b"<svg/>")},
        headers={"accept-language": "en"},
    )
    assert refused.status_code == 422 and "picture" in refused.json()["problem"]
    assert writer.post("/community/writing/pictures/").status_code == 422
