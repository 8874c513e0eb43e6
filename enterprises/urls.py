"""Public addresses of the credit files, namespace `enterprises`."""

from django.urls import path

from enterprises.views.files import credit_file

app_name = "enterprises"
urlpatterns = [
    path("enterprises/<str:uscc>/", credit_file, name="file"),
]
