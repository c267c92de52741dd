"""The territory from files: CSV or XLSX, all or nothing, the same file twice changes nothing."""

from .accounts import ACCOUNT_COLUMNS, import_accounts
from .associations import ASSOCIATION_COLUMNS, import_associations
from .municipalities import MUNICIPALITY_COLUMNS, import_municipalities
from .population import POPULATION_COLUMNS, import_population

__all__ = [
    "ACCOUNT_COLUMNS",
    "ASSOCIATION_COLUMNS",
    "MUNICIPALITY_COLUMNS",
    "POPULATION_COLUMNS",
    "import_accounts",
    "import_associations",
    "import_municipalities",
    "import_population",
]
