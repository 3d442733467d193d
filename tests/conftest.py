"""Settings that hold for every test: the same examples in every run, and no window."""

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# By default the examples are the same everywhere; `make verify` looks for new ones.
settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("verify", deadline=None, max_examples=500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
