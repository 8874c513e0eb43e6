"""What the import commands print: progress, warnings, refusals, and the summary line."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import CommandError, OutputWrapper
from tqdm import tqdm

from enterprises.shared import clock
from enterprises.shared.incoming.store import holding
from enterprises.shared.sheets.error_book import refusals
from enterprises.shared.sheets.report import RefusedRow, Tally
from enterprises.shared.sheets.table import Table

SCRATCH = "error workbook"  # purpose of the folder for its parts
SOME_REFUSED, FILE_UNREADABLE = 1, 2
_MOST_LINES = 20


@contextmanager
def reporting(table: Table, *, stderr: OutputWrapper, errors: Path | None) -> Iterator[Tally]:
    """Print warnings and refusals while an import runs; all refusals go to the workbook, if one is given."""
    # What was loaded so far lives as long as the command: looking through it costs a tenth of an import.
    gc.freeze()
    printed = _Lines(stderr)
    for warning in table.warnings:
        stderr.write(f"提示：{warning}")

    def report(refusal: RefusedRow) -> None:
        printed.line("refused", str(refusal))

    with (
        scratch_folder(errors is not None) as scratch,
        tqdm(total=table.row_estimate(), unit="行", file=sys.stderr, disable=not sys.stderr.isatty()) as bar,
        refusals(table, report=report, errors=errors, scratch=scratch) as on_refusal,
    ):
        yield Tally(
            on_refusal=on_refusal,
            on_warning=lambda number, text: printed.line("warned", f"第{number}行 提示：{text}"),
            on_progress=bar.update,
        )
        printed.rest()


@contextmanager
def scratch_folder(is_wanted: bool, *, user: User | None = None) -> Iterator[Path | None]:
    """Give a folder of incoming files for the parts of an error workbook, if one is wanted."""
    if not is_wanted:
        yield None
        return
    with holding(purpose=SCRATCH, user=user, at=clock.now()) as entry:
        yield entry.folder


def finish(tally: Tally, *, stdout: OutputWrapper, errors: Path | None, heading: str) -> None:
    """Print the summary line; end with status 1 if a row was refused."""
    stdout.write(f"{heading}：接受{tally.accepted}行，无变化{tally.unchanged}行，拒绝{tally.refused}行")
    if tally.refused:
        hint = f"，更正{errors}后可再次导入" if errors else "，加 --errors OUT.xlsx 可得到错误工作簿"
        raise CommandError(f"有{tally.refused}行被拒绝{hint}", returncode=SOME_REFUSED)


def user_named(name: str) -> User:
    """Return the user of a login name.

    :raises CommandError: there is none.
    """
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"没有登录名为{name}的用户。", returncode=FILE_UNREADABLE)
    return found


class _Lines:
    """The first lines of each sort; the others are counted."""

    def __init__(self, stderr: OutputWrapper) -> None:
        self._stderr = stderr
        self._counts: dict[str, int] = {}

    def line(self, sort: str, text: str) -> None:
        count = self._counts[sort] = self._counts.get(sort, 0) + 1
        if count <= _MOST_LINES:
            self._stderr.write(text)

    def rest(self) -> None:
        for sort, label in (("refused", "被拒绝的行"), ("warned", "提示")):
            more = self._counts.get(sort, 0) - _MOST_LINES
            if more > 0:
                self._stderr.write(f"……另有{more}条{label}未列出")
