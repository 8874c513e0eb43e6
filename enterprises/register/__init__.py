"""The register: enterprises, former names, divisions, industries."""
