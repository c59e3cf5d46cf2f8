"""The first page shows who helped this month: chosen each hour, and nobody who does not want to be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.community.actions.accept import accept
from parvis.community.actions.merit import count_reputation
from parvis.community.models import Member
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

HOUR = timedelta(hours=1)
HEADING = "They helped this month"


@pytest.mark.django_db
def test_the_first_page_shows_who_helped_and_nobody_who_would_not():
    board = make_board()
    helps, shy, staff = make_member("Ana Lind"), make_member("Bo Shy"), make_member("Team", staff=make_user())
    for who in (helps, shy, staff):
        asked = make_question(board=board)
        accept(make_answer(asked, by=who, now=NOON + HOUR), by=asked.author, now=NOON + 2 * HOUR)
    home = Client()
    assert HEADING not in home.get("/community/").content.decode(), "nothing is counted yet"
    count_reputation(now=NOON + 3 * HOUR)
    page = home.get("/community/").content.decode()
    assert HEADING in page
    assert f'href="/community/members/{helps.pk}/"' in page and f'href="/community/members/{shy.pk}/"' in page
    assert f'href="/community/members/{staff.pk}/"' not in page, "it is their work"
    Member.objects.filter(pk=shy.pk).update(is_on_boards=False)
    page = home.get("/community/").content.decode()
    assert f'href="/community/members/{shy.pk}/"' not in page, "at once, whatever was chosen"
    assert HEADING not in home.get(f"/community/boards/{board.slug}/").content.decode()
    Member.objects.filter(pk=helps.pk).update(left_at=NOON)
    assert HEADING not in home.get("/community/").content.decode()
