"""Numbers with passports: every one says where it comes from and how far it may move, and nothing moves it further."""

import ast
import csv
import dataclasses
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

from sim.core.names import OutOfRange, UnknownName
from sim.core.parameters import Passport, all_passports, defaults, family, number, passports, replace
from sim.parameters import Parameters, standard

ROOT = Path(__file__).resolve().parents[2]
ALL = dict(all_passports(Parameters))
EVIDENCE_ID = re.compile(r"[OB]-[A-Z]+\d+[a-z]?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STATUSES = {"observed", "published", "calibrated", "assumed"}


def faulty(sound: Callable[[Passport], object]) -> list[str]:
    return [name for name, passport in ALL.items() if not sound(passport)]


def test_the_standard_values_lie_within_their_priors_and_those_within_hard_bounds() -> None:
    assert faulty(lambda n: n.minimum <= n.low <= n.value <= n.high <= n.maximum) == []
    assert faulty(lambda n: all(math.isfinite(bound) for bound in (n.low, n.value, n.high))) == []


def test_a_number_that_nobody_has_observed_has_room_to_move() -> None:
    assert faulty(lambda n: n.low < n.high or n.status == "observed") == []


def test_passports_are_complete() -> None:
    assert faulty(lambda n: n.unit.strip()) == []
    assert faulty(lambda n: n.status in STATUSES) == []
    assert faulty(lambda n: CHINESE.search(n.zh)) == []
    assert faulty(lambda n: n.en.strip() and not CHINESE.search(n.en)) == []


def test_evidence_has_proper_ids_and_is_there_for_what_claims_it() -> None:
    assert faulty(lambda n: all(EVIDENCE_ID.fullmatch(evidence) for evidence in n.evidence)) == []
    assert faulty(lambda n: len(set(n.evidence)) == len(n.evidence)) == []
    assert faulty(lambda n: n.evidence or n.status in ("assumed", "calibrated")) == []


def evidence_ids() -> set[str]:
    """The ids in the evidence tables that come with the repository."""
    found = set()
    for path in [*(ROOT / "conf").rglob("evidence*.csv"), *(ROOT / "docs").rglob("evidence*.csv")]:
        with path.open(encoding="utf-8", newline="") as lines:
            found |= {row["id"] for row in csv.DictReader(lines)}
    return found


def test_all_evidence_exists() -> None:
    known = evidence_ids()
    if not known:
        pytest.skip("the repository has no evidence table")
    cited = {evidence for passport in ALL.values() for evidence in passport.evidence}
    assert cited - known == set()


def test_names_are_unique_and_values_are_those_declared() -> None:
    values = standard()
    assert len(ALL) > 300
    for name, passport in ALL.items():
        group, field = name.split(".")
        assert getattr(getattr(values, group), field) == passport.value


def read_in_the_model() -> tuple[set[str], set[str]]:
    """Names that ``sim`` reads as attributes or holds as texts, and beginnings of families of numbers."""
    names, families = set(), set()
    for path in [*(ROOT / "sim" / "processes").rglob("*.py"), *(ROOT / "sim" / "world").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "family":
                families.add(ast.literal_eval(node.args[1]) + "_")
    return names, families


def test_every_number_is_read_somewhere() -> None:
    names, families = read_in_the_model()
    idle = [name for name in ALL if name.split(".")[1] not in names]
    assert [name for name in idle if not name.split(".")[1].startswith(tuple(families))] == []


# Replacing values


def test_a_value_within_its_prior_replaces_the_standard_one_and_no_other() -> None:
    usual = standard()
    changed = replace(usual, {"trust.loss": 3, "awareness.fade": 0.012})
    assert (changed.trust.loss, changed.awareness.fade) == (3.0, 0.012)
    assert changed._replace(trust=usual.trust, awareness=usual.awareness) == usual
    assert changed.trust._replace(loss=usual.trust.loss) == usual.trust
    assert usual == standard()


def test_nothing_replaced_is_the_same() -> None:
    assert replace(standard(), {}) == standard()


def test_an_unknown_number_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown parameter 'trust.los'; did you mean 'trust.loss'\?"):
        replace(standard(), {"trust.los": 3.0})
    with pytest.raises(UnknownName, match=r"did you mean 'trust.loss'"):
        replace(standard(), {"trust_loss": 3.0})


def test_beyond_the_prior_is_refused_unless_asked_for() -> None:
    message = r"trust.loss=7 is out of range: allowed 1 to 6 \(x\)"
    with pytest.raises(OutOfRange, match=message):
        replace(standard(), {"trust.loss": 7.0})
    assert replace(standard(), {"trust.loss": 7.0}, beyond_prior=True).trust.loss == 7.0


def test_hard_bounds_hold_beyond_the_prior_too() -> None:
    with pytest.raises(OutOfRange, match=r"cadre_time.hours=-1 is out of range: allowed 0 to inf"):
        replace(standard(), {"cadre_time.hours": -1.0}, beyond_prior=True)


@pytest.mark.parametrize("beyond", [False, True])
def test_what_is_not_a_number_is_refused(beyond: bool) -> None:
    with pytest.raises(OutOfRange, match=r"trust\.loss=nan"):
        replace(standard(), {"trust.loss": math.nan}, beyond_prior=beyond)


def test_one_fault_among_many_changes_nothing() -> None:
    with pytest.raises(OutOfRange):
        replace(standard(), {"awareness.fade": 0.012, "trust.loss": 7.0})


def test_parameters_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        standard().trust.loss = 3.0  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALL["trust.loss"].value = 3.0  # type: ignore[misc]


# Declaring them


class Fruit(NamedTuple):
    plum: Annotated[float, number(2, 1, 3, "kg", "assumed", en="plums", zh="脆李")]
    plum_sour: Annotated[float, number(-1, -2, 0, "kg", "observed", "O-W34", en="sour plums", zh="酸脆李")]


class Nameless(NamedTuple):
    plum: float


def test_defaults_are_the_declared_values_as_floats() -> None:
    assert defaults(Fruit) == (2.0, -1.0)
    assert all(type(value) is float for value in defaults(Fruit))


def test_hard_bounds_follow_the_sign_of_the_prior() -> None:
    assert passports(Fruit)["plum"].minimum == 0.0
    assert passports(Fruit)["plum_sour"].minimum == -math.inf
    assert number(1, 1, 1, "-", "observed", en="one", zh="一", minimum=0.5, maximum=2).maximum == 2


def test_a_family_is_a_vector_in_the_order_asked_for() -> None:
    assert family(defaults(Fruit), "plum", ("sour",)) == (-1.0,)


@pytest.mark.parametrize("bounds", [(0, 1, 3), (4, 1, 3), (2, 3, 1)])
def test_a_passport_out_of_order_is_refused(bounds: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="out of order"):
        number(*bounds, "kg", "assumed", en="plums", zh="脆李")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown status 'guessed'"):
        number(2, 1, 3, "kg", "guessed", en="plums", zh="脆李")  # type: ignore[arg-type]


def test_a_field_without_passport_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Nameless.plum has no passport"):
        passports(Nameless)
