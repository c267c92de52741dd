"""Bills for tests, and a page that holds nothing but a payment part."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import typst

from ankunft.foundation.documents.iso20022.parties import Address, Party
from ankunft.foundation.documents.letters import FONTS, fonts
from ankunft.foundation.documents.qrbill import PART, Bill, Holder, part_data

CREDITOR = Party("Robert Schneider AG", Address("Rue du Lac", "1268", "2501", "Biel"), "CH9300762011623852957")
DEBTOR = Holder("Pia-Maria Rutschmann-Schnyder", Address("Grosse Marktgasse", "28", "9400", "Rorschach"))
BILL = Bill(CREDITOR, DEBTOR, 194975, "RF18539007547034", "Rückforderung 2025-H2")

LONGEST = Bill(
    replace(
        CREDITOR, name="Bürgerspital " * 5 + "Äöüé", address=Address("Ö" * 70, "1234567890123456", "4509", "É" * 35)
    ),
    Holder(
        "Gemeinde Äusserschönegg und Nachbarn Çà et là, öffentliche Hände",
        Address("Ä" * 70, "22 bis", "4632", "Ñ" * 35),
    ),
    99_999_999_999,
    "RF18539007547034",
    "Ž" * 90 + " Čapek, Łódź, Şişli: " + "x" * 29,
)
"""Every field as long as it may be, or nearly, with letters of two bytes, and still within 997 bytes."""

PAGE = """
#import "part.typ": payment-part
#set document(title: "Rechnung")
#set page(width: 210mm, height: 125mm, margin: 0mm)
#set text(lang: "de")
= Rechnung
#place(bottom + left, payment-part(json(bytes(sys.inputs.data))))
"""


def rendered(bill: Bill, **how: Any) -> bytes:
    """The payment part on a page of its own: as PNG, or in the `format` that is asked for."""
    made = typst.compile(
        PAGE.encode(),
        root=str(PART.parent),
        font_paths=fonts(FONTS),
        sys_inputs={"data": json.dumps(part_data(bill))},
        **how,
    )
    assert isinstance(made, bytes)
    return made
