"""Calibration 校准: which worlds give an untreated county that looks like the real one (history matching)."""
