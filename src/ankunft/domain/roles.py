"""The roles of Ankunft (design section 5): who they are, where they are held, and what may not lie in one hand."""

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.roles import Role

CANTON = "canton"
MUNICIPALITY = "municipality"
OPERATIONS = "operations"
STRUCTURE = "structure"
IIZ = "iiz"

INTEGRATION_OFFICER = "integration_officer"
STRATEGIC_LEAD = "strategic_lead"
MUNICIPAL_FINANCE = "municipal_finance"
COORDINATION = "coordination"
FINANCE_OFFICER = "finance_officer"
APPROVER = "approver"
AUDITOR = "auditor"
CASE_WORKER = "case_worker"
REGION_LEAD = "region_lead"
PROVIDER_STAFF = "provider_staff"
MIGRATION_OFFICE = "migration_office"
STRUCTURE_DELEGATE = "structure_delegate"
IIZ_OFFICE = "iiz_office"
BODY_MEMBER = "body_member"
ADMINISTRATOR = "administrator"

CANTONAL = frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR})
MUNICIPAL = frozenset({INTEGRATION_OFFICER, STRATEGIC_LEAD, MUNICIPAL_FINANCE})

OFFICE_OF_ROLE = {
    COORDINATION: "ags",
    FINANCE_OFFICER: "finanzen",
    APPROVER: "finanzen",
    AUDITOR: "finanzkontrolle",
    ADMINISTRATOR: "betrieb",
    IIZ_OFFICE: "iiz",
}
"""The office where a role belongs, by the code of the organisation."""

ROLES = (
    Role(INTEGRATION_OFFICER, _("Integrationsbeauftragte/r"), frozenset({MUNICIPALITY}), needs_second_factor=True),
    Role(STRATEGIC_LEAD, _("Strategische Leitung"), frozenset({MUNICIPALITY}), needs_second_factor=True),
    Role(MUNICIPAL_FINANCE, _("Finanzverwaltung Gemeinde"), frozenset({MUNICIPALITY})),
    Role(CASE_WORKER, _("Fallführung"), frozenset({"social_region"}), needs_second_factor=True),
    Role(REGION_LEAD, _("Leitung Sozialregion"), frozenset({"social_region"}), needs_second_factor=True),
    Role(PROVIDER_STAFF, _("Anbieter"), frozenset({"provider"}), needs_second_factor=True),
    Role(COORDINATION, _("Koordinationsstelle Integration"), frozenset({CANTON}), needs_second_factor=True),
    Role(
        FINANCE_OFFICER,
        _("Finanzen: prüfen"),
        frozenset({CANTON}),
        frozenset({APPROVER, AUDITOR, ADMINISTRATOR}),
        needs_second_factor=True,
    ),
    Role(
        APPROVER,
        _("Finanzen: genehmigen und freigeben"),
        frozenset({CANTON}),
        frozenset({FINANCE_OFFICER, AUDITOR, ADMINISTRATOR}),
        needs_second_factor=True,
    ),
    Role(MIGRATION_OFFICE, _("Migrationsamt"), frozenset({CANTON}), needs_second_factor=True),
    Role(STRUCTURE_DELEGATE, _("Delegierte Regelstruktur"), frozenset({STRUCTURE, CANTON})),
    Role(IIZ_OFFICE, _("Geschäftsstelle IIZ"), frozenset({IIZ, CANTON})),
    Role(BODY_MEMBER, _("Mitglied IIZ-Gremium"), frozenset({IIZ, CANTON, MUNICIPALITY, STRUCTURE})),
    Role(
        AUDITOR,
        _("Revision"),
        frozenset({CANTON, "audit"}),
        frozenset({FINANCE_OFFICER, APPROVER, ADMINISTRATOR}),
        needs_second_factor=True,
    ),
    Role(
        ADMINISTRATOR,
        _("Administration"),
        # Of the operations: everybody's accounts. Of any other organisation: the accounts of that organisation.
        frozenset({OPERATIONS, CANTON, MUNICIPALITY, "social_region", "provider", STRUCTURE, IIZ, "audit"}),
        frozenset({FINANCE_OFFICER, APPROVER, AUDITOR}),
        needs_second_factor=True,
    ),
)
