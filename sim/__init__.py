"""Gongzhi 共治: a county in a computer, to try governance measures on."""

from sim import policies
from sim.county import County
from sim.policies import Policy
from sim.scenario import Scenario

__all__ = ["County", "Policy", "Scenario", "policies"]
