"""The band says of the same runs what a study says."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from experiments.blocks import live_block
from experiments.effects import effects
from experiments.study import plan
from experiments.view.band import Band, band
from experiments.view.proposal import PRESETS, Proposal
from experiments.view.scene import Scene, scenes

PROPOSAL = dataclasses.replace(PRESETS["demo"], months=24)
RUNS = 6


@pytest.fixture(scope="module")
def runs() -> tuple[list[Scene], list[Scene]]:
    return scenes(PROPOSAL, RUNS), scenes(PROPOSAL.baseline(), RUNS)


@pytest.fixture(scope="module")
def shown(runs: tuple[list[Scene], list[Scene]]) -> Band:
    return band(*runs)


def test_effects_and_their_words_are_those_of_a_study(shown: Band) -> None:
    study = plan(PROPOSAL.baseline().scenario(), {"demo": PROPOSAL.policies()}, RUNS, "shipped")
    blocks = pd.concat([live_block(block) for block in study.blocks], ignore_index=True)
    wanted = effects(blocks, adults=int(study.base.description().places.registered_adults)).set_index("indicator")
    for key, found in shown.effects.items():
        row = wanted.loc[key]
        numbers = (found.baseline, found.treated, found.change, found.low, found.high)
        of_study = row[["baseline", "treated", "difference", "low", "high"]].to_numpy(float)
        np.testing.assert_allclose(numbers, of_study, rtol=1e-9, atol=1e-9, err_msg=key)
        assert (found.verdict, found.too_small, found.n) == (row["verdict"], row["too_small"], row["n"]), key
    words = {found.word for found in shown.effects.values()}
    assert {"helps", "too_small"} <= words
    assert shown.effects["participation"].word == "helps"
    assert shown.effects["petitions"].word == "too_small"


def test_the_band_holds_the_changes_of_eight_of_ten_pairs(runs: tuple[list[Scene], list[Scene]], shown: Band) -> None:
    values = np.array([scene.lines["participation"] for scene in runs[0]])
    np.testing.assert_allclose(shown.median["participation"], np.median(values, axis=0))
    without = np.array([scene.lines["participation"] for scene in runs[1]])
    np.testing.assert_allclose(shown.low["participation"], np.quantile(values - without, 0.1, axis=0))
    np.testing.assert_allclose(shown.high["participation"], np.quantile(values - without, 0.9, axis=0))
    np.testing.assert_allclose(shown.change["participation"], np.median(values - without, axis=0))
    np.testing.assert_allclose(shown.baseline["participation"], np.median(without, axis=0))


def test_what_could_not_be_counted_in_some_runs_is_told_from_the_others(
    runs: tuple[list[Scene], list[Scene]],
) -> None:
    def without(scene: Scene, months: slice) -> Scene:
        line = scene.lines["resolved"].copy()
        line[months] = np.nan
        return dataclasses.replace(scene, lines=scene.lines | {"resolved": line})

    proposed = [without(scene, slice(0, 2 if scene is runs[0][0] else 1)) for scene in runs[0]]
    found = band(proposed, runs[1])
    assert np.isnan(found.median["resolved"][0])
    wanted = np.median([scene.lines["resolved"][1] for scene in runs[0][1:]])
    assert found.median["resolved"][1] == pytest.approx(wanted)


def test_parts_still_add_up(runs: tuple[list[Scene], list[Scene]], shown: Band) -> None:
    in_post = np.mean([np.sum(list(scene.hours.values()), axis=0) for scene in runs[0]], axis=0)
    np.testing.assert_allclose(np.sum(list(shown.hours.values()), axis=0), in_post)
    assert sum(shown.cost.values()) == pytest.approx(shown.effects["cost"].treated)


def test_runs_are_paired_by_seed(runs: tuple[list[Scene], list[Scene]], shown: Band) -> None:
    proposed, baseline = runs
    backwards = band(proposed[::-1], baseline).effects
    assert {key: repr(effect) for key, effect in backwards.items()} == {
        key: repr(effect) for key, effect in shown.effects.items()
    }
    assert band(proposed[:3], baseline).n == 3
    assert band(proposed[:1], baseline).effects["participation"].word == "missing"
    with pytest.raises(ValueError, match="seed"):
        band(proposed[:2], baseline[2:])
    with pytest.raises(ValueError, match="length"):
        band(proposed, scenes(Proposal(months=12), 2))


def test_a_proposal_that_is_the_baseline_changes_nothing(runs: tuple[list[Scene], list[Scene]]) -> None:
    found = band(runs[1], runs[1])
    assert {effect.word for effect in found.effects.values()} <= {"unchanged", "missing"}
