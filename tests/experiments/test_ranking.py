"""Ranks on analytic toys, where the chances, ranks and losses are known."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

from experiments import ranking as module
from experiments.blocks import counter_columns
from experiments.effects import by_unit, effects
from experiments.ranking import (
    COLUMNS,
    OUTCOMES,
    bootstrap_weights,
    opportunity_cost,
    p_best,
    rank_interval,
    ranking,
    share_of_worlds,
    tied_ranks,
)

MONTHS = 24
FACTORS = {"weak": 1.02, "strong": 1.10, "harmful": 0.95, "idle": 1.0}


def toy(blocks: int = 24, seed: int = 1, noise: float = 0.0, seeds: int = 0) -> pd.DataFrame:
    """Blocks in which packages multiply taking part by a known factor, give or take ``noise``.

    With ``seeds`` every so many blocks in a row share a world.
    """
    draws = np.random.default_rng(seed)
    tables = []
    for block in range(blocks):
        counts = pd.DataFrame(draws.poisson(1000, (MONTHS, len(counter_columns()))) + 1.0, columns=counter_columns())
        for package, factor in {"baseline": 1.0, **FACTORS}.items():
            table = counts.copy()
            if package not in ("baseline", "idle"):
                table["self_governance.took_part_year"] *= factor + noise * draws.normal()
            keys = {"block": block, "world": block // seeds + 1 if seeds else 0, "seed": block, "package": package}
            table["cost.measure"] = {"baseline": 0.0, "idle": 50.0}.get(package, 100.0)
            named = pd.DataFrame(keys, index=table.index).assign(month=np.arange(1, MONTHS + 1))
            tables.append(pd.concat([named, table], axis=1))
    return pd.concat(tables, ignore_index=True)


def on(table: pd.DataFrame, outcome: str = "participation") -> pd.DataFrame:
    return table[table["outcome"] == outcome].set_index("package")


MEANS = np.array([[3.0, 1.0, 2.0], [3.0, 1.0, 4.0], [5.0, 5.0, 0.0], [6.0, 1.0, 2.0]])


def test_the_best_of_a_draw_is_the_largest_and_equals_share_it() -> None:
    np.testing.assert_allclose(p_best(MEANS), [2.5 / 4, 0.5 / 4, 1 / 4])


def test_opportunity_cost_is_what_the_choice_forgoes() -> None:
    np.testing.assert_allclose(opportunity_cost(MEANS), [1 / 4, (2 + 3 + 0 + 5) / 4, (1 + 0 + 5 + 4) / 4])


def test_ranks_of_draws_give_equal_ones_all_the_ranks_they_share() -> None:
    low, high = rank_interval(MEANS, level=1.0)
    assert (low.tolist(), high.tolist()) == ([1, 1, 1], [2, 3, 3])
    alike = np.zeros((10, 3))
    assert [ends.tolist() for ends in rank_interval(alike)] == [[1, 1, 1], [3, 3, 3]]


def test_a_rank_interval_leaves_the_rare_draws_out() -> None:
    means = np.tile([2.0, 1.0], (1000, 1))
    means[:20] = [1.0, 2.0]
    assert [ends.tolist() for ends in rank_interval(means)] == [[1, 2], [1, 2]]
    means[:60] = [1.0, 2.0]
    assert [ends.tolist() for ends in rank_interval(means)] == [[1, 1], [2, 2]]


def test_only_intervals_that_do_not_overlap_tell_packages_apart() -> None:
    first, last = tied_ranks(np.array([5.0, 3.0, 0.0, -4.0]), np.array([9.0, 6.0, 4.0, -1.0]))
    assert (first.tolist(), last.tolist()) == ([1, 1, 2, 4], [2, 3, 3, 4])
    # Intervals that touch overlap.
    first, last = tied_ranks(np.array([1.0, 0.0]), np.array([2.0, 1.0]))
    assert (first.tolist(), last.tolist()) == ([1, 1], [2, 2])


def test_weights_are_uniform_on_the_simplex() -> None:
    weights = bootstrap_weights(5, 20_000)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    np.testing.assert_allclose(weights.mean(axis=0), 0.2, atol=0.005)
    np.testing.assert_allclose(weights.var(axis=0), 0.2 * 0.8 / 6, rtol=0.05)
    np.testing.assert_array_equal(weights, bootstrap_weights(5, 20_000))


@pytest.mark.parametrize("gap", [0.0, 0.1, 0.3])
def test_chances_and_losses_of_two_packages_are_those_of_the_normal_law(gap: float) -> None:
    """With many blocks, the bootstrap mean of a difference is normal around the sample mean."""
    draws, n = np.random.default_rng(3), 200
    noise = draws.normal(size=n)
    difference = gap + (noise - noise.mean()) / noise.std()
    changes = np.stack([difference, np.zeros(n)], axis=1)
    means = bootstrap_weights(n, 20_000) @ changes
    spread = 1.0 / np.sqrt(n + 1)
    assert p_best(means)[0] == pytest.approx(stats.norm.cdf(gap / spread), abs=0.015)
    loss = spread * stats.norm.pdf(gap / spread) - gap * stats.norm.cdf(-gap / spread)
    np.testing.assert_allclose(opportunity_cost(means), [loss, loss + gap], atol=0.002)


def test_rank_intervals_hold_the_true_rank_as_often_as_they_say() -> None:
    truth, studies, blocks = np.array([0.6, 0.5, 0.4, 0.0]), 300, 40
    draws, held = np.random.default_rng(5), []
    for study in range(studies):
        luck = draws.normal(size=(blocks, 1))
        changes = truth + luck + draws.normal(0.0, 0.5, (blocks, len(truth)))
        low, high = rank_interval(bootstrap_weights(blocks, 1000, study) @ changes)
        held.append((low <= [1, 2, 3, 4]) & (high >= [1, 2, 3, 4]))
    assert np.mean(held) >= 0.93


def worlds_of_toy(
    spread: float, noise: float, worlds: int, seeds: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    draws = np.random.default_rng(11)
    true = draws.normal(0.5, spread, (worlds, 1)) if spread else np.full((worlds, 1), 0.5)
    changes = np.repeat(true, seeds, axis=0) + draws.normal(0.0, noise, (worlds * seeds, 1))
    return changes, np.repeat(np.arange(worlds), seeds)


def test_the_luck_of_the_seed_is_taken_out_of_the_share_of_worlds() -> None:
    truth = stats.norm.cdf(0.5 / 0.5)
    changes, worlds = worlds_of_toy(0.5, 1.5, 4000, 2)
    assert share_of_worlds(changes, worlds)[0] == pytest.approx(truth, abs=0.03)
    one_seed = share_of_worlds(changes[::2], worlds[::2])[0]
    assert one_seed == pytest.approx(stats.norm.cdf(0.5 / np.hypot(0.5, 1.5)), abs=0.03)
    assert one_seed < truth - 0.15


def test_where_worlds_do_not_differ_the_share_is_the_chance_that_the_mean_is_above_nothing() -> None:
    """Ten worlds, two seeds: the mean of noise is as often above 0 as below, and no share says otherwise."""
    draws = np.random.default_rng(2)
    worlds = np.repeat(np.arange(10), 2)
    shares = [share_of_worlds(draws.normal(size=(20, 1)), worlds)[0] for _ in range(400)]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.03)
    assert np.mean([share > 0.99 for share in shares]) < 0.05


def test_worlds_that_do_not_differ_all_agree() -> None:
    changes, worlds = worlds_of_toy(0.0, 1.0, 400, 4)
    assert share_of_worlds(changes, worlds)[0] > 0.97
    steady = np.tile([[1.0, -1.0, 0.0]], (6, 1))
    assert share_of_worlds(steady, np.array([1, 1, 2, 2, 3, 3])).tolist() == [1.0, 0.0, 0.0]
    assert np.isnan(share_of_worlds(steady, np.zeros(6, np.int64))).all()


def test_packages_stand_in_the_order_of_their_known_effects() -> None:
    found = on(ranking(toy(noise=0.01)))
    assert list(found.index) == ["strong", "weak", "baseline", "idle", "harmful"]
    assert found["rank"].tolist() == [1, 2, 3, 3, 5]
    assert found["rank_last"].tolist() == [1, 2, 4, 4, 5]
    assert found.loc["strong", "p_best"] == 1.0
    assert found.loc["strong", "opportunity_cost"] == 0.0
    lost = found.loc["strong", "effect"] - found.loc["weak", "effect"]
    assert found.loc["weak", "opportunity_cost"] == pytest.approx(lost, rel=0.05)
    assert found.loc["harmful", "share_good"] == 0.0
    assert found.loc["idle", ["rank_low", "rank_high"]].tolist() == [3, 4]
    assert found["verdict"].tolist() == ["helps", "helps", "unchanged", "unchanged", "harms"]


def test_ranked_effects_are_those_of_the_table_of_effects() -> None:
    blocks = toy(noise=0.01)
    table = effects(blocks, 400_000).set_index(["package", "indicator"])
    found = ranking(blocks).set_index(["package", "outcome"])
    for place in [(package, outcome) for package in FACTORS for outcome in OUTCOMES]:
        for mine, theirs in (("effect", "difference"), ("low", "low"), ("high", "high"), ("share_good", "share_good")):
            assert found.loc[place, mine] == pytest.approx(table.loc[place, theirs]), (place, mine)


def test_a_unit_costs_the_money_over_the_gain_where_there_is_a_clear_gain() -> None:
    found = on(ranking(toy(noise=0.01)))
    assert found.loc["strong", "cost"] == 100.0 * MONTHS
    strong = found.loc["strong"]
    assert strong["per_unit"] == pytest.approx(strong["cost"] / strong["effect"])
    assert strong["per_unit_low"] < strong["per_unit"] < strong["per_unit_high"]
    assert (
        found.loc[["baseline", "idle", "harmful"], ["per_unit", "per_unit_low", "per_unit_high"]].isna().all(axis=None)
    )


def test_less_is_better_where_an_outcome_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OUTCOMES", ("paperwork_share",))
    blocks = toy()
    blocks.loc[blocks["package"] == "strong", "cadre_time.paperwork"] *= 0.9
    blocks.loc[blocks["package"] == "weak", "cadre_time.paperwork"] *= 1.1
    found = on(ranking(blocks), "paperwork_share")
    assert (found.index[0], found.index[-1]) == ("strong", "weak")
    assert found.loc["strong", "effect"] < 0
    assert found.loc["strong", "low"] < found.loc["strong", "effect"] < found.loc["strong", "high"] < 0
    assert found.loc["strong", ["verdict", "p_best", "share_good"]].tolist() == ["helps", 1.0, 1.0]


def test_one_block_tells_nothing_apart() -> None:
    found = on(ranking(toy(blocks=1)))
    assert (found["rank"] == 1).all()
    assert (found["rank_last"] == len(found)).all()
    assert found["per_unit"].isna().all()


def test_blocks_in_which_the_outcome_could_not_be_measured_are_left_out_for_all() -> None:
    blocks = toy(blocks=6)
    gone = (blocks["block"] == 2) & (blocks["package"] == "weak")
    blocks.loc[gone, "self_governance.present"] = 0.0
    found = ranking(blocks)
    assert (on(found)["n"] == 5).all()
    assert (on(found, "resolved")["n"] == 6).all()


def test_worlds_are_the_units_where_they_were_lived_with_several_seeds() -> None:
    several = toy(blocks=24, noise=0.02, seeds=4)
    found = on(ranking(several))
    assert (found["n"] == 6).all()
    assert (found["worlds"] == 6).all()
    assert found.loc["strong", "share_worlds"] == pytest.approx(1.0)
    assert on(ranking(toy(blocks=24)))["share_worlds"].isna().all()
    table = effects(several, 400_000)
    assert table.loc[table["indicator"] == "participation", "n"].tolist() == [6] * len(FACTORS)


def test_means_over_seeds_weigh_worlds_alike() -> None:
    table = pd.DataFrame({"a": [1.0, 3.0, 10.0]}, index=[0, 1, 2])
    assert by_unit(table, pd.Series([1, 1, 2]))["a"].tolist() == [2.0, 10.0]
    assert by_unit(table, pd.Series([0, 0, 0]))["a"].tolist() == [1.0, 3.0, 10.0]
    assert by_unit(table, pd.Series([1, 2, 3]))["a"].tolist() == [1.0, 3.0, 10.0]


def test_the_table_has_the_columns_it_promises_and_does_not_depend_on_the_order_of_packages() -> None:
    blocks = toy(noise=0.01)
    found = ranking(blocks)
    assert tuple(found.columns) == COLUMNS
    assert list(dict.fromkeys(found["outcome"])) == list(OUTCOMES)
    turned = pd.concat([blocks[blocks["package"] == name] for name in reversed(["baseline", *FACTORS])])
    pd.testing.assert_frame_equal(ranking(turned), found)
