"""The demo's chapter on what is said about the company in public."""

from parvis.listening.demo.story import load

__all__ = ["load"]
