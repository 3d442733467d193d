"""What the parameters of the model mean, and where they come from."""

from experiments.report.voice import Voice
from sim.core.parameters import Passport, all_passports
from sim.parameters import Parameters

PASSPORTS: dict[str, Passport] = dict(all_passports(Parameters))


def meaning(voice: Voice, parameter: str) -> str:
    """What a parameter means; those of another version of the model are called by their names."""
    if parameter not in PASSPORTS:
        return parameter.replace("_", " ")
    return str(getattr(PASSPORTS[parameter], voice.words.lang))


def status(voice: Voice, key: str) -> str:
    """Where a parameter comes from."""
    return voice.words("report.rests.assumed_word" if key == "assumed" else f"report.rests.{key}")
