"""One function's part of a rollout: from the version that is live to another one, and back."""

from lambda_function import LATEST, Alias, LambdaFunction
from steps import detail


class FunctionRollout:
    """`start`, `live` and `newest` say what was there before anything was done."""

    def __init__(self, function: LambdaFunction, is_main: bool):
        self.function = function
        self.start: Alias = function.alias()
        self.live = function.version(self.start.version)
        self.newest = function.newest()
        self.version = ""  # the one that this run published, or found published
        self.touched = False  # whether a version may have been published
        self.moving = False  # whether the alias may have been moved
        self.moved: Alias | None = None
        self._whose = "" if is_main else f" of {function.name}"
        detail(f"function {function.name}: version {self.start.version} is live, {self.live.image_uri}")

    def idle(self, digest: str) -> str:
        """Why there is nothing to do; empty if there is something."""
        if self.version == self.start.version or (not self.version and self._is_live(digest)):
            return f"nothing to do: version {self.start.version}{self._whose} has this image and is live already"
        return ""

    def _is_live(self, digest: str) -> bool:
        """Whether the image is live already, with nothing published or changed after it."""
        if self.live.image_digest != digest or self.newest != self.start.version:
            return False
        return self.function.version(LATEST).image_digest == digest

    def publish(self, image_uri: str, architecture: str) -> None:
        self.function.wait_until_ready(LATEST)
        self.touched = True
        self.version = self.function.publish(image_uri, architecture)
        detail(f"version {self.version}{self._whose}")

    def move_alias(self) -> None:
        self.moving = True
        self.moved = self.function.move_alias(self.version, self.start.revision)
        detail(f"version {self.version}{self._whose} is live, after version {self.start.version}")

    # If a step failed

    def is_live_as_before(self) -> bool:
        return self.function.alias().version == self.start.version

    def move_alias_back(self) -> list[str]:
        """Does nothing unless the alias is at this run's version. It may be there although no answer said so."""
        if not self.moving:
            return []
        before, now = self.start.version, self.function.alias()
        if now.version != self.version or now.version == before:
            return []
        self.function.move_alias(before, now.revision)
        return [f"the alias{self._whose} was moved back to version {before}"]

    def take_back_version(self) -> list[str]:
        """Takes back what is newer than the live version. Another run may have changed which one is live."""
        if not self.touched:
            return []
        live = self.function.version(self.function.alias().version)
        latest = self.function.version(LATEST)
        told = []
        if latest.image_digest != live.image_digest:
            self.function.put_back(live.image_uri, live.architecture)
            told.append(f"{LATEST}{self._whose} has the image of version {live.number} again")
        if self.version and int(self.version) > int(self.newest) and self.version != live.number:
            self.function.delete_version(self.version)
            told.append(f"version {self.version}{self._whose} is deleted again")
        newest = self.function.newest()
        if newest != live.number:
            told.append(f"version {newest}{self._whose} is there too and not live, as terraform apply leaves one")
        return told

    def live_now(self) -> str:
        live = self.function.version(self.function.alias().version)
        same = "as before" if live.number == self.start.version else f"before: {self.start.version}"
        return f"version {live.number} of {self.function.name}, {live.image_uri} ({same})"
