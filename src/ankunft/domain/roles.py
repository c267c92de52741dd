"""The roles of Ankunft (design section 5): who they are, where they are held, and what may not lie in one hand."""

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.roles import Role

CANTON = "canton"
MUNICIPALITY = "municipality"

INTEGRATION_OFFICER = "integration_officer"
STRATEGIC_LEAD = "strategic_lead"
MUNICIPAL_FINANCE = "municipal_finance"
COORDINATION = "coordination"
FINANCE_OFFICER = "finance_officer"
APPROVER = "approver"
AUDITOR = "auditor"

CANTONAL = frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR})
MUNICIPAL = frozenset({INTEGRATION_OFFICER, STRATEGIC_LEAD, MUNICIPAL_FINANCE})

ROLES = (
    Role(INTEGRATION_OFFICER, _("Integrationsbeauftragte/r"), frozenset({MUNICIPALITY})),
    Role(STRATEGIC_LEAD, _("Strategische Leitung"), frozenset({MUNICIPALITY})),
    Role(MUNICIPAL_FINANCE, _("Finanzverwaltung Gemeinde"), frozenset({MUNICIPALITY})),
    Role("case_worker", _("Fallführung"), frozenset({"social_region"})),
    Role("region_lead", _("Leitung Sozialregion"), frozenset({"social_region"})),
    Role("provider_staff", _("Anbieter"), frozenset({"provider"})),
    Role(COORDINATION, _("Koordinationsstelle Integration"), frozenset({CANTON})),
    Role(FINANCE_OFFICER, _("Finanzen: prüfen"), frozenset({CANTON}), frozenset({APPROVER})),
    Role(APPROVER, _("Finanzen: genehmigen und freigeben"), frozenset({CANTON}), frozenset({FINANCE_OFFICER})),
    Role("migration_office", _("Migrationsamt"), frozenset({CANTON})),
    Role("structure_delegate", _("Delegierte Regelstruktur"), frozenset({"structure", CANTON})),
    Role("iiz_office", _("Geschäftsstelle IIZ"), frozenset({"iiz", CANTON})),
    Role("body_member", _("Mitglied IIZ-Gremium"), frozenset({"iiz", CANTON, MUNICIPALITY, "structure"})),
    Role(AUDITOR, _("Revision"), frozenset({CANTON, "audit"})),
    Role("administrator", _("Administration"), frozenset({CANTON})),
)
