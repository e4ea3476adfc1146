"""The report: pages a reviewer opens offline to decide whether a dataset can be used."""

from onrecord.report.report import write_report

__all__ = ["write_report"]
