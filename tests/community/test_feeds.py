"""Feeds: what anybody may read, in valid Atom, the same bytes while nothing changes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from parvis.community.actions.moderate import withhold
from tests.community.test_cases import ground
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, path):
    return ElementTree.fromstring(client.get(path).content).findall(f"{ATOM}entry")


def test_a_feed_holds_what_a_stranger_may_read(client):
    board = make_board(slug="brakes")
    title = "Why <b>do</b> brakes & pads squeal?"
    asked = make_question(board=board, title=title, text="<script>x</script> wet", tags=["pads"])
    make_question(
        by=make_member(is_super_user=True), board=make_board(is_private=True), title="A secret here"
    )
    gone = make_answer(asked, text="You idiot.")
    kept = make_answer(asked, text="Clean *them*.")
    withhold(gone, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
    [entry] = entries(client, "/community/feeds/questions.atom")
    assert entry.findtext(f"{ATOM}title") == asked.title
    assert "<script>" not in entry.findtext(f"{ATOM}summary")
    assert len(entries(client, "/community/feeds/boards/brakes.atom")) == 1
    assert len(entries(client, "/community/feeds/tags/pads.atom")) == 1
    [said] = entries(client, f"/community/feeds/questions/{asked.pk}.atom")
    assert said.find(f"{ATOM}link").get("href").endswith(f"#answer-{kept.pk}")
    page = client.get(asked.url).content.decode()
    assert f'type="application/atom+xml" title="{"Why &lt;b&gt;do"}' in page


def test_an_unchanged_feed_is_not_sent_again(client):
    asked = make_question()
    first = client.get("/community/feeds/questions.atom")
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get("/community/feeds/questions.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_question(board=asked.board, title="Another question here")
    assert (
        client.get("/community/feeds/questions.atom", headers={"If-None-Match": first["ETag"]}).status_code
        == 200
    )
