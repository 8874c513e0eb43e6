"""What may be attached, by content."""

from collections.abc import Mapping
from types import MappingProxyType

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# Media type and the suffix of a download.
MEDIA_TYPES: Mapping[str, str] = MappingProxyType({PDF: "pdf", JPEG: "jpg", PNG: "png"})
LARGEST_BYTES = 8 * 1024**2
