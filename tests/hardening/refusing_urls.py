"""Every address of the application, and those of views that refuse in every way."""

from ankunft.config import urls
from ankunft.config.urls import handler400, handler403, handler404, handler500
from tests.web.shell import refusing_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*urls.urlpatterns, *refusing_urls.urlpatterns[1:]]
