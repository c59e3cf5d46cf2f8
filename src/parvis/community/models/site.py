"""The public square as the company set it up: its name, its look, its welcome, and the pages that the law asks for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Site(models.Model):
    """One row. Every page reads it, so what is long stands in SitePage."""

    INTER, SYSTEM, SERIF = "inter", "system", "serif"
    FONTS = [(s, s) for s in (INTER, SYSTEM, SERIF)]

    name = models.CharField(max_length=80, blank=True)  # empty: the company's
    accent = models.CharField(max_length=7, blank=True)  # "#1a7f37"; empty: the house's
    font = models.CharField(max_length=6, choices=FONTS, default=INTER)
    logo = models.CharField(max_length=64, blank=True)  # name of a kept picture
    welcome_en = models.CharField(max_length=1000, blank=True)
    welcome_fr = models.CharField(max_length=1000, blank=True)
    # Which pages of SitePage.CODES are written.
    pages = ArrayField(models.CharField(max_length=8), default=list)
    # Sites that may show the square inside their own pages.
    embedded_by = ArrayField(models.CharField(max_length=200), default=list)
    # Grows with each change: the address of the look carries it.
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "community_site"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_community_site")]


class SitePage(models.Model):
    """A page that the company writes: legal notice, privacy, terms of use."""

    LEGAL, PRIVACY, TERMS = "legal", "privacy", "terms"
    CODES = (LEGAL, PRIVACY, TERMS)

    code = models.CharField(max_length=8, choices=[(s, s) for s in CODES])
    language = models.CharField(max_length=5)
    text = models.TextField()
    html = models.TextField()  # made from text by logic/markdown.py
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "community_site_page"
        constraints = [models.UniqueConstraint(fields=["code", "language"], name="one_site_page_a_language")]


class TextPicture(models.Model):
    """A picture that a text shows, so that it is kept as long as the text."""

    kind = models.CharField(max_length=16)
    text_id = models.BigIntegerField()
    name = models.CharField(max_length=64)

    class Meta:
        db_table = "community_text_picture"
        constraints = [models.UniqueConstraint(fields=["name", "kind", "text_id"], name="text_picture_once")]
        indexes = [models.Index(fields=["kind", "text_id"], name="pictures_of_text")]
