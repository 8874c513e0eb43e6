"""The public credit report: content, issue, download."""
