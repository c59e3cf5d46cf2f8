"""Devices on which members are told: where their browser's push service is, and the keys notices are sealed for."""

from __future__ import annotations

from django.db import models

from parvis.community.models.members import Member


class MemberDevice(models.Model):
    """A browser in which a member switched notices on."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.URLField(max_length=1000, unique=True)
    browser_key = models.CharField(max_length=120)
    sealed_browser_secret = models.TextField()
    browser = models.CharField(max_length=300, blank=True)  # what it says of itself
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_member_device"
        ordering = ["-id"]
