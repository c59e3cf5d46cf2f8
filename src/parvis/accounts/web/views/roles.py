"""Who may do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.accounts.reads.role_table import permission_rows, role_names
from parvis.accounts.web.words import PERMISSION_NAMES, ROLE_NAMES, ROLE_SENTENCES
from parvis.foundation.web.screens import screen


@screen()
def roles(request: HttpRequest) -> HttpResponse:
    """The table of roles, as the guards read it. Everybody may know what everybody may do."""
    names, mine = role_names(), account_of(request).roles
    return render(
        request,
        "accounts/roles.html",
        {
            "roles": [
                {"name": ROLE_NAMES[name], "sentence": ROLE_SENTENCES[name], "is_mine": name in mine}
                for name in names
            ],
            "rows": [
                {"name": PERMISSION_NAMES[row.permission], "allowed": row.allowed} for row in permission_rows()
            ],
        },
    )
