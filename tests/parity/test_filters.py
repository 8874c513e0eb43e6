"""A filter of the database keeps the enterprises that the filter of the same name keeps in the index."""

import pytest
from django.http import QueryDict

from enterprises.register.models import Industry
from lists.listings.filters import ListingFilter
from lists.listings.models import Listing
from search.industries import industry_path
from search.request import BadParameter, read_request
from tests.lists.make import decided, new_enterprise

CODES = ("C", "13", "26", "2614", "43", "44", "97", "A", "01")
ASKED = ("A", "c", "C", "T", "01", "26", "261", "2614", "2615", "C26", "c2614", "A26", "A01", "D44", "97")


@pytest.mark.django_db
def test_an_industry_is_asked_for_alike() -> None:
    listed = {
        code: decided(enterprise=new_enterprise(industry=Industry.objects.create(code=code, name=code)))
        for code in CODES
    }
    decided(enterprise=new_enterprise())
    for asked in ASKED:
        kept = ListingFilter(QueryDict(f"industry={asked}"), queryset=Listing.objects.all()).qs
        wanted = {listed[code].pk for code in CODES if asked.upper() in industry_path(code)}
        assert set(kept.values_list("pk", flat=True)) == wanted, asked


@pytest.mark.parametrize(
    "query",
    [
        *("region=4", "region=420106", "region=4201060", "region=武汉", "region=４２", "region=4%00"),
        *("industry=c", "industry=C2614", "industry=C26140", "industry=U", "industry=1", "industry=+26"),
        *("status=ACTIVE", "status=active", "status=%00", "year=2016", "year=16", "year=3016", "year=2016.0"),
        *("year=+2016", "region=", "industry=", "status=", "year=", "region=+42+"),
    ],
)
@pytest.mark.django_db
def test_a_value_is_read_or_refused_alike(query: str) -> None:
    chosen = ListingFilter(QueryDict(query), queryset=Listing.objects.all())
    try:
        read_request(QueryDict(query).dict(), strict=True)
    except BadParameter as problem:
        [(name, [sentence])] = chosen.errors.items()
        assert problem.sentence == f"参数 {name} 无法识别：{sentence}"
    else:
        assert not chosen.errors
