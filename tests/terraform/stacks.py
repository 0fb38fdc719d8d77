"""The stacks in their order, and of which others each one reads parameters: as scripts/stacks has it."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "scripts/lib"))

import stack_order  # noqa: E402  (it needs the line above)

UPSTREAM = {
    stack: tuple(dict.fromkeys(path.partition("/")[0] for path in parameters))
    for stack, parameters in stack_order.STACKS.items()
}
STACKS = list(UPSTREAM)
