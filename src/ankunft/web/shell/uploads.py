"""The fields through which files come in: what does not hold what its name says is refused at once."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.documents.archives import Unusable, require_workbook
from ankunft.foundation.documents.kinds import ENDINGS, HEAD, fault_of, kind_of

MESSAGES = (".xml", ".zip")
_MOST_RATIO, _RATIO_FROM = 200, 64 * 1024 * 1024
_JPEG, _PNG, _PDF = (b"\xff\xd8\xff",), (b"\x89PNG\r\n\x1a\n",), (b"%PDF-",)
SCANS = {".pdf": _PDF, ".jpg": _JPEG, ".jpeg": _JPEG, ".png": _PNG}
"""How a page that was scanned or photographed may be called, and how it then begins."""


class TableFileField(forms.FileField):
    """A CSV or XLSX file, looked at by its content. Whoever reads it later measures it thoroughly.

    Its name is shown to people and never becomes part of a path.
    """

    def __init__(self, **options: Any) -> None:
        options = {
            "label": gettext_lazy("Datei"),
            "help_text": gettext_lazy("CSV (UTF-8) oder Excel (.xlsx), die Spaltennamen in der ersten Zeile."),
            "max_length": 200,
            "error_messages": {
                "required": gettext_lazy("Wählen Sie eine Datei."),
                "empty": gettext_lazy("Die Datei ist leer."),
                "max_length": gettext_lazy("Der Name der Datei ist zu lang."),
            },
            "widget": forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
            **options,
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            _require_table(file)
        return file


class RegisterFileField(forms.FileField):
    """Messages of a register (XML, or many of them in a ZIP archive), or a table of arrivals, looked at by content.

    Whoever reads it later takes nothing for granted: schemas, sizes and names are measured there.
    """

    def __init__(self, **options: Any) -> None:
        options = {
            "label": gettext_lazy("Datei"),
            "help_text": gettext_lazy(
                "Meldungen des Einwohnerregisters (eCH-0020): eine .xml-Datei, oder viele als .zip. "
                "Oder eine Tabelle: CSV (UTF-8) oder Excel (.xlsx)."
            ),
            "max_length": 200,
            "error_messages": {
                "required": gettext_lazy("Wählen Sie eine Datei."),
                "empty": gettext_lazy("Die Datei ist leer."),
                "max_length": gettext_lazy("Der Name der Datei ist zu lang."),
            },
            "widget": forms.FileInput(attrs={"accept": ",".join((*MESSAGES, *ENDINGS))}),
            **options,
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            ending = PurePath(file.name or "").suffix.lower()
            if ending in ENDINGS:
                _require_table(file)
            else:
                _require_messages(file, ending)
        return file


class BankFileField(forms.FileField):
    """A statement, notification or report of a bank (XML), looked at by its content. Whoever reads it measures it."""

    def __init__(self, **options: Any) -> None:
        options = {
            "label": gettext_lazy("Datei"),
            "help_text": gettext_lazy(
                "Kontoauszug (camt.053), Buchungsanzeige (camt.054) oder Rückmeldung zu Zahlungen (pain.002) der Bank, "
                "eine .xml-Datei."
            ),
            "max_length": 200,
            "error_messages": {
                "required": gettext_lazy("Wählen Sie eine Datei."),
                "empty": gettext_lazy("Die Datei ist leer."),
                "max_length": gettext_lazy("Der Name der Datei ist zu lang."),
            },
            "widget": forms.FileInput(attrs={"accept": ".xml"}),
            **options,
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if PurePath(file.name or "").suffix.lower() != ".xml":
                raise ValidationError(_("Wählen Sie eine Datei, die auf .xml endet."))
            _require_size(file)
            file.seek(0)
            if kind_of(file.read(HEAD)) not in ("page", "text", "utf-16"):
                raise ValidationError(_("Die Datei heisst «.xml», ist aber keine XML-Datei."))
            file.seek(0)
        return file


class ScanFileField(forms.FileField):
    """A scanned or photographed page: PDF, JPEG or PNG, looked at by its content."""

    def __init__(self, **options: Any) -> None:
        options = {
            "label": gettext_lazy("Datei"),
            "help_text": gettext_lazy("PDF oder Bild (JPEG, PNG), höchstens %(limit)s MB.")
            % {"limit": settings.EVIDENCE_MAX_BYTES // 1024**2},
            "max_length": 200,
            "error_messages": {
                "required": gettext_lazy("Wählen Sie eine Datei."),
                "empty": gettext_lazy("Die Datei ist leer."),
                "max_length": gettext_lazy("Der Name der Datei ist zu lang."),
            },
            "widget": forms.FileInput(attrs={"accept": ",".join(SCANS)}),
            **options,
        }
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            _require_scan(file)
        return file


def _require_messages(file: UploadedFile[bytes], ending: str) -> None:
    """ValidationError with a sentence, unless name, size and beginning are those of XML, or of an archive of files."""
    if ending not in MESSAGES:
        raise ValidationError(_("Wählen Sie eine Datei, die auf .xml, .zip, .csv oder .xlsx endet."))
    _require_size(file)
    file.seek(0)
    kind = kind_of(file.read(HEAD))
    if ending == ".zip":
        if kind != "zip":
            raise ValidationError(_("Die Datei heisst «.zip», ist aber kein ZIP-Archiv."))
        _require_archive(file)
    elif kind not in ("page", "text", "utf-16"):
        raise ValidationError(_("Die Datei heisst «.xml», ist aber keine XML-Datei."))
    file.seek(0)


def _require_archive(file: UploadedFile[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise ValidationError(_("Das Archiv ist beschädigt oder nicht vollständig.")) from None
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise ValidationError(_("Das ist eine Excel-Arbeitsmappe. Sie muss auf .xlsx enden."))
    unpacked = sum(member.file_size for member in members)
    if unpacked > _RATIO_FROM and unpacked > (file.size or 0) * _MOST_RATIO:
        raise ValidationError(_("Das Archiv ist entpackt zu gross und wurde nicht gelesen."))


def _require_size(file: UploadedFile[bytes]) -> None:
    if (file.size or 0) > settings.IMPORT_MAX_BYTES:
        raise ValidationError(
            _("Die Datei ist grösser als %(limit)s MB. Bitte teilen Sie sie auf."),
            params={"limit": settings.IMPORT_MAX_BYTES // 1024**2},
        )


def _require_scan(file: UploadedFile[bytes]) -> None:
    """ValidationError with a sentence, unless name, size and beginning are those of a PDF, JPEG or PNG."""
    ending = PurePath(file.name or "").suffix.lower()
    if ending not in SCANS:
        raise ValidationError(_("Wählen Sie eine PDF-Datei oder ein Bild (JPEG, PNG)."))
    if (file.size or 0) > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            _("Die Datei ist grösser als %(limit)s MB. Bitte mit geringerer Auflösung einlesen."),
            params={"limit": settings.EVIDENCE_MAX_BYTES // 1024**2},
        )
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not any(head.startswith(signature) for signature in SCANS[ending]):
        raise ValidationError(
            _(
                "Die Datei heisst «%(ending)s», ist aber keine solche Datei. "
                "Scannen oder fotografieren Sie die Bestätigung noch einmal."
            ),
            params={"ending": ending},
        )


def _require_table(file: UploadedFile[bytes]) -> None:
    """ValidationError with a sentence, unless the beginning (and the parts of a workbook) are those of a table."""
    name = file.name or ""
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise ValidationError(_("Wählen Sie eine Datei, die auf .csv oder .xlsx endet."))
    _require_size(file)
    file.seek(0)
    head = file.read(HEAD)
    if fault := fault_of(name, head):
        raise ValidationError(fault)
    if kind_of(head) == "zip":
        _require_parts(file)
    file.seek(0)


def _require_parts(file: UploadedFile[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            require_workbook(archive, file.size or 0)
    except Unusable as fault:
        raise ValidationError(str(fault) or _("Die Datei ist keine lesbare Excel-Arbeitsmappe (.xlsx).")) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise ValidationError(_("Die Datei ist keine lesbare Excel-Arbeitsmappe (.xlsx).")) from None
