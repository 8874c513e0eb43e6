"""Sheets of proposals as the desk receives them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.register.models import Enterprise

PROPOSAL = ("统一社会信用代码", "单位名称", "列入标准", "列入事由", "依据文书")


def csv(header: tuple[str, ...], *rows: tuple[object, ...]) -> SimpleUploadedFile:
    """Make a file for upload."""
    text = "\n".join(",".join(map(str, row)) for row in (header, *rows))
    return SimpleUploadedFile("决定.csv", text.encode("utf-8-sig"))


def row_of(one: Enterprise, *, name: str = "", criterion: str = "R-01", document: str = "1号") -> tuple[str, ...]:
    """Make the row that proposes an enterprise for the red list."""
    return (one.uscc, name or one.name, criterion, "纳税信用A级", document)
