"""In a large population taking part follows its mean-field recursion; the error falls like N^-1/2.

The recursion holds for ties that are drawn anew every month. Ties that last, as in the model's counties, keep like with
like: there a gap remains in any population, and no claim is made.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.verify.mean_field import crowd_of, recursion, taking_part, village_of
from tests.verify.summary import Verify

CHECK = "b mean field"
MONTHS = 36
SIZES = {2_000: 32, 8_000: 16, 32_000: 8, 128_000: 4}
"""Residents, and how many counties of so many are lived."""


def errors(adults: int, counties: int) -> Iterator[NDArray[np.float64]]:
    """Share who take part less the recursion's, by month."""
    for seed in range(counties):
        county = village_of(adults, seed)
        yield taking_part(county, MONTHS, seed) - recursion(crowd_of(county), MONTHS)


def size_of(found: NDArray[np.float64]) -> float:
    return float(np.sqrt((found**2).mean()))


@pytest.mark.slow
def test_the_error_falls_like_one_over_the_root_of_the_population(verified: Verify) -> None:
    found = {adults: np.array(list(errors(adults, counties))) for adults, counties in SIZES.items()}
    sizes = np.array([size_of(of) for of in found.values()])
    slope = float(np.polyfit(np.log(list(SIZES)), np.log(sizes), 1)[0])
    verified(
        CHECK, "2,000 to 128,000 residents, ties at random: power of N in the error", slope, at_least=-0.6, at_most=-0.4
    )
    large = max(SIZES)
    bias = abs(float(found[large].mean())) * np.sqrt(large)
    verified(
        CHECK, "128,000 residents: mean error times root of N (the standard deviation is 0.25)", bias, at_most=0.25
    )
    assert sizes[-1] * np.sqrt(large) == pytest.approx(sizes[0] * np.sqrt(min(SIZES)), rel=0.35)


@pytest.mark.slow
def test_another_recursion_would_be_found_out(verified: Verify) -> None:
    """Without Party members or invitations, or with ties that count a quarter less, the error is not chance."""
    county = village_of(128_000, 1)
    lived, crowd = taking_part(county, MONTHS, 1), crowd_of(county)
    right = size_of(lived - recursion(crowd, MONTHS))
    wrong = [crowd._replace(party=0.0), crowd._replace(peers=0.75 * crowd.peers), crowd._replace(asked=0.0)]
    least = min(size_of(lived - recursion(other, MONTHS)) for other in wrong)
    verified(CHECK, "three wrong recursions: least error over that of the right one", least / right, at_least=3.0)


def test_a_village_of_two_thousand_is_close_to_the_recursion() -> None:
    found = next(errors(2_000, 1))
    assert size_of(found) < 0.02
    assert found.shape == (MONTHS,)
