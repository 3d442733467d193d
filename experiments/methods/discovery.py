"""When does a measure fail? A box of worlds, told honestly: against chance, on worlds it has not seen, and by a tree.

Pure functions on a table of worlds. The density of a box on the worlds that it was made from is optimistic, and with
hundreds of parameters there is a box in pure noise: hence cross-validation and a permutation test, and the answer that
no box stands out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from experiments.methods.boxes import Found, find_box, quasi_p
from experiments.methods.limits import Array, Bools, Ints, Quality

FEWEST = 10
"""Failing worlds, and worlds that do not fail, below which nothing is looked for."""
FOLDS, REPEATS = 5, 4
PERMUTATIONS = 199
"""Shuffled labels with which a box is compared."""
SIGNIFICANT = 0.05
"""Largest p-value with which a box stands out."""
DEPTH = 3
"""Questions a tree asks in a row."""
LEAF = 0.05
"""Part of the worlds that a leaf holds at least."""
SEED = 21
"""Of cross-validation and shuffling."""
RESTRICTIONS = ("parameter", "low", "high", "prior_low", "prior_high", "quasi_p", "found_again")
"""Columns of the table of restricted parameters."""
TRAJECTORY = ("step", "parameter", "restricted", "mass", "density", "coverage", "lift", "chosen")
"""Columns of the table of peeling; ``Quality`` says what the shares are."""


class TooFewWorlds(ValueError):
    """Too few worlds fail, or too few do not, to say what tells them apart."""


@dataclass(frozen=True)
class Tree:
    """The cross-check: a shallow tree (CART).

    ``splits``: parameters it asks for with their importance, largest first; ``accuracy``: mean of the parts of failing
    and of other worlds that it tells, cross-validated, 0.5 for guessing; ``kappa``: agreement with the box beyond
    chance (Cohen 1960) on the worlds at hand, 1 for the same worlds; ``shared``: parameters in both.
    """

    splits: Mapping[str, float]
    accuracy: float
    kappa: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Discovery:
    """A box of worlds in which a measure fails, and what to think of it.

    ``restrictions``: a row a restricted parameter, columns ``RESTRICTIONS``, in the parameter's unit; ``found_again``:
    part of the cross-validation's boxes that restrict it too. ``trajectory``: the boxes of peeling, columns
    ``TRAJECTORY``; pasting and cross-validation come after it. ``inside``: by world. ``seen``: quality on the worlds
    that the box was made from, optimistic; ``unseen``: of boxes made without the worlds on which they are judged, all
    repeats of cross-validation together. ``p_value``: part of shuffled labels in which a box as good is found.
    """

    restrictions: pd.DataFrame
    trajectory: pd.DataFrame
    inside: pd.Series
    seen: Quality
    unseen: Quality
    p_value: float
    tree: Tree

    @property
    def stands_out(self) -> bool:
        """A box is found, chance hardly ever finds one as good, and it holds on worlds that it has not seen."""
        holds = self.unseen.held > 0 and self.unseen.density > self.unseen.rate
        return len(self.restrictions) > 0 and self.p_value <= SIGNIFICANT and holds


def discover(
    worlds: pd.DataFrame,
    fails: pd.Series,
    ranges: Mapping[str, tuple[float, float]],
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Discovery:
    """The box of worlds in which ``fails`` is true.

    ``worlds``: a row a world, a column a parameter; ``fails``: by world; a world that is not there or NaN is left out.
    ``ranges``: prior range, low and high, of every parameter. A world lived several times is one row: with
    the same world in several, shuffled labels would be no measure of chance. Raises ``TooFewWorlds``, and
    ``ValueError`` for worlds that are the same, a parameter without range and a value outside it.
    """
    known = fails.dropna()
    here = worlds.index.intersection(known.index)
    shares, failing = _shares(worlds.loc[here], ranges), known.loc[here].to_numpy(dtype=np.bool_)
    _check(failing)
    names, found, rng = list(worlds.columns), find_box(shares, failing), np.random.default_rng(seed)
    unseen, again = cross_validated(shares, failing, seed)
    restrictions = _restrictions(found, names, ranges, quasi_p(found.box, shares, failing), again)
    inside = pd.Series(found.box.inside(shares), index=here, name="inside")
    return Discovery(
        restrictions,
        _trajectory(found, names),
        inside,
        found.quality,
        unseen,
        p_value(found.quality.lift, shares, failing, permutations, rng),
        tree(shares, failing, found, names, seed),
    )


def cross_validated(shares: Array, fails: Bools, seed: int = SEED) -> tuple[Quality, Array]:
    """Quality on worlds held out, and the part of the boxes that restrict each parameter, shape (parameters,).

    Every world is judged once a repeat by a box made without it; the screening is part of what is repeated.
    """
    judged, again = [], []
    for train, test in _folds(fails, seed):
        box = find_box(shares[train], fails[train]).box
        again.append(np.isin(np.arange(shares.shape[1]), box.restricted))
        # A box without restrictions says nothing: it holds no world.
        held = box.inside(shares[test]) & bool(len(box.restricted))
        judged.append((held.sum(), (held & fails[test]).sum(), len(test), fails[test].sum()))
    total = np.sum(judged, axis=0)
    return Quality(*(int(count) for count in total)), np.mean(again, axis=0)


def _folds(fails: Bools, seed: int) -> Iterator[tuple[Ints, Ints]]:
    for repeat in range(REPEATS):
        parts = StratifiedKFold(FOLDS, shuffle=True, random_state=seed + repeat)
        yield from parts.split(np.zeros((len(fails), 1)), fails)


def p_value(lift: float, shares: Array, fails: Bools, permutations: int, rng: np.random.Generator) -> float:
    """Part of shuffled labels, the true ones among them, in which a box of at least this ``lift`` is found.

    The whole search is done anew for each, so that it takes account of the number of parameters.
    """
    found = [find_box(shares, rng.permutation(fails)).quality.lift for _ in range(permutations)]
    return float((1 + np.sum(np.array(found) >= lift)) / (1 + permutations))


def tree(shares: Array, fails: Bools, found: Found, names: Sequence[str], seed: int = SEED) -> Tree:
    """A shallow tree on the same worlds, and how far it agrees with the box."""
    model = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAF, class_weight="balanced", random_state=seed)
    told = cross_val_predict(model, shares, fails, cv=StratifiedKFold(FOLDS, shuffle=True, random_state=seed))
    weights = model.fit(shares, fails).feature_importances_
    order = [int(k) for k in np.argsort(-weights, kind="stable") if weights[k] > 0.0]
    inside, free = found.box.inside(shares), not len(found.box.restricted)
    return Tree(
        {names[k]: float(weights[k]) for k in order},
        float(balanced_accuracy_score(fails, told)),
        0.0 if free else float(cohen_kappa_score(model.predict(shares), inside)),
        tuple(names[k] for k in order if k in found.box.restricted),
    )


def _shares(worlds: pd.DataFrame, ranges: Mapping[str, tuple[float, float]]) -> Array:
    if worlds.duplicated().any():
        same = int(worlds.duplicated().sum())
        raise ValueError(f"{same} of {len(worlds)} worlds are the same as another: a world may be there only once")
    lost = [name for name in worlds.columns if name not in ranges]
    if lost:
        raise ValueError(f"no prior range for {', '.join(lost[:3])}")
    low, high = (np.array([ranges[name][end] for name in worlds.columns], dtype=float) for end in (0, 1))
    shares: Array = (worlds.to_numpy(np.float64) - low) / (high - low)
    strange = [n for n, column in zip(worlds.columns, shares.T, strict=True) if not _within(column)]
    if strange:
        raise ValueError(f"worlds lie outside the prior range of {', '.join(strange[:3])}")
    return np.clip(shares, 0.0, 1.0)


def _within(shares: Array) -> bool:
    """Rounding may carry a value over an end; a NaN is outside."""
    return bool(((shares >= -1e-9) & (shares <= 1.0 + 1e-9)).all())


def _check(fails: Bools) -> None:
    failing, others = int(fails.sum()), int((~fails).sum())
    if min(failing, others) < FEWEST:
        raise TooFewWorlds(
            f"it fails in {failing} of {failing + others} worlds: "
            f"at least {FEWEST} that fail and {FEWEST} that do not are needed to tell them apart"
        )


def _restrictions(
    found: Found,
    names: Sequence[str],
    ranges: Mapping[str, tuple[float, float]],
    quasi: Mapping[int, float],
    again: Array,
) -> pd.DataFrame:
    rows = []
    for k in sorted(quasi, key=lambda k: quasi[k]):
        low, high = ranges[names[k]]
        ends = (low + (high - low) * float(share[k]) for share in (found.box.low, found.box.high))
        rows.append((names[k], *ends, low, high, quasi[k], float(again[k])))
    return pd.DataFrame(rows, columns=list(RESTRICTIONS))


def _trajectory(found: Found, names: Sequence[str]) -> pd.DataFrame:
    rows = [
        (n, names[step.column] if n else "", len(step.box.restricted), q.mass, q.density, q.coverage, q.lift)
        for n, step in enumerate(found.steps)
        for q in (step.quality,)
    ]
    table = pd.DataFrame(rows, columns=list(TRAJECTORY[:-1]))
    return table.assign(chosen=table["step"] == found.chosen)
