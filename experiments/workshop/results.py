"""The runs that one tab has been told of, and what of them its parts may draw."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from experiments.view.proposal import Proposal
from experiments.view.scene import Scene


@dataclass
class Band:
    n: int
    median: dict
    low: dict
    high: dict


def band(a, b):
    import numpy as np
    k = a[0].lines
    q = {x: np.nanquantile([s.lines[x] for s in a], [0.1, 0.5, 0.9], axis=0) for x in k}
    return Band(len(a), {x: v[1] for x, v in q.items()}, {x: v[0] for x, v in q.items()}, {x: v[2] for x, v in q.items()})


@dataclass
class Results:
    """Runs by proposal and seed, and what failed last."""

    runs: dict[Proposal, dict[int, Scene]] = field(default_factory=dict)

    def take(self, scene: Scene) -> None:
        """Another run has ended."""
        self.runs.setdefault(scene.proposal, {})[scene.seed] = scene

    def keep(self, proposals: Iterable[Proposal]) -> None:
        """Forget the runs of all other proposals; the scheduler still has them."""
        kept = set(proposals)
        self.runs = {proposal: runs for proposal, runs in self.runs.items() if proposal in kept}

    def of(self, proposal: Proposal) -> list[Scene]:
        """The runs of a proposal in the order of their seeds."""
        return [scene for _, scene in sorted(self.runs.get(proposal, {}).items())]

    def first(self, proposal: Proposal) -> Scene | None:
        """The run with the proposal's own seed."""
        return self.runs.get(proposal, {}).get(proposal.seed)

    def band(self, proposal: Proposal) -> Band | None:
        """What the runs say that the proposal and the baseline have in common; None before there are two."""
        ours, theirs = self.runs.get(proposal, {}), self.runs.get(proposal.baseline(), {})
        both = sorted(set(ours) & set(theirs))
        return band([ours[seed] for seed in both], [theirs[seed] for seed in both]) if len(both) > 1 else None
