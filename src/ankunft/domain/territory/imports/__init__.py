"""The territory from files: CSV or XLSX, all or nothing, the same file twice changes nothing."""

from .accounts import ACCOUNT_COLUMNS, import_accounts
from .addresses import ADDRESS_COLUMNS, import_addresses
from .associations import ASSOCIATION_COLUMNS, import_associations
from .municipalities import MUNICIPALITY_COLUMNS, import_municipalities
from .population import POPULATION_COLUMNS, import_population

__all__ = [
    "ACCOUNT_COLUMNS",
    "ADDRESS_COLUMNS",
    "ASSOCIATION_COLUMNS",
    "MUNICIPALITY_COLUMNS",
    "POPULATION_COLUMNS",
    "import_accounts",
    "import_addresses",
    "import_associations",
    "import_municipalities",
    "import_population",
]
