"""The demo's first chapter: who works at the company."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from parvis.accounts.models import Membership, Team, User
from parvis.foundation.demo import DOMAIN, STAFF, DemoCompany

TEAMS = {
    "Service client": (
        "claire.ferrand",
        "hugo.lemaire",
        "lea.bonnet",
        "karim.haddad",
        "emma.clarke",
        "paul.garnier",
    ),
    "Réseaux et communauté": ("julie.moreau", "tom.wright", "ines.roche"),
    "Réparateurs agréés": ("atelier.lyon",),
}


def load(company: DemoCompany) -> None:
    password = make_password(company.password)  # one slow hash for all: they share it
    users = {
        local: User.objects.create(
            email=f"{local}@{DOMAIN}",
            name=name,
            job_title=job,
            roles=list(roles),
            language=language,
            time_zone="Europe/Paris" if language == "fr" else "Europe/London",
            password=password,
        )
        for local, name, job, roles, language in STAFF
    }
    for name, members in TEAMS.items():
        team = Team.objects.create(name=name)
        Membership.objects.bulk_create(
            Membership(team=team, user=users[member], is_lead=index == 0)
            for index, member in enumerate(members)
        )
