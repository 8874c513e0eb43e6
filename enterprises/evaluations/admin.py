"""The stock admin of evaluations: accounts of institutions are kept here, everything else is only shown."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest

from enterprises.agencies.models import Officer
from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionAccount
from enterprises.shared.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    AccountForm = forms.ModelForm[InstitutionAccount]
else:
    ModelAdmin, AccountForm = admin.ModelAdmin, forms.ModelForm


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "agency", "state", "accepted_at", "withdrawn_on")
    list_filter = ("state", "agency")
    list_select_related = ("agency",)
    search_fields = ("=code", "name")


@admin.register(EvaluationSubmission)
class EvaluationSubmissionAdmin(ReadOnlyAdmin):
    list_display = ("id", "institution", "record_id", "channel", "submitted_at")
    list_filter = ("channel",)
    list_select_related = ("institution",)
    exclude = ("report",)


class InstitutionAccountForm(AccountForm):
    """An account of an institution; no officer may have one."""

    class Meta:
        model = InstitutionAccount
        fields = ("user", "institution", "api_key")

    def clean_user(self) -> User:
        """Refuse officers: who reviews evaluations does not hand them in."""
        user: User = self.cleaned_data["user"]
        if Officer.objects.filter(user=user).exists():
            raise forms.ValidationError("这个账号是工作人员，不能再作为评价机构账号。")
        return user


@admin.register(InstitutionAccount)
class InstitutionAccountAdmin(ModelAdmin):
    """An account that ends is made inactive: what it handed in keeps its name."""

    actions = None
    form = InstitutionAccountForm
    list_display = ("user", "institution", "api_key")
    list_select_related = ("user", "institution", "api_key")
    raw_id_fields = ("user", "institution", "api_key")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
