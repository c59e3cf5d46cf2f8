"""Passkeys of members: public halves alone. Members are no accounts of the house, so these are a table of their own."""

from __future__ import annotations

from django.db import models

from parvis.community.models.members import Member


class Passkey(models.Model):
    """One key of one member. The secret half never leaves their device."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()  # AttestedCredentialData: id, authenticator and public key
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_passkey"
        ordering = ["id"]
