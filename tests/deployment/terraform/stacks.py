"""The stacks in their order, and of which others each one reads parameters: as scripts/stacks has it."""

from pathlib import Path

import stack_order

ROOT = Path(__file__).resolve().parents[3]

UPSTREAM = {
    stack: tuple(dict.fromkeys(path.partition("/")[0] for path in parameters))
    for stack, parameters in stack_order.STACKS.items()
}
STACKS = list(UPSTREAM)
