"""``gongzhi policies``, ``explain``, ``parameters``, ``levers``: what there is."""

from dataclasses import replace

from experiments.catalogue import explanation, levers_table, parameters_table, policies_notes, policies_table
from experiments.cli.call import Call, show
from experiments.overrides import SettingsError


def show_policies(call: Call) -> int:
    """``gongzhi policies``."""
    call.options()
    return show(policies_table(call.words), policies_notes(call.words))


def explain(call: Call) -> int:
    """``gongzhi explain KEY``."""
    keys = [argument for argument in call.arguments if "=" not in argument]
    if len(keys) != 1:
        raise SettingsError(call.words("cli.error.one_key"))
    replace(call, arguments=tuple(argument for argument in call.arguments if argument != keys[0])).options()
    return show(explanation(keys[0], call.words))


def show_parameters(call: Call) -> int:
    """``gongzhi parameters``."""
    options = call.options("status", "group")
    return show(parameters_table(call.words, options.get("status"), options.get("group")))


def show_levers(call: Call) -> int:
    """``gongzhi levers``."""
    call.options()
    return show(levers_table(call.words))
