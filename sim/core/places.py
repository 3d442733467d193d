"""The institutional map: villages in townships in a county, as arrays of indices."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Places:
    """Villages (村/社区) and townships (乡镇/街道) of one county.

    ``township``: index of each village's township, shape (villages,), ascending. ``need``: a score per village by
    which a measure may choose where to go first (higher first); known before the run and never updated.
    """

    village_names: tuple[str, ...]
    township_names: tuple[str, ...]
    township: NDArray[np.int16]
    need: NDArray[np.float64]

    @property
    def villages(self) -> int:
        """Number of villages."""
        return len(self.village_names)

    @property
    def townships(self) -> int:
        """Number of townships."""
        return len(self.township_names)

    def units(self, level: Literal["village", "township", "county"]) -> int:
        """Number of units at a level."""
        return {"village": self.villages, "township": self.townships, "county": 1}[level]

    def sum_by_township(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over the villages of each township, in village order; shape (..., villages) -> (..., townships)."""
        starts = np.searchsorted(self.township, np.arange(self.townships))
        return np.add.reduceat(values, starts, axis=-1)

    def at_level(
        self, per_village: NDArray[np.float64], level: Literal["village", "township", "county"]
    ) -> NDArray[np.float64]:
        """Means of village values at a level, shape (units,)."""
        if level == "village":
            return np.array(per_village)
        if level == "county":
            return np.array([per_village.sum() / self.villages])
        counts = self.sum_by_township(np.ones(self.villages))
        return self.sum_by_township(per_village) / counts
