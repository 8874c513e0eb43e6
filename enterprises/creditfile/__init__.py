"""The read model of a credit file: what the page, the API, the PDF and the snapshot all show."""
