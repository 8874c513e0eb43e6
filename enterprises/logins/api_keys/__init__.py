"""Keys with which programs of agencies and partners use the API."""
