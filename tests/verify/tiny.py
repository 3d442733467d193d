"""A pytest plugin (``-p tests.verify.tiny``) that shrinks the small counties of the tests: for uncompiled kernels."""

from tests.model import counties

ADULTS = 40.0
"""Adults a village."""

_small = counties.small


def tiny(townships: int = 2, villages: int = 4, adults: float = ADULTS) -> counties.CountyDescription:
    """The small county with as many places and few people."""
    return _small(townships, villages, min(adults, ADULTS))


counties.small = tiny  # type: ignore[assignment]
