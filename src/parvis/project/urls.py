"""Every address of the installation."""

from django.urls import path

urlpatterns: list = []
