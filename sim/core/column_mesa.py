"""Where Mesa 3.3 and Mesa 3.5 differ."""

from typing import Any

from mesa import Agent

try:
    from mesa.agentset import AgentSet, GroupBy
except ModuleNotFoundError:  # Mesa before 3.5
    from mesa.agent import AgentSet, GroupBy

__all__ = ["AgentSet", "GroupBy", "number_agent"]


def number_agent(model: Any, agent: Agent) -> None:
    """Give an agent that registers the model's next id; Mesa 3.5 does so itself.

    Mesa 3.3 has counted the id in a dict of the class ``Agent`` which is keyed by the model, and so keeps every model
    alive for ever. The key is dropped and ids are counted in ``model.agent_id_counter``, as Mesa 3.5 does.
    """
    counters = getattr(Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)
        agent.unique_id = model.agent_id_counter
        model.agent_id_counter += 1
