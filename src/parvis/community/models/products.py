"""Products in public: what the company shows of one, apart from the record of what is sold (`people`)."""

from __future__ import annotations

from django.db import models


class ProductPage(models.Model):
    """The public page of a product. Without one, or while it is hidden, nothing of a product is public."""

    product = models.OneToOneField("people.Product", on_delete=models.PROTECT, related_name="community_page")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)  # Markdown of the house
    html = models.TextField(blank=True)
    picture = models.ForeignKey(
        "community.Picture", on_delete=models.PROTECT, null=True, related_name="product_pages"
    )
    # Where the company sells or describes it.
    shop_url = models.URLField(max_length=500, blank=True)
    is_shown = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "community_product_page"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"/community/products/{self.slug}/"
