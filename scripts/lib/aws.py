"""boto3, or a sentence that says how to get it. --help works without."""

import functools
import sys

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    boto3 = None

    class BotoCoreError(Exception):
        """Stands in for the exception of boto3, which nothing can raise without boto3."""

    class ClientError(Exception):
        """Stands in for the exception of boto3, which nothing can raise without boto3."""


ERRORS = (BotoCoreError, ClientError)


@functools.cache
def session(region: str) -> "boto3.Session":
    if boto3 is None:
        sys.exit(
            "boto3 is not installed: python3 -m venv ~/.stripmeta && . ~/.stripmeta/bin/activate && pip install boto3"
            " (Debian's own is too old)"
        )
    return boto3.Session(region_name=region)


def settings(**options) -> "Config":
    """Timeouts that a person would accept, and the retries that AWS recommends."""
    return Config(connect_timeout=10, retries={"mode": "standard", "max_attempts": 4}, **options)


def code(error: Exception) -> str:
    """The service's word for what went wrong, such as AccessDenied; empty if no service answered."""
    return getattr(error, "response", {}).get("Error", {}).get("Code", "")


def sentence(error: Exception) -> str:
    """One line for a person."""
    answer = getattr(error, "response", {}).get("Error")
    if not answer:
        return " ".join(f"{error}".split())
    operation = getattr(error, "operation_name", "a request")
    message = " ".join(answer.get("Message", "").split())
    return f"{operation} was answered with {answer.get('Code', 'an error')}: {message}"
