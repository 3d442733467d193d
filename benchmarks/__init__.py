"""How fast the engine is on this machine, and how that compares with its goals: ``python -m benchmarks``."""
