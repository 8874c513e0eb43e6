"""Logins and sessions of officers: limits, answers, notices (docs/operations/logins.md)."""
