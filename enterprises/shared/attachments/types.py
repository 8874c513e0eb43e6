"""What may be attached, by content."""

from collections.abc import Mapping
from types import MappingProxyType

PDF, JPEG, PNG, OFD = "application/pdf", "image/jpeg", "image/png", "application/ofd"
# Media type and the suffix of a download. Photos of phones (HEIC) are stored as JPEG.
MEDIA_TYPES: Mapping[str, str] = MappingProxyType({PDF: "pdf", JPEG: "jpg", PNG: "png", OFD: "ofd"})
# What every browser shows by itself; an OFD wants a reader of its own.
SHOWN_BY_BROWSERS = frozenset({PDF, JPEG, PNG})
LARGEST_BYTES = 8 * 1024**2
# Of one hand-in, and of one case: files, and bytes together.
PAPERS_AT_MOST = 10
TOGETHER_BYTES = 20 * 1024**2
TOO_LARGE = f"材料合计不能超过{TOGETHER_BYTES // 1024**2}MB。"
# What a browser offers to choose.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.ofd"
