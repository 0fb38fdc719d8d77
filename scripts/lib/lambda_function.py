"""The Lambda function: its versions, and the alias that events go to."""

import json
import time
from dataclasses import dataclass

import aws
from steps import Failure

ALIAS = "live"
LATEST = "$LATEST"


@dataclass(frozen=True)
class Version:
    number: str
    image_uri: str
    image_digest: str
    architecture: str


@dataclass(frozen=True)
class Alias:
    version: str
    revision: str  # another one after each change of the alias


class FunctionError(Failure):
    """An error that the function itself answered with. `type` is Lambda's word for it."""

    def __init__(self, sentence: str, type_: str):
        super().__init__(sentence)
        self.type = type_


class LambdaFunction:
    def __init__(self, name: str, client, patience: float):
        self.name, self._client, self._patience = name, client, patience

    def exists(self) -> bool:
        try:
            self._client.get_function_configuration(FunctionName=self.name)
        except aws.ClientError as error:
            if aws.code(error) == "ResourceNotFoundException":
                return False
            raise
        return True

    def alias(self) -> Alias:
        try:
            found = self._client.get_alias(FunctionName=self.name, Name=ALIAS)
        except aws.ClientError as error:
            if aws.code(error) != "ResourceNotFoundException":
                raise
            raise Failure(f"the function {self.name} has no alias {ALIAS}", "apply the stack function") from error
        if (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights"):
            raise Failure(f"the alias {ALIAS} is split between versions: end that first")
        return Alias(found["FunctionVersion"], found.get("RevisionId", ""))

    def version(self, number: str) -> Version:
        found = self._client.get_function(FunctionName=self.name, Qualifier=number)
        code = found["Code"]
        if "ImageUri" not in code:
            raise Failure(f"the function {self.name} is not made of an image")
        return Version(
            number,
            code["ImageUri"],
            code["ResolvedImageUri"].partition("@")[2],
            found["Configuration"].get("Architectures", ["x86_64"])[0],
        )

    def newest(self) -> str:
        """The number of the version that was published last."""
        pages = self._client.get_paginator("list_versions_by_function").paginate(FunctionName=self.name)
        numbers = [one["Version"] for page in pages for one in page["Versions"]]
        return max((number for number in numbers if number != LATEST), key=int, default="0")

    def publish(self, image_uri: str, architecture: str) -> str:
        """The new version's number, or the newest one's if Lambda sees no difference. $LATEST has to be ready."""
        return self._update_code(image_uri, architecture, publish=True)["Version"]

    def _update_code(self, image_uri: str, architecture: str, publish: bool) -> dict:
        """Changes the code of $LATEST. The architecture is sent only if it changes."""
        changed = self.version(LATEST).architecture != architecture
        options = {"Architectures": [architecture]} if changed else {}
        return self._client.update_function_code(
            FunctionName=self.name, ImageUri=image_uri, Publish=publish, **options
        )

    def wait_until_ready(self, number: str) -> None:
        end = time.monotonic() + self._patience
        while True:
            found = self._client.get_function_configuration(FunctionName=self.name, Qualifier=number)
            state, update = found.get("State", "Active"), found.get("LastUpdateStatus", "Successful")
            if state == "Failed" or update == "Failed":
                reason = found.get("StateReason") or found.get("LastUpdateStatusReason") or "no reason given"
                raise Failure(f"version {number} of {self.name} failed to start: {reason}")
            # An idle version is Inactive until it is invoked.
            if state in ("Active", "Inactive") and update == "Successful":
                return
            if time.monotonic() > end:
                raise Failure(
                    f"version {number} of {self.name} is still not ready after {self._patience:g} s "
                    f"(state {state}, last update {update})"
                )
            time.sleep(min(2, self._patience / 4))

    def invoke(self, number: str, event: dict) -> dict:
        """The version's answer; a function error is a failure."""
        answer = self._client.invoke(FunctionName=self.name, Qualifier=number, Payload=json.dumps(event).encode())
        body = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError") or not isinstance(body, dict) or "errorType" in body:
            sentence = f"version {number} answered with an error: {json.dumps(body)[:500]}"
            raise FunctionError(sentence, body.get("errorType", "") if isinstance(body, dict) else "")
        if answer.get("ExecutedVersion", number) != number:
            raise Failure(f"version {answer['ExecutedVersion']} answered, not version {number}")
        return body

    def move_alias(self, number: str, revision: str) -> Alias:
        """Moves the alias, but only if nobody has changed it since `revision`."""
        try:
            moved = self._client.update_alias(
                FunctionName=self.name, Name=ALIAS, FunctionVersion=number, RevisionId=revision
            )
        except aws.ClientError as error:
            if aws.code(error) != "PreconditionFailedException":
                raise
            # If the answer to a first request was lost, the second is refused, as the first has moved the alias.
            there = self.alias()
            if there.version == number:
                return there
            raise Failure(
                f"somebody else moved the alias {ALIAS} meanwhile, as another deploy or terraform does"
            ) from error
        return Alias(moved["FunctionVersion"], moved.get("RevisionId", ""))

    def put_back(self, image_uri: str, architecture: str) -> None:
        """Gives $LATEST its old image again. Nothing is published, because a version has this image already."""
        self.wait_until_ready(LATEST)
        self._update_code(image_uri, architecture, publish=False)
        self.wait_until_ready(LATEST)

    def delete_version(self, number: str) -> None:
        self._client.delete_function(FunctionName=self.name, Qualifier=number)
