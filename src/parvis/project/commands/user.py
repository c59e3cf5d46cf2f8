"""Staff accounts: add and list them, change roles and passwords, disable and enable."""

import argparse
import json
from typing import Any

from parvis.project.commands.passwords import add_password_argument, choose_password
from parvis.project.paths import installation_paths
from parvis.project.problems import Problem

ROLES = (
    "administrator", "supervisor", "agent", "community_manager", "moderator", "marketer", "employee",
    "data_protection_officer", "partner",
)  # fmt: skip

EPILOGUE = f"""\
examples:
  parvis user add ana@example.com --name "Ana Roche" --role administrator
  parvis user add leo@example.com --role agent --role moderator --language fr --password-stdin < secret.txt
  parvis user list | jq -r .email
  parvis user roles leo@example.com agent supervisor
  parvis user password ana@example.com
  parvis user roles leo@example.com "Night desk"
  parvis user disable leo@example.com --heir ana@example.com

roles: {", ".join(ROLES)},
and those that the house made, by their name or their code (parvis user all-roles)
"""

_SENTENCES = {
    "email-taken": "There is an account with this e-mail address already.",
    "unknown-role": "This role does not exist.",
    "no-role": "An account needs at least one role.",
    "unfit-heir": "The heir must be another account that is open and is not a program's.",
    "last-administrator": "This is the last administrator: nobody could give rights back.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    add = verbs.add_parser(
        "add", help="create an account; without a password given, one is made up and shown"
    )
    add.add_argument("email")
    add.add_argument("--name", help="as colleagues and customers see it (default: from the e-mail address)")
    add.add_argument(
        "--role", action="append", metavar="ROLE", help="repeat for several (agent)"
    )
    add.add_argument("--language", choices=("en", "fr"), default="en")
    add_password_argument(add)
    verbs.add_parser("list", help="every account as one JSON object a line")
    password = verbs.add_parser("password", help="set another password; ends the account's sessions")
    password.add_argument("email")
    add_password_argument(password)
    roles = verbs.add_parser("roles", help="replace the roles")
    roles.add_argument("email")
    roles.add_argument("role", nargs="+", metavar="ROLE")
    verbs.add_parser("all-roles", help="every role and what it may do, one JSON object a line")
    disable = verbs.add_parser("disable", help="no log-in any more; what it wrote stays")
    disable.add_argument("email")
    disable.add_argument("--heir", metavar="EMAIL", help="who takes over what it has in hand (its queues)")
    verbs.add_parser("enable", help="open it again").add_argument("email")


def execute(arguments: argparse.Namespace) -> int:
    from parvis.project.django_session import open_django

    open_django(installation_paths())
    from django.core.exceptions import ValidationError

    from parvis.accounts.logic.refusals import AccountRefused

    try:
        _VERBS[arguments.verb](arguments)
    except AccountRefused as refused:
        way_out = "all-roles names them" if refused.code == "unknown-role" else "list shows what there is"
        raise Problem(_SENTENCES.get(refused.code, refused.code), f"parvis user {way_out}.") from None
    except ValidationError as weak:
        raise Problem(" ".join(weak.messages), "Choose another password.") from None
    return 0


def _add(arguments: argparse.Namespace) -> None:
    from parvis.accounts.actions.users import create_user
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    password, is_made_up = choose_password(arguments)
    user = create_user(
        email=arguments.email,
        name=arguments.name or arguments.email.split("@")[0].replace(".", " ").title(),
        password=password,
        roles=_codes(arguments.role or ["agent"]),
        language=arguments.language,
        by=COMMAND_LINE,
        now=utc_now(),
    )
    _show(user, password if is_made_up else "")


def _list(arguments: argparse.Namespace) -> None:
    from parvis.accounts.models import User

    for user in User.objects.order_by("id"):
        _show(user)


def _password(arguments: argparse.Namespace) -> None:
    from parvis.accounts.actions.users import set_password
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    user = _existing(arguments.email)
    password, is_made_up = choose_password(arguments)
    set_password(user, password=password, by=COMMAND_LINE, now=utc_now())
    _show(user, password if is_made_up else "")


def _roles(arguments: argparse.Namespace) -> None:
    from parvis.accounts.actions.users import change_user
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    user = _existing(arguments.email)
    change_user(user, roles=_codes(arguments.role), by=COMMAND_LINE, now=utc_now())
    _show(user)


def _all_roles(arguments: argparse.Namespace) -> None:
    from parvis.accounts.models import Role
    from parvis.accounts.reads.role_table import every_role

    names = dict(Role.objects.values_list("code", "name"))
    for code, granted in every_role().items():
        line = {"role": code, "name": names.get(code, code), "may": sorted(granted)}
        print(json.dumps(line, ensure_ascii=False))


def _codes(given: list[str]) -> list[str]:
    """Roles as they were written: the house's own may be called by their name, in any capitals."""
    from parvis.accounts.models import Role

    own = {name.casefold(): code for code, name in Role.objects.values_list("code", "name")}
    return [role if role in ROLES else own.get(role.casefold(), role) for role in given]


def _disable(arguments: argparse.Namespace) -> None:
    from parvis.accounts.actions.users import disable_user
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    user = _existing(arguments.email)
    heir = _existing(arguments.heir) if arguments.heir else None
    disable_user(user, heir=heir, by=COMMAND_LINE, now=utc_now())
    _show(user)


def _enable(arguments: argparse.Namespace) -> None:
    from parvis.accounts.actions.users import enable_user
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    user = _existing(arguments.email)
    enable_user(user, by=COMMAND_LINE, now=utc_now())
    _show(user)


_VERBS = {
    "add": _add,
    "list": _list,
    "password": _password,
    "roles": _roles,
    "all-roles": _all_roles,
    "disable": _disable,
    "enable": _enable,
}


def _existing(email: str) -> Any:
    from parvis.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise Problem(f"There is no account {email}.", "parvis user list shows what there is.")
    return user


def _show(user: Any, password: str = "") -> None:
    line = {
        "email": user.email,
        "name": user.name,
        "roles": user.roles,
        "language": user.language,
        "is_active": user.is_active,
    }
    print(json.dumps(line | ({"password": password} if password else {}), ensure_ascii=False))
