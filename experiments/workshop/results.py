"""The runs that one tab has been told of, of the township and of the whole county, and what may be drawn of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from experiments.view.band import Band, band
from experiments.view.outcomes import MAPPED
from experiments.view.proposal import Proposal
from experiments.view.scene import Scene
from experiments.view.whole import Pair


@dataclass
class Results:
    """Runs by proposal and seed, and what failed last."""

    runs: dict[Proposal, dict[int, Scene]] = field(default_factory=dict)
    bands: dict[tuple[Proposal, int], Band] = field(default_factory=dict)

    def take(self, scene: Scene) -> None:
        """Another run has ended."""
        self.runs.setdefault(scene.proposal, {})[scene.seed] = scene

    def keep(self, proposals: Iterable[Proposal]) -> None:
        """Forget the runs of all other proposals; the scheduler still has them."""
        kept = set(proposals)
        self.runs = {proposal: runs for proposal, runs in self.runs.items() if proposal in kept}
        self.bands = {at: found for at, found in self.bands.items() if at[0] in kept}

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
        if len(both) < 2:
            return None
        if (proposal, len(both)) not in self.bands:
            made = band([ours[seed] for seed in both], [theirs[seed] for seed in both])
            self.bands[proposal, len(both)] = made
        return self.bands[proposal, len(both)]


@dataclass
class CountyResults:
    """Pairs of runs of the whole county, all of one proposal, and how its map is shown.

    ``living``: more are under way; ``died``: their process did. ``on_own``: on boundaries that a user has brought.
    """

    proposal: Proposal | None = None
    pairs: list[Pair] = field(default_factory=list)
    living: bool = False
    died: bool = False
    outcome: str = MAPPED[0].key
    on_own: bool = True

    def begin(self, proposal: Proposal) -> None:
        """Go on with a proposal, or begin with another."""
        self.died = False
        if proposal != self.proposal:
            self.proposal, self.pairs = proposal, []

    def is_of(self, proposal: Proposal) -> bool:
        """Whether this proposal is what is being lived."""
        return proposal == self.proposal
