"""All addresses of the portal."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from creditportal import health
from creditportal import home as views
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

login_limited = throttled(Scope.LOGIN, methods=frozenset({"POST"}))
admin.site.login = login_limited(admin.site.login)  # type: ignore[method-assign]

# Without OPTIONS, whose answer would be the page without its scripts.
docs_page = SpectacularSwaggerSplitView.as_view(template_name="api_docs.html", http_method_names=["get", "head"])

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("search.urls")),  # the busiest come first
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Exempt: it changes nothing but the reader's own labels, and so public pages need no token and no cookie.
    path("language/", csrf_exempt(set_language), name="set-language"),
    path("lists/", include("lists.urls")),
    path("desk/lists/", include("lists.desk.urls")),
    path("api/v1/lists/", include("lists.api.urls")),
    path("api/v1/enforcement/", include("enterprises.enforcement.api_urls")),
    path("api/v1/evaluations/", include("enterprises.evaluations.api_urls")),
    path("api/v1/", include("enterprises.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs_page, name="docs"),
    path("admin/", admin.site.urls),
    path("figures/", include("enterprises.cases.figures.urls")),
    path("", include("search.doors.urls")),
    path("", include("enterprises.urls")),
    path("cases/", include("enterprises.cases.urls")),
    path("enforcement/", include("enterprises.enforcement.urls")),
    path("evaluations/", include("enterprises.evaluations.urls")),
    path("desk/cases/", include("enterprises.cases.desk.urls")),
    path("desk/enforcement/", include("enterprises.enforcement.desk.urls")),
    path("desk/evaluations/", include("enterprises.evaluations.desk.urls")),
    path("desk/shields/", include("enterprises.shields.desk.urls")),
    path("desk/", include("enterprises.desk.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
