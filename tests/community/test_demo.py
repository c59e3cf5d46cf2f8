"""The demo's community: four boards that live, one that is dying, and nothing that only looks so."""

from __future__ import annotations

import pytest

from parvis.accounts.demo import load as load_staff
from parvis.community.demo import load
from parvis.community.models import Appeal, Article, Idea, Question
from parvis.community.reads.health import health
from parvis.foundation.demo import DemoCompany
from tests.factories.channels import NOON


@pytest.mark.django_db
def test_a_board_is_dying_and_the_health_page_names_it(client):
    company = DemoCompany(now=NOON)
    load_staff(company)
    load(company)
    found = health(now=NOON)
    assert [str(sign.sign) for sign in found.signs] == ["silent-boards"]
    assert (found.boards[0].slug, found.boards[0].posts) == ("remorques", 0)
    assert min(board.posts for board in found.boards[1:]) > 4
    assert Article.objects.filter(state="published").count() == 2
    assert Idea.objects.filter(status="done").exists() and Appeal.objects.filter(state="open").exists()
    assert not Question.objects.filter(title__contains="%").filter(title__contains="%(").exists()
    page = client.get(Question.objects.exclude(accepted=None).latest("asked_at").url)
    assert page.status_code == 200
    assert "Place Vélostral" in page.content.decode()
