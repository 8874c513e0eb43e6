"""Credit records: lifecycle, severity, publication, extension, import, desk."""
