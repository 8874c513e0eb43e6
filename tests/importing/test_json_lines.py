"""JSON with an object a line, as databases and data platforms export it."""

import json
from pathlib import Path

import pytest

from enterprises.register.models import Enterprise
from tests.importing.make import run, run_refused, uscc

pytestmark = pytest.mark.django_db
OBJECTS = [{"统一社会信用代码": uscc(number), "企业名称": f"武汉第{number}商贸有限公司"} for number in range(1, 4)]


def lines(folder: Path, *, of: int = 3, end: str = "\n", begin: str = "") -> Path:
    path = folder / "rows.json"
    path.write_bytes((begin + end.join(json.dumps(each, ensure_ascii=False) for each in OBJECTS[:of])).encode())
    return path


@pytest.mark.parametrize("of", [1, 2, 3])
@pytest.mark.parametrize(("end", "begin"), [("\n", ""), ("\r\n", "\ufeff"), ("\n\n", "")])
def test_each_line_is_a_row(tmp_path: Path, of: int, end: str, begin: str) -> None:
    assert f"接受{of}行，无变化0行，拒绝0行" in run(
        "import_enterprises", str(lines(tmp_path, of=of, end=end, begin=begin))
    )
    assert Enterprise.objects.count() == of


def test_keys_of_any_line_are_columns(tmp_path: Path) -> None:
    path = lines(tmp_path)
    path.write_text(
        path.read_text() + "\n" + json.dumps(OBJECTS[0] | {"统一社会信用代码": uscc(4), "住所": "江汉路1号"})
    )
    run("import_enterprises", str(path))
    assert Enterprise.objects.get(uscc=uscc(4)).address == "江汉路1号"


@pytest.mark.parametrize("spoilt", ['{"统一社会信用代码": "91', "[1, 2]", "甲"])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, spoilt: str) -> None:
    path = lines(tmp_path)
    path.write_text(f"{path.read_text()}\n{spoilt}")
    text = run_refused("import_enterprises", str(path), status=2)
    assert "JSON文件每行一个对象，第4行却不完整或格式有误" in text
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"code": 0, "data": {"rows": [{"a": ', "JSON文件不完整或格式有误"),
        ('{"code": 0, "data": {}}', "JSON文件里没有记录"),
    ],
)
def test_another_file_keeps_its_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "rows.json").write_text(text)
    assert sentence in run_refused("import_enterprises", str(tmp_path / "rows.json"), status=2)
