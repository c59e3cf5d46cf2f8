"""Parvis as an app: its manifest, its service worker, its page without network."""

from __future__ import annotations

import json
import struct

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    assert (manifest["display"], manifest["scope"], manifest["start_url"]) == ("standalone", "/", "/")
    for icon in manifest["icons"]:
        with open(finders.find(icon["src"].removeprefix(settings.STATIC_URL)), "rb") as file:
            head = file.read(24)
        assert icon["sizes"] == "{}x{}".format(*struct.unpack("!II", head[16:24]))


def test_the_worker_names_its_release_and_files_that_are_there(client: Client) -> None:
    response = client.get("/service-worker.js")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/javascript") and response["Cache-Control"] == "no-cache"
    first = text.splitlines()[0]
    assert json.dumps(settings.STATIC_URL) in first
    for name in json.loads(first.split("KEPT = ")[1].split("]")[0] + "]"):
        assert finders.find(name.removeprefix(settings.STATIC_URL)), name


def test_the_page_without_network_says_nothing_of_anybody(client: Client) -> None:
    stranger = client.get("/offline/").content.decode()
    assert "No network" in stranger and "csrftoken" not in stranger
    client.force_login(make_user(name="Zoé Kessler"))
    assert "Zoé" not in client.get("/offline/").content.decode()
    assert "Pas de réseau" in Client().get("/offline/", headers={"accept-language": "fr"}).content.decode()
