"""One button ends every other log-in: the next request elsewhere is a visitor's; passkeys stay."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.community.models import Passkey
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.community import make_device, make_member, make_passkey

pytestmark = pytest.mark.django_db
WAYS = "/community/me/log-in/"


def test_all_others_end_at_their_next_request_and_this_one_goes_on() -> None:
    member, other = make_member(name="Alba"), make_member(name="Bruno")
    here, lost, bystander = client_of(member), client_of(member), client_of(other)
    make_passkey(member)
    make_device(member)
    make_device(other)
    done = here.post(f"{WAYS}end/")
    page = here.get(done["Location"]).content.decode()
    assert "Every other log-in is over." in page and ">Alba<" in page
    assert lost.get("/community/me/").status_code == 302
    assert ">Alba<" not in lost.get("/community/").content.decode()
    assert bystander.get("/community/me/").status_code == 200
    assert Passkey.objects.filter(member=member).count() == 1
    assert not member.devices.exists() and other.devices.count() == 1


def test_it_is_pressed_by_the_member_alone() -> None:
    assert Client().post(f"{WAYS}end/")["Location"].startswith("/community/log-in/")
    assert client_of(make_member()).get(f"{WAYS}end/").status_code == 405
    # Colleagues log in with their account, and end its sessions there.
    staff = Client()
    staff.force_login(make_user(roles=("community_manager",)))
    assert "End all other log-ins" not in staff.get(WAYS).content.decode()
