"""The demo's community: four boards that live, one that is dying, and nothing that only looks so."""

from __future__ import annotations

import pytest
from django.db.models import Count
from django.test import Client

from parvis.accounts.demo import load as load_staff
from parvis.accounts.models import User
from parvis.community.demo import load
from parvis.community.demo.words_square import REVIEWS
from parvis.community.logic.ghost_town import State
from parvis.community.models import Appeal, Article, Award, Idea, ProductPage, Question
from parvis.community.reads.boards import boards_with_health
from parvis.community.reads.health import health
from parvis.foundation.demo import DemoCompany
from parvis.people.models import Product
from tests.factories.channels import NOON


@pytest.mark.django_db
def test_a_board_is_dying_and_the_health_page_names_it(client):
    company = DemoCompany(now=NOON)
    load_staff(company)
    for name in (*REVIEWS, "A thing without reviews"):
        Product.objects.create(reference=name, name=name, created_at=NOON)
    load(company)
    found = health(now=NOON)
    assert [str(sign.sign) for sign in found.signs] == ["silent-boards"]
    assert (found.boards[0].slug, found.boards[0].posts) == ("remorques", 0)
    assert min(board.posts for board in found.boards[1:]) > 4
    assert next(one.now for one in found.factors if one.name == "traffic") > 500
    for board in boards_with_health():
        alone = health(now=NOON, board=board)
        is_dying = board.slug == "remorques"
        assert (alone.state == State.DYING) == is_dying, board.slug
        assert [str(sign.sign) for sign in alone.signs][:1] == (["silent"] if is_dying else []), board.slug
    staff = Client()
    staff.force_login(User.objects.get(email="julie.moreau@velostral.example"))
    warned = staff.get(f"/community/desk/health/?board={found.boards[0].id}").content.decode()
    assert "ville fantôme" in warned
    assert f"/community/desk/health/boards/?board={found.boards[0].id}" in warned
    assert Article.objects.filter(state="published").count() == 2
    assert Idea.objects.filter(status="done").exists() and Appeal.objects.filter(state="open").exists()
    assert not Question.objects.filter(title__contains="%").filter(title__contains="%(").exists()
    page = client.get(Question.objects.exclude(accepted=None).latest("asked_at").url)
    assert page.status_code == 200
    assert "Place Vélostral" in page.content.decode()
    # It looks lived in from the first minute on.
    titles = list(Question.objects.values_list("title", flat=True))
    assert len(set(titles)) == len(titles)
    assert not Question.objects.filter(title__contains="%").exclude(title__regex="[0-9] %").exists()
    assert Award.objects.values("badge").distinct().count() >= 3
    pages = ProductPage.objects.annotate(n=Count("reviews")).values_list("product__name", "n")
    assert dict(pages) == {name: len(said) for name, said in REVIEWS.items()}
    assert Question.objects.exclude(page=None).count() > 100
