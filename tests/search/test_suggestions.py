"""Suggestions while one types, through the API."""

import pytest
from django.test import Client

from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.rules.uscc import complete_uscc
from tests.search.make import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh", "both_ways")]


def test_names_and_codes(client: Client, city: dict[str, Enterprise]) -> None:
    answer = client.get("/api/v1/suggest/?q=上海").json()
    huayi = {"uscc": "91420100MA00000001", "name": "上海华谊化工有限公司", "is_similar_code": False}
    assert answer == {"results": [huayi | {"former_name": None}]}
    for typed in ("旭日精", "xuriji", "shxr"):
        answer = client.get("/api/v1/suggest/", {"q": typed}).json()
        assert answer == {"results": [huayi | {"former_name": "上海旭日精细化工厂"}]}
    assert client.get("/api/v1/suggest/?q=huayiw").json()["results"][0]["name"] == "武汉华谊物流有限公司"


def test_a_mistyped_code_is_marked(client: Client, city: dict[str, Enterprise]) -> None:
    code = complete_uscc(department="9", category="1", region="420100", organisation="MA4KQR5X")
    Enterprise.objects.filter(pk=city["huayi"].pk).update(uscc=code)
    touch_credit_files([city["huayi"].pk])
    settle()
    for typed, is_similar in ((code, False), (code.replace("0", "O"), True), (code[:9] + "9" + code[10:], True)):
        [found] = client.get("/api/v1/suggest/", {"q": typed}).json()["results"]
        assert (found["uscc"], found["is_similar_code"]) == (code, is_similar)
        assert ("不是有效的统一社会信用代码" in client.get("/search/", {"q": typed}).content.decode()) == is_similar


def test_nothing_from_one_letter(client: Client, city: dict[str, Enterprise]) -> None:
    assert client.get("/api/v1/suggest/?q=上").json() == {"results": []}


def test_unknown_parameters_are_refused(client: Client) -> None:
    assert client.get("/api/v1/suggest/?q=上海&limit=3").json()["code"] == "unknown_parameter"


def test_an_enterprise_that_is_no_longer_public_is_not_suggested(client: Client, city: dict[str, Enterprise]) -> None:
    Enterprise.objects.update(public_from=None)
    assert client.get("/api/v1/suggest/?q=上海").json() == {"results": []}
