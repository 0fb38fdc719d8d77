"""What scripts/deploy and scripts/rollback share: an image of the registry becomes what is live, or nothing changes.

The order makes it safe: the alias moves only after the new version has been tried, and the parameter, which Terraform
reads, is written last. Where a step fails, what was done at the function is undone: Terraform would otherwise publish
the code of an image that failed with the next change of the function's settings.

Terraform leaves the alias where it is. What it changed at the function goes live by the same steps with the same image.
"""

from collections.abc import Callable
from dataclasses import dataclass

import steps
from deployment import LIVE_IMAGE, NONE, Deployment
from lambda_function import LATEST, Alias, LambdaFunction, Version
from repository import Repository
from smoke_test import SmokeTest
from steps import Failure, Step, StepFailed, detail

Action = Callable[[], None]
LOOK_AGAIN = "see whether credentials and terraform/environments are the right ones, then run the same again"


@dataclass
class Start:
    """What there was before anything was done."""

    parameter: str  # the tag of the image that is live, or NONE
    alias: Alias | None = None  # None: there is no function yet
    live: Version | None = None
    newest: str = "0"


class Rollout:
    """`tag`, `build`, `architecture` and `digest` are filled in by the steps that come before its own."""

    def __init__(self, deployment: Deployment, patience: float, change_architecture: bool):
        self.deployment, self._change_architecture = deployment, change_architecture
        self.function = LambdaFunction(deployment.function, deployment.client("lambda", read_timeout=900), patience)
        self.repository: Repository | None = None
        self.start: Start | None = None
        self.tag = self.build = self.architecture = self.digest = ""
        self.version = ""  # that this run published, or found published
        self.touched = False  # whether a version may have been published
        self.moving = False  # whether the alias may have been moved
        self.moved: Alias | None = None
        self.smoke: SmokeTest | None = None

    # What is there

    def look(self) -> None:
        account = self.deployment.check_account()
        self.repository = Repository(
            self.deployment.needed_parameter("registry/repository_url"), self.deployment.client("ecr")
        )
        start = Start(self.deployment.needed_parameter(LIVE_IMAGE))
        detail(f"account {account}, repository {self.repository.url}, live image {start.parameter}")
        if self.function.exists():
            self._look_at_function(start)
        else:
            detail(f"there is no function {self.function.name} yet")
        self.start = start

    def _look_at_function(self, start: Start) -> None:
        start.alias = self.function.alias()
        start.live = self.function.version(start.alias.version)
        start.newest = self.function.newest()
        detail(f"function {self.function.name}: version {start.alias.version} is live, {start.live.image_uri}")
        self.smoke = SmokeTest(
            self.deployment.client("s3"),
            self.deployment.needed_parameter("storage/bucket_a"),
            self.deployment.needed_parameter("storage/bucket_b"),
        )

    @property
    def first(self) -> bool:
        return self.start.alias is None

    def check_architecture(self) -> None:
        if self.architecture != self.tag.rpartition("-")[2]:
            raise Failure(f"the image is for {self.architecture}, which the tag {self.tag} does not say")
        if self.start.live and self.architecture != self.start.live.architecture:
            self._check_change_of_architecture(self.start.live.architecture)

    def _check_change_of_architecture(self, runs_on: str) -> None:
        differ = f"the image is for {self.architecture}, the function {self.function.name} runs on {runs_on}"
        then = f"""set architecture = "{self.architecture}" of terraform/function and apply it"""
        if not self._change_architecture:
            raise Failure(differ, f"where that is meant: the same with --change-architecture, and afterwards {then}")
        detail(f"{differ}: it is changed; afterwards {then}")

    def _is_live(self) -> bool:
        """Whether the image is live already, with nothing published or changed after it."""
        if self.start.live.image_digest != self.digest or self.start.newest != self.start.alias.version:
            return False
        return self.function.version(LATEST).image_digest == self.digest

    def _idle(self) -> str:
        """Why there is nothing to do at the function; empty where there is."""
        if self.first:
            return "nothing to do: there is no function yet"
        if self.version == self.start.alias.version or (not self.version and self._is_live()):
            return f"nothing to do: version {self.start.alias.version} has this image and is live already"
        return ""

    # The steps after the image is in the registry

    def steps(self) -> list[Step]:
        log = f"the log is in /aws/lambda/{self.function.name}"
        repair = f"{log}; repair the image"
        return [
            Step("keep the image from expiring", self.protect, self._would_protect, "see what was answered"),
            self._function_step(
                "publish a version of the function", self.publish,
                lambda: f"would publish a version of {self.function.name} from {self.repository.uri(self.tag)}",
                "see what was answered, then run the same again",
            ),
            self._function_step(
                "wait for the version", self.wait, lambda: "would wait until it is active",
                f"{log}; then run the same again, or with a longer --wait",
            ),
            self._function_step("smoke-test the version", self.try_out, self._would_try_out, repair),
            self._function_step(
                "move the alias live", self.move_alias,
                lambda: f"would point the alias at it, from version {self.start.alias.version}",
                "where another deploy runs, let it end; then run the same again",
            ),
            Step("write the parameter", self.write_parameter, self._would_write_parameter, "see what was answered"),
            Step("tidy up", self.tidy, lambda: "would take the tags of older live images off"),
        ]  # fmt: skip

    def _function_step(self, title: str, act: Action, would: Callable[[], str], next_: str) -> Step:
        """One that is left out where the function needs nothing."""

        def act_or_idle() -> None:
            idle = self._idle()
            detail(idle) if idle else act()

        return Step(title, act_or_idle, lambda: self._idle() or would(), next_)

    def _would_protect(self) -> str:
        return f"would give it the tag live-{self.tag}"

    def _would_write_parameter(self) -> str:
        return f"would write {self.tag} to {self.deployment.parameter_name(LIVE_IMAGE)}"

    def _would_try_out(self) -> str:
        way = f"from {self.smoke.a} to {self.smoke.b}"
        return f"would send a photo {way} through it, expect build {self.build}, and delete both"

    def protect(self) -> None:
        self.repository.protect(self.tag)

    def publish(self) -> None:
        self.function.wait_until_ready(LATEST)
        self.touched = True
        self.version = self.function.publish(self.repository.uri(self.tag), self.architecture)
        detail(f"version {self.version}")

    def wait(self) -> None:
        self.function.wait_until_ready(self.version)

    def try_out(self) -> None:
        self.smoke.run(self.function, self.version, self.build)
        detail(f"clean, by build {self.build}")

    def move_alias(self) -> None:
        self.moving = True
        self.moved = self.function.move_alias(self.version, self.start.alias.revision)
        detail(f"version {self.version} is live, after version {self.start.alias.version}")

    def write_parameter(self) -> None:
        if self.start.parameter == self.tag:
            detail(f"{self.tag} stands there already")
            return
        self.deployment.write_parameter(LIVE_IMAGE, self.tag)

    def tidy(self) -> None:
        """What is left undone here does no harm: a warning. All that matters is done."""
        try:
            if self.moved:
                self.smoke.clean_up()  # an event that came late
            if self.start.parameter not in (self.tag, NONE):
                for tag in self.repository.unprotect_all_but({self.tag, self.start.parameter}):
                    detail(f"took {tag} off")
        except Exception as error:
            detail(f"warning: {steps.why(error)}")

    # Where a step failed

    def undo(self) -> list[str]:
        """Sentences about what is live now. The function is as it was, or one of them says why not."""
        if self.start is None:
            return ["nothing was changed"]
        if self.first:
            return [f"there is no function yet; the parameter is {self._parameter_now()}"]
        if not self.touched:
            return [self._live_now()]
        told: list[str] = []
        try:
            if self.moving:
                self._move_alias_back(told)
                self._write_parameter_back(told)
            told += self._take_back_version()
        except (Exception, KeyboardInterrupt) as error:
            told.append(
                f"could not undo all of it ({steps.why(error)}): {LATEST} or the newest version may have "
                f"the new image; {self._rollback} mends that"
            )
        return [self._live_now(), *told]

    def _move_alias_back(self, told: list[str]) -> None:
        """From this run's version alone; another run's stays. It may be there although no answer said so."""
        before, now = self.start.alias.version, self.function.alias()
        if now.version == self.version and now.version != before:
            self.function.move_alias(before, now.revision)
            told.append(f"the alias was moved back to version {before}")

    def _write_parameter_back(self, told: list[str]) -> None:
        """Where it was written although no answer said so, and the image that was live before is live again."""
        before = self.start.parameter
        if self.tag == before or self.deployment.parameter(LIVE_IMAGE) != self.tag:
            return
        if self.function.alias().version == self.start.alias.version:
            self.deployment.write_parameter(LIVE_IMAGE, before)
            told.append(f"the parameter is {before} again")

    def _take_back_version(self) -> list[str]:
        """What is newer than the live version, which another run may have moved meanwhile."""
        live = self.function.version(self.function.alias().version)
        latest = self.function.version(LATEST)
        told = []
        if latest.image_digest != live.image_digest:
            self.function.put_back(live.image_uri, live.architecture)
            told.append(f"{LATEST} has the image of version {live.number} again")
        if self.version and int(self.version) > int(self.start.newest) and self.version != live.number:
            self.function.delete_version(self.version)
            told.append(f"version {self.version} is deleted again")
        newest = self.function.newest()
        if newest != live.number:
            told.append(f"version {newest} is there too and not live, as terraform apply leaves one")
        return told

    @property
    def _rollback(self) -> str:
        return f"scripts/rollback --environment {self.deployment.environment} {self.start.parameter}"

    def _live_now(self) -> str:
        try:
            live = self.function.version(self.function.alias().version)
        except (Exception, KeyboardInterrupt) as error:
            return f"what is live could not be read: {steps.why(error)}"
        same = "as before" if live.number == self.start.alias.version else f"before: {self.start.alias.version}"
        parameter = self._parameter_now()
        return f"version {live.number} of {self.function.name}, {live.image_uri} ({same}); the parameter is {parameter}"

    def _parameter_now(self) -> str:
        try:
            return f"{self.deployment.parameter(LIVE_IMAGE)}"
        except (Exception, KeyboardInterrupt) as error:
            return f"unknown: {steps.why(error)}"


def carry_out(name: str, rollout: Rollout, first_steps: list[Step], dry_run: bool) -> int:
    """The exit code. `first_steps` go until the image is in the registry."""
    try:
        with steps.interruptible():
            steps.run([*first_steps, *rollout.steps()], dry_run)
    except StepFailed as failed:
        steps.report(name, failed, lambda: ["nothing was changed"] if dry_run else rollout.undo())
        return 1
    return 0
