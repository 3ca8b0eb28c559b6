"""Sheets of the workbook that are short: origins, requests, decisions, and what was taken off the standards."""

from __future__ import annotations

from sf_audit.report.view import View
from sf_audit.report.workbook import Cell, Percent, Sheet


def origins_sheet(shown: View) -> Sheet:
    """Where records come from, and how much of them keeps the rules."""
    header = ("By", "Group", "Records", "Judged", "Broken", "Keep it")
    tables = shown.origins.tables if shown.origins else ()
    rows = [
        (
            table.heading,
            line.name,
            line.group.records,
            line.group.judged,
            line.group.broken,
            Percent(line.group.share_kept),
        )
        for table in tables
        for line in table.lines
    ]
    return Sheet("Where it comes from", header, len(rows), rows, dict(enumerate((16, 40, 12, 12, 12, 10))))


def requests_sheet(shown: View) -> Sheet:
    """What was asked for, and whose turn it is."""
    lines = shown.registers.requests if shown.registers else ()
    header = ("Request", "Late", "What is asked", "Stands", "Waits for", "Time", "Lacks")
    rows = [
        (
            line.id,
            "yes" if line.is_late else "",
            line.title,
            line.stands,
            line.waits_for,
            "; ".join(line.time),
            line.lacks,
        )
        for line in lines
    ]
    return Sheet("Requests", header, len(rows), rows, dict(enumerate((12, 8, 50, 40, 24, 60, 30))))


def decisions_sheet(shown: View) -> Sheet:
    """What was decided, and what became of it."""
    lines = shown.registers.decisions if shown.registers else ()
    header = ("Decision", "Late", "What was decided", "Decided", "Owner", "Due", "What became of it", "Because")
    rows = [
        (
            line.id,
            "yes" if line.is_late else "",
            line.decision,
            line.decided,
            line.owner,
            line.due,
            line.carried,
            line.because,
        )
        for line in lines
    ]
    return Sheet("Decisions", header, len(rows), rows, dict(enumerate((12, 8, 50, 36, 24, 14, 28, 60))))


def limits_sheet(shown: View) -> Sheet:
    """Every limit of the org: how much is used, and what the days before foretell."""
    lines = shown.limits.everything if shown.limits else ()
    header = ("Limit", "Name", "Used now", "Numbers", "Outlook", "Diagnostics for IT", "Impact for Ops")
    rows: list[tuple[Cell, ...]] = [
        (
            line.label,
            line.name,
            Percent(line.share),
            line.used,
            "; ".join(line.outlook),
            line.diagnostics,
            line.impact,
        )
        for line in lines
    ]
    notes = (shown.limits.summary, *shown.limits.not_read, *shown.limits.notes) if shown.limits else ()
    rows += [(note, None, None, None, None, None, None) for note in notes]
    return Sheet("Limits", header, len(rows), rows, dict(enumerate((34, 30, 10, 26, 50, 60, 60))))


def weakened_sheet(shown: View) -> Sheet:
    """What people took off the standards."""
    header = ("Standard", "What", "Approved by", "Until", "Why")
    rows = [(line.rule, line.what, line.approver, line.until, line.reason) for line in shown.weakened]
    return Sheet("Weakened", header, len(rows), rows, dict(enumerate((50, 40, 28, 24, 60))))
