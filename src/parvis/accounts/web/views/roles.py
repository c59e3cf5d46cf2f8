"""Who may do what, and the house's own roles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.roles import remove_role, save_role
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import Role
from parvis.accounts.permissions import account_of, can_manage_users, role_for
from parvis.accounts.reads.role_table import every_role, permission_rows
from parvis.accounts.web.forms import RoleForm, refuse
from parvis.accounts.web.words import PERMISSION_NAMES, REFUSALS, ROLE_NAMES, ROLE_SENTENCES
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen()
def roles(request: HttpRequest) -> HttpResponse:
    """The table of roles, as the guards read it. Everybody may know what everybody may do."""
    table, mine = every_role(), account_of(request).roles
    own = {role.code: role for role in Role.objects.all()}
    shown = [
        {
            "name": ROLE_NAMES[code] if code in ROLES else own[code].name,
            "sentence": ROLE_SENTENCES[code] if code in ROLES else own[code].explanation,
            "is_mine": code in mine,
            "own": own.get(code),
        }
        for code in table
    ]
    return render(
        request,
        "accounts/roles.html",
        {
            "roles": shown,
            "rows": [
                {"name": PERMISSION_NAMES[row.permission], "allowed": row.allowed}
                for row in permission_rows(table)
            ],
            "can_make": can_manage_users(account_of(request)),
        },
    )


@screen(permission="users.manage", methods=_FORM, confirmed=True)
def role(request: HttpRequest, role_id: int = 0) -> HttpResponse:
    """A role of the house: its name and what it may do."""
    stored = role_for(account_of(request), role_id) if role_id else None
    begin = {name: getattr(stored, name) for name in RoleForm.base_fields} if stored else {}
    form = RoleForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            save_role(stored, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            say(request, _("Saved"))
            return redirect("roles")
    return render(request, "accounts/role.html", {"form": form, "role": stored})


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def remove(request: HttpRequest, role_id: int) -> HttpResponse:
    """Remove a role that nobody holds."""
    stored = role_for(account_of(request), role_id)
    try:
        remove_role(stored, by=actor_of(request), now=utc_now())
    except AccountRefused as refused:
        say(request, REFUSALS[refused.code], tone="danger")
        return redirect("role", role_id)
    say(request, _("The role is gone."))
    return redirect("roles")
