"""Issued documents: snapshot to HTML to PDF/A-3a and PDF/UA-1, signature, verification."""
