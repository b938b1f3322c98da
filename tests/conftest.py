"""Settings for all tests."""

import os

from hypothesis import settings

# No time limit for one example: a busy machine is no error. On CI always the same examples, so that a failure can be repeated.
settings.register_profile("reportedly", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("reportedly")
