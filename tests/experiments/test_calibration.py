"""Calibration: history matching finds what it should on a toy, and the shipped worlds are those of this model."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import worlds
from experiments.calibration.emulator import fit
from experiments.calibration.ensemble import fit_table, learned
from experiments.calibration.sieve import NothingPlausible, draw, likelihood, not_ruled_out
from experiments.calibration.space import Space
from experiments.calibration.tolerance import CUTOFF, Tolerance, scaled, tolerances, unscaled
from experiments.cli import main
from experiments.study import plan
from experiments.target_files import TargetsError, load_targets
from experiments.targets import Target
from experiments.worlds import StaleEnsemble, calibrated_worlds, shipped, uncertain
from sim import Scenario
from sim.policies import MicroGrids

RNG = np.random.default_rng


def target(low: float, value: float, high: float, **more: Any) -> Target:
    given: dict[str, Any] = {"unit": "-", "weight": "firm", "indicator": "participation", "discrepancy": 0.1, **more}
    return Target("T", value, low, high, **given)


def toy(shares: np.ndarray) -> np.ndarray:
    """A model of two parameters that matter and six that do not."""
    found: np.ndarray = 4.0 * shares[:, 0] + np.sin(4.0 * shares[:, 1])
    return found


def test_an_emulator_says_what_the_model_would_and_how_sure_it_is() -> None:
    shares, fresh = RNG(1).random((200, 8)), RNG(2).random((400, 8))
    mean, variance = fit(shares, toy(shares), 0.0).predict(fresh)
    off = toy(fresh) - mean
    assert off.std() < 0.15 * toy(fresh).std()
    assert 0.85 < (np.abs(off) < 2.0 * np.sqrt(variance)).mean() <= 1.0


def test_worlds_that_pass_reproduce_the_target_and_the_others_are_ruled_out() -> None:
    shares = RNG(1).random((200, 8))
    emulator, bounds = fit(shares, toy(shares), 0.0), Tolerance.of(target(-1.0, 0.0, 1.0))
    passed = draw(300, 8, [emulator], [bounds], likelihood, RNG(3))
    said = toy(passed.shares)
    assert (np.abs(said) < 1.3).mean() > 0.98
    prior = toy(RNG(4).random((4000, 8)))
    assert passed.part == pytest.approx((np.abs(prior) < 1.0).mean(), abs=0.04)
    assert passed.shares[:, 0].max() < 0.7
    assert np.ptp(passed.shares[:, 5]) > 0.95


def test_targets_that_contradict_the_model_are_named() -> None:
    shares = RNG(1).random((200, 8))
    emulator, bounds = fit(shares, toy(shares), 0.0), Tolerance.of(target(9e3, 1e4, 1.1e4))
    with pytest.raises(NothingPlausible, match="the strictest targets are T"):
        draw(10, 8, [emulator], [bounds], not_ruled_out, RNG(3), most=20_000)


def test_implausibility_is_distance_in_standard_deviations() -> None:
    bounds = Tolerance.of(target(-3.0, 0.0, 6.0, discrepancy=0.0))
    assert bounds.implausibility(np.array([0.0, -3.0, 6.0]), 0.0) == pytest.approx([0.0, 3**0.5, 3**0.5])
    assert bounds.implausibility(np.array([-6.0]), 0.0)[0] > CUTOFF


def test_scales_lead_back() -> None:
    for one in load_targets().targets:
        values = np.array([one.low, one.value, one.high])
        assert unscaled(one, scaled(one, values)) == pytest.approx(values)
    assert len(tolerances(load_targets().targets)) == len(load_targets().targets)


def test_the_shipped_worlds_are_those_of_this_model() -> None:
    table = shipped()
    assert len(table) >= 200
    found = calibrated_worlds(len(table) + 1)
    assert found[0] == found[-1] != found[1]
    assert found[0].keys() == uncertain().keys()
    assert "settlement.record" not in calibrated_worlds(1, ["settlement.record"])[0]


def test_worlds_of_other_parameters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(iter(uncertain()))
    for table in (shipped().drop(columns=name), shipped().assign(**{name: 1e9})):
        monkeypatch.setattr(worlds, "shipped", lambda table=table: table)
        with pytest.raises(StaleEnsemble, match=f"{name}.*gongzhi calibrate"):
            calibrated_worlds(1)


def test_a_study_of_calibrated_worlds_takes_them_in_order() -> None:
    study = plan(Scenario(), {"m": (MicroGrids(),)}, 4, "calibrated", seeds=2)
    assert [block.world for block in study.blocks] == [1, 1, 2, 2]
    assert dict(study.blocks[2].scenario.parameters) == calibrated_worlds(2)[1]


def test_every_target_is_met_by_the_shipped_worlds() -> None:
    file = load_targets()
    fit_of = fit_table(file.targets, shipped())
    assert set(fit_of["answer"]) <= {"value", "tolerance"}
    # Of three targets only part of what is accepted lies in the interval: docs/limits names them.
    assert (fit_of["answer"] == "value").sum() >= 30


def test_the_fit_and_what_was_learned_are_told_by_name() -> None:
    targets = (target(0.0, 1.0, 2.0),)
    told = fit_table(targets, pd.DataFrame({"target:T": np.linspace(5.0, 6.0, 50)}))
    assert told["answer"].tolist() == ["no"]
    table = shipped().copy()
    name = "self_governance.constant"
    table[name] = uncertain()[name][0]
    first = learned(table).iloc[0]
    assert (first["parameter"], first["ratio"]) == (name, 0.0)


def test_a_space_of_worlds_leads_back_to_its_shares() -> None:
    space = Space.between({"a.b": (1.0, 3.0), "c.d": (-1.0, 0.0)})
    shares = RNG(1).random((20, 2))
    assert space.shares(space.worlds(shares)) == pytest.approx(shares, abs=1e-5)


def test_the_check_prints_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        assert main(["calibrate", "--check", f"lang={lang}"]) == 0
        shown = capsys.readouterr().out
        assert all(one.id in shown for one in load_targets().targets)


def test_targets_of_ones_own_are_checked(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("targets:\n  - {id: A, indicator: participatio, value: 1, low: 0, high: 2, weight: firm}\n")
    with pytest.raises(TargetsError, match="participation"):
        load_targets(path)
    assert main(["calibrate", "--check", f"targets={path}", "lang=en"]) == 2
    assert "participation" in capsys.readouterr().err
