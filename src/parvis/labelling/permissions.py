"""Who may put labels right, and who decides what the installation learns from it.

Which texts an account sees is its owner's affair: labelling asks the owner (`reads/sources.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parvis.accounts.models import User


def can_correct(user: User) -> bool:
    return user.may("labels.correct")


def can_manage(user: User) -> bool:
    """Activate and take back adapters, train, draw the sample, label stored texts anew."""
    return user.may("labels.manage")
