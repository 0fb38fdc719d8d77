"""The stacks in the order in which they are applied, and which parameters of others each one reads."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
UPSTREAM = {
    "storage": (),
    "registry": (),
    "ci": ("storage",),
    "function": ("storage", "registry"),
    "users": ("storage",),
}
STACKS = [stack for stack in UPSTREAM if (ROOT / "terraform" / stack).is_dir()]
