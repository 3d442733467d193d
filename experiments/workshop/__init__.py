"""The workshop page: a county you can argue with, in a browser and without a network. No model logic lives here."""
