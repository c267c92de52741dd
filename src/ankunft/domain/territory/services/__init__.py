"""What people do with the territory. Every function is one transaction and leaves its events."""

from .account_changes import (
    account_change_confirm,
    account_change_propose,
    account_change_refuse,
    account_change_withdraw,
)
from .accounts import payment_accounts_record
from .addresses import postal_address_set, postal_addresses_record
from .associations import association_membership_set, associations_replace
from .contacts import contact_set, contacts_record
from .entitlements import entitlement_record
from .population import population_record
from .regions import social_region_memberships_record, social_regions_record
from .register import municipalities_record
from .series import cantonal_totals_record, publications_record, series_choose, series_define

__all__ = [
    "account_change_confirm",
    "account_change_propose",
    "account_change_refuse",
    "account_change_withdraw",
    "association_membership_set",
    "associations_replace",
    "cantonal_totals_record",
    "contact_set",
    "contacts_record",
    "entitlement_record",
    "municipalities_record",
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
