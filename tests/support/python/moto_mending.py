"""How moto is made to answer as AWS does, and the one thing in which all tests of a deployment need that."""

import functools
from collections.abc import Callable


def instead(owner: type, name: str) -> Callable:
    """Puts the decorated function in the place of a method; it is given the method first."""

    def decorate(replacement: Callable) -> None:
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(self, *arguments, **options):
            return replacement(original, self, *arguments, **options)

        setattr(owner, name, method)

    return decorate


def mend_access() -> None:
    """moto speaks no TLS and takes a condition that does not hold for a denial: the statement that refuses plain HTTP
    would refuse everything. Its text is asserted by the stack's own tests.
    """
    from moto.iam.access_control import IAMPolicyStatement, PermissionResult

    @instead(IAMPolicyStatement, "is_action_permitted")
    def _(original: Callable, statement: IAMPolicyStatement, *arguments, **options) -> PermissionResult:
        if statement._statement.get("Sid") == "DenyInsecureTransport":
            return PermissionResult.NEUTRAL
        return original(statement, *arguments, **options)
