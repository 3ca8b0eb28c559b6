"""Answers about access as text, CSV, JSON, page, workbook and picture."""
