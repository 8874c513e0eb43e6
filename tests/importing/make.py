"""Made-up enterprises, officers and rows for the tests of imports."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from enterprises.agencies.models import Agency, Officer
from enterprises.records.models import ImportBatch
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import complete_uscc


def uscc(number: int, *, category: str = "1", department: str = "9") -> str:
    """Return a valid code; each number gives another one."""
    return complete_uscc(department=department, category=category, region="420106", organisation=f"MA4K{number:04}")


AGENCY_CODE = uscc(9001, department="1")
AGENCY_NAME = "武汉市市场监督管理局"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency with its recorder and its reviewer."""

    agency: Agency
    recorder: User
    reviewer: User


def office(*, code: str = AGENCY_CODE, name: str = AGENCY_NAME, prefix: str = "") -> Office:
    """Make an agency of market regulation with two officers."""
    agency = Agency.objects.create(code=code, name=name, domain="MARKET_REGULATION")
    recorder = User.objects.create_user(f"{prefix}luru")
    reviewer = User.objects.create_user(f"{prefix}shenhe")
    Officer.objects.create(user=recorder, agency=agency, may_record=True)
    Officer.objects.create(user=reviewer, agency=agency, may_review=True)
    return Office(agency=agency, recorder=recorder, reviewer=reviewer)


def new_enterprise(number: int = 1, *, name: str = "武汉甲商贸有限公司", **values: object) -> Enterprise:
    """Make a public enterprise."""
    given: dict[str, object] = {"public_from": "2020-01-01", **values}
    return Enterprise.objects.create(uscc=uscc(number), name=name, folded_name=fold_name(name), **given)


def penalty(number: int = 1, **changed: str) -> dict[str, str]:
    """Return a row of the standard of 2018 by its codes; keyword arguments replace or add columns.

    Where they change what was decided, the content names no amount that would contradict it.
    """
    row = {
        "CF_XDR_MC": "武汉甲商贸有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": uscc(1),
        "CF_FRDB": "张三",
        "CF_FR_ZJHM": "",
        "CF_WSH": f"武市监罚〔2026〕{number}号",
        "CF_WFXW": "虚假宣传",
        "CF_SY": "发布虚假广告",
        "CF_YJ": "《广告法》第五十五条",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2万元",
        "CF_NR_FK": "2",
        "CF_NR_WFFF": "",
        "CF_NR_ZKDX": "",
        "CF_JDRQ": "2026/05/06",
        "CF_YXQ": "2099/12/31",
        "CF_GSJZQ": "",
        "CF_CFJG": AGENCY_NAME,
        "CF_CFJGDM": AGENCY_CODE,
        "CF_SJLY": AGENCY_NAME,
        "CF_SJLYDM": AGENCY_CODE,
    }
    if changed.keys() & {"CF_CFLB", "CF_NR_FK", "CF_NR_WFFF"}:
        row["CF_NR"] = "见决定书"
    return {**row, **changed}


def csv_file(
    folder: Path, rows: Iterable[Mapping[str, str]], *, name: str = "rows.csv", encoding: str = "utf-8"
) -> Path:
    """Write rows under the headers of the first one."""
    given = list(rows)
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(given[0]))
        writer.writeheader()
        writer.writerows(given)
    return path


def run(command: str, *arguments: str, on: str = "2026-06-01") -> str:
    """Run a command on a day and return what it printed."""
    out = StringIO()
    with time_machine.travel(f"{on}T12:00:00+08:00", tick=False):
        call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def run_refused(command: str, *arguments: str, status: int = 1, on: str = "2026-06-01") -> str:
    """Run a command that has to end with that status and return all that it printed."""
    out = StringIO()
    with time_machine.travel(f"{on}T12:00:00+08:00", tick=False), pytest.raises(CommandError) as error:
        call_command(command, *arguments, stdout=out, stderr=out)
    assert error.value.returncode == status, str(error.value)
    return out.getvalue() + str(error.value)


def load_penalties(tmp_path: Path, *rows: dict[str, str], on: str) -> str:
    """Import rows as a sheet of penalties; return what the command prints."""
    path = csv_file(tmp_path, rows)
    return run("import_records", "penalty", str(path), "--agency", AGENCY_CODE, "--by", "luru", on=on)


def publish_last(*options: str, on: str) -> str:
    """Publish the last batch; return what the command prints."""
    batch = ImportBatch.objects.order_by("-pk")[0]
    return run("publish_batch", str(batch.pk), "--by", "shenhe", *options, on=on)
