"""A flow with more positions than a picture can show: the smallest are drawn as one. Its table still lists each."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from .values import Flow, Node, Stream

MOST_NODES = 14
"""So many nodes of a column are drawn at the most."""


def gathered(flow: Flow, most: int = MOST_NODES) -> Flow:
    """The flow with at most so many nodes at its beginning and at its end; the amounts in all stay as they are."""
    for column in (0, len(flow.headings) - 1):
        flow = _with_one_rest(flow, column, most)
    return flow


def _with_one_rest(flow: Flow, column: int, most: int) -> Flow:
    nodes = [node for node in flow.nodes if node.column == column and flow.through(node.key)]
    if len(nodes) <= most:
        return flow
    by_amount = sorted(nodes, key=lambda node: flow.through(node.key), reverse=True)
    small = {node.key for node in by_amount[most - 1 :]}
    rest = Node(f"\n{column}", _("Weitere (%(count)s)") % {"count": len(small)}, column)

    def kept(key: str) -> str:
        return rest.key if key in small else key

    streams = tuple(Stream(kept(one.origin), kept(one.target), one.rappen) for one in flow.streams)
    left = tuple(node for node in flow.nodes if node.key not in small)
    return replace(flow, nodes=(*left, rest), streams=streams)
