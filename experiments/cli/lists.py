"""``gongzhi policies``, ``explain``, ``parameters``, ``levers``, ``doctor``: what there is."""

from dataclasses import replace

from experiments.catalogue import explanation, levers_table, parameters_table, policies_notes, policies_table
from experiments.cli.call import FAILED, GOOD, Call, show
from experiments.doctor import examine
from experiments.overrides import SettingsError
from experiments.plain import plain_table


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


def examine_machine(call: Call) -> int:
    """``gongzhi doctor``."""
    call.options()
    words, found = call.words, list(examine(call.words))
    heads = (words(f"cli.doctor.{name}") for name in ("what", "health", "found"))
    table = plain_table(*heads, title=words("cli.doctor.title"))
    for one in found:
        table.add_row(words(f"cli.doctor.{one.key}"), words(f"cli.doctor.{one.health}"), one.found)
    show(table)
    return FAILED if any(one.health == "bad" for one in found) else GOOD
