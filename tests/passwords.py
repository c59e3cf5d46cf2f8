"""Passwords in tests: the project's own way of hashing, at the least cost it can be given."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """A real hash costs a third of a second and 100 MB, on purpose; the suite makes some hundred."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
