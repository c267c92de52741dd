"""The application's own settings, on a private database and with nothing that only costs time."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="ankunft-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("ANKUNFT_") and not name.startswith("ANKUNFT_TEST_")]:
    del os.environ[_name]
os.environ["ANKUNFT_HOME"] = _home
os.environ["DJANGO_SETTINGS_MODULE"] = __name__

from ankunft.config.settings import *  # noqa: E402, F403
from tests.support import databases  # noqa: E402

DATABASES = {"default": databases.chosen(HOME)}  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.records"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()  # noqa: F405  (WhiteNoise warns where there is none)
