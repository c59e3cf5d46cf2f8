"""Close the pages to everybody but administrators, on all machines; open them again. Jobs go on."""

import argparse

from parvis.project.django_session import open_django
from parvis.project.paths import installation_paths

EPILOGUE = """\
examples:
  parvis maintenance on
  parvis maintenance off
  parvis maintenance show
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("state", choices=("on", "off", "show"))


def execute(arguments: argparse.Namespace) -> int:
    open_django(installation_paths())
    from parvis.foundation import maintenance
    from parvis.foundation.audit import COMMAND_LINE
    from parvis.foundation.clock import utc_now

    if arguments.state == "on":
        maintenance.close_pages(by=COMMAND_LINE, now=utc_now())
    elif arguments.state == "off":
        maintenance.open_pages(by=COMMAND_LINE, now=utc_now())
    print("closed to everybody but administrators" if maintenance.is_closed() else "open")
    return 0
