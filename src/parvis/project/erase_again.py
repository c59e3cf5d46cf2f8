"""After a restore: erase again whoever was erased since the backup was made.

Run by `parvis restore` as a process of its own (`python -m parvis.project.erase_again`). Its last line is JSON.
"""

from __future__ import annotations

import sys
from typing import Any

from parvis.project.prepare import report


def again() -> dict[str, Any]:
    """How many records and handles were erased again."""
    import django

    django.setup()
    from parvis.foundation.clock import utc_now
    from parvis.people.actions.erased_list import erase_again

    return {"erased": erase_again(now=utc_now())}


if __name__ == "__main__":
    sys.exit(report(again))
