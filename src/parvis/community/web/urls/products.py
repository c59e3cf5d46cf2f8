"""Addresses of products in public and of their desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import pictures, product_desk, products

URLS: list[URLPattern] = [
    path("community/products/", products.products, name="community-products"),
    path("community/products/<slug:slug>/", products.product, name="community-product"),
    path("community/pictures/<slug:name>", pictures.picture, name="community-picture"),
    path("community/desk/products/", product_desk.products, name="community-desk-products"),
    path("community/desk/products/<int:product_id>/", product_desk.product, name="community-desk-product"),
]
