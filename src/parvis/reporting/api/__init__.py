"""Figures and reports for programs."""

from parvis.reporting.api import reports
from parvis.reporting.api.figures import ENDPOINTS

REPORTS = reports.ENDPOINTS

__all__ = ["ENDPOINTS", "REPORTS"]
