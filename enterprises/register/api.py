"""Filters of rows about an enterprise, as endpoints read them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError

from enterprises.register.filters import RESIDENT_NUMBER_CODE, EnterpriseFilter


def kept_by(chosen: EnterpriseFilter) -> QuerySet[Any]:
    """Return the rows that fit the filters.

    :raises ValidationError: a filter cannot be read; names it, and never repeats its value.
    """
    for name, (error, *_) in chosen.form.errors.as_data().items():
        (sentence,) = error.messages
        if error.code == RESIDENT_NUMBER_CODE:
            raise ValidationError(sentence, code=RESIDENT_NUMBER_CODE)
        raise ValidationError(f"参数 {name} 无法识别：{sentence}", code="invalid_parameter")
    kept: QuerySet[Any] = chosen.qs
    return kept
