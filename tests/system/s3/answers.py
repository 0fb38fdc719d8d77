"""What the tests expect of the function's answers."""


def cleaned(answer) -> dict:
    assert not answer.is_function_error, answer.json
    assert answer.json["outcome"] == "cleaned"
    return answer.json


def refused(answer, *types: str) -> str:
    """The message of a function error of one of the types."""
    assert answer.is_function_error, answer.json
    assert list(answer.json) == ["errorType", "errorMessage"]
    assert answer.json["errorType"] in types, answer.json
    return answer.json["errorMessage"]
