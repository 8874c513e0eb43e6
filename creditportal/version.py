"""The portal's version: the one place that names it; footer, API schema, packaging and `make help` read it."""

VERSION = "0.1.0"
