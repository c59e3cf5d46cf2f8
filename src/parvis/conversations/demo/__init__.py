"""The demo's chapter on who wrote to the company, and how it answered."""

from parvis.conversations.demo.story import load

__all__ = ["load"]
