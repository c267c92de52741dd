"""Files as answers."""

from __future__ import annotations

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(content: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under that name."""
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be saved under that name. Whoever opens it from here nonetheless opens it in a sandbox."""
    answer = HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    answer._csp_update = {"sandbox": True}
    return answer
