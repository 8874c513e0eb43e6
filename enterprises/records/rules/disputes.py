"""Who may end an objection to a record (docs/rules/lifecycle.md)."""

RECORDED_IT = "录入过这条记录的人不得取消异议标注，请由本机关另一人办理。"


def settlement_refusal(*, wrote: bool) -> str | None:
    """Return why a person may not take the mark off, None if he may; `wrote` a part of the record's content."""
    return RECORDED_IT if wrote else None
