"""What people do with the territory. Every function is one transaction and leaves its events."""

from .accounts import payment_account_set, payment_accounts_record
from .addresses import postal_address_set, postal_addresses_record
from .associations import association_membership_set, associations_replace
from .contacts import contact_set, contacts_record
from .entitlements import entitlement_record
from .population import population_record
from .regions import social_region_memberships_record, social_regions_record
from .register import municipalities_record
from .series import cantonal_totals_record, publications_record, series_choose, series_define

__all__ = [
    "association_membership_set",
    "associations_replace",
    "cantonal_totals_record",
    "contact_set",
    "contacts_record",
    "entitlement_record",
    "municipalities_record",
    "payment_account_set",
    "payment_accounts_record",
    "population_record",
    "postal_address_set",
    "postal_addresses_record",
    "publications_record",
    "series_choose",
    "series_define",
    "social_region_memberships_record",
    "social_regions_record",
]
