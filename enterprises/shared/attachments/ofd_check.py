"""OFD (GB/T 33190): a ZIP with OFD.xml at its root, read through in the child and kept as it is."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from enterprises.shared.attachments.sentences import BROKEN, LARGE_OFD, NOT_OFD
from enterprises.shared.confined.errors import Unreadable

ENTRY = "OFD.xml"
NAMESPACE = "http://www.ofdspec.org/"
MEMBERS_AT_MOST = 2000
UNPACKED_BYTES = 128 * 1024**2
_BLOCK = 1024**2
_ENCRYPTED = 1


def check_ofd(content: bytes) -> None:
    """Read every member of an OFD file.

    :raises Unreadable: it is no OFD, broken, encrypted, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive)
            _check_entry(archive.read(ENTRY))
    except KeyError as problem:
        raise Unreadable(NOT_OFD) from problem
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as problem:
        raise Unreadable(BROKEN) from problem


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if ENTRY not in archive.namelist():
        raise Unreadable(NOT_OFD)
    if len(members) > MEMBERS_AT_MOST or sum(one.file_size for one in members) > UNPACKED_BYTES:
        raise Unreadable(LARGE_OFD)
    unpacked = 0
    for member in members:
        path = PurePosixPath(member.filename)
        if member.flag_bits & _ENCRYPTED or path.is_absolute() or ".." in path.parts:
            raise Unreadable(NOT_OFD)
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                unpacked += len(block)
                if unpacked > UNPACKED_BYTES:
                    raise Unreadable(LARGE_OFD)


def _check_entry(entry: bytes) -> None:
    """Check the first file: XML without a document type, its root OFD of the standard."""
    from lxml import etree  # noqa: PLC0415 (after the limits)

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(entry, parser)
    except etree.XMLSyntaxError as problem:
        raise Unreadable(BROKEN) from problem
    name = etree.QName(root)
    is_ofd = name.localname == "OFD" and (name.namespace or "").startswith(NAMESPACE)
    if root.getroottree().docinfo.doctype or not is_ofd:
        raise Unreadable(NOT_OFD)
