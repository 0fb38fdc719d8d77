"""What scripts/deploy and scripts/rollback share: an image of the registry becomes what is live, or nothing changes.

The order makes it safe: aliases move only after the new versions have been tried, and the parameter, which Terraform
reads, is written last. If a step fails, what was done at the functions is undone. Otherwise the next change of
their settings would make Terraform publish the code of an image that failed.

There are two functions if the stack function has `backlog`: both get the same image, or neither does. Terraform
leaves the aliases where they are. What it changed at a function goes live by the same steps with the same image.
"""

from collections.abc import Callable

import steps
from deployment import BACKLOG_ALIAS, LIVE_IMAGE, NONE, Deployment
from function_rollout import FunctionRollout
from lambda_function import LATEST, LambdaFunction
from repository import Repository
from smoke_test import SmokeTest
from steps import Failure, Step, StepFailed, detail

LOOK_AGAIN = "see whether credentials and terraform/environments are the right ones, then run the same again"


class Rollout:
    """`tag`, `build`, `architecture` and `digest` are filled in by the steps that come before its own."""

    def __init__(self, deployment: Deployment, patience: float, change_architecture: bool):
        self.deployment, self._patience, self._change_architecture = deployment, patience, change_architecture
        self.repository: Repository | None = None
        self.parameter: str | None = None  # the tag of the image that was live before, or NONE; None: not looked yet
        self.functions: list[FunctionRollout] = []  # first the one that bucket A's events go to; empty: none yet
        self.tag = self.build = self.architecture = self.digest = ""
        self.smoke: SmokeTest | None = None

    # What is there

    def look(self) -> None:
        account = self.deployment.check_account()
        self.repository = Repository(
            self.deployment.needed_parameter("registry/repository_url"), self.deployment.client("ecr")
        )
        parameter = self.deployment.needed_parameter(LIVE_IMAGE)
        detail(f"account {account}, repository {self.repository.url}, live image {parameter}")
        main = self._function(self.deployment.function)
        if main.exists():
            self._look_at_functions(main)
        else:
            detail(f"there is no function {main.name} yet")
        self.parameter = parameter

    def _function(self, name: str) -> LambdaFunction:
        return LambdaFunction(name, self.deployment.client("lambda", read_timeout=900), self._patience)

    def _look_at_functions(self, main: LambdaFunction) -> None:
        found = [FunctionRollout(main, is_main=True)]
        if self.deployment.parameter(BACKLOG_ALIAS) not in (None, NONE):
            found.append(FunctionRollout(self._function(self.deployment.backlog_function), is_main=False))
        self.smoke = SmokeTest(
            self.deployment.client("s3"),
            self.deployment.needed_parameter("storage/bucket_a"),
            self.deployment.needed_parameter("storage/bucket_b"),
        )
        self.functions = found

    @property
    def first(self) -> bool:
        return not self.functions

    def check_architecture(self) -> None:
        if self.architecture != self.tag.rpartition("-")[2]:
            raise Failure(f"the image is for {self.architecture}, which the tag {self.tag} does not say")
        for one in self.functions:
            if self.architecture != one.live.architecture:
                self._check_change_of_architecture(one.function.name, one.live.architecture)

    def _check_change_of_architecture(self, name: str, runs_on: str) -> None:
        differ = f"the image is for {self.architecture}, the function {name} runs on {runs_on}"
        then = f"""set architecture = "{self.architecture}" of terraform/function and apply it"""
        if not self._change_architecture:
            raise Failure(differ, f"if you mean that: the same with --change-architecture, and afterwards {then}")
        detail(f"{differ}: it is changed; afterwards {then}")

    # The steps after the image is in the registry

    def steps(self) -> list[Step]:
        log = f"the log is in /aws/lambda/{self.deployment.function}, or in that of the function that is named"
        repair = f"{log}; repair the image"
        return [
            Step("keep the image from expiring", self.protect, self._would_protect, "see what was answered"),
            self._function_step(
                "publish a version of the function",
                lambda one: one.publish(self.repository.uri(self.tag), self.architecture),
                lambda one: f"would publish a version of {one.function.name} from {self.repository.uri(self.tag)}",
                "see what was answered, then run the same again",
            ),
            self._function_step(
                "wait for the version", lambda one: one.function.wait_until_ready(one.version),
                lambda _: "would wait until it is active",
                f"{log}; then run the same again, or with a longer --wait",
            ),
            self._function_step("smoke-test the version", self.try_out, self._would_try_out, repair),
            self._function_step(
                "move the alias live", FunctionRollout.move_alias,
                lambda one: f"would point the alias at it, from version {one.start.version}",
                "if another deploy runs, let it end; then run the same again",
            ),
            Step("write the parameter", self.write_parameter, self._would_write_parameter, "see what was answered"),
            Step("tidy up", self.tidy, lambda: "would take the tags of older live images off"),
        ]  # fmt: skip

    def _function_step(
        self,
        title: str,
        act: Callable[[FunctionRollout], None],
        would: Callable[[FunctionRollout], str],
        next_: str,
    ) -> Step:
        """A step at each function. It is left out if there is no function, and at a function that needs nothing."""
        no_function = "nothing to do: there is no function yet"

        def act_or_idle() -> None:
            if self.first:
                detail(no_function)
            for one in self.functions:
                idle = one.idle(self.digest)
                detail(idle) if idle else act(one)

        def would_or_idle() -> str:
            lines = [one.idle(self.digest) or would(one) for one in self.functions]
            return "\n  ".join(lines) or no_function

        return Step(title, act_or_idle, would_or_idle, next_)

    def _would_protect(self) -> str:
        return f"would give it the tag live-{self.tag}"

    def _would_write_parameter(self) -> str:
        return f"would write {self.tag} to {self.deployment.parameter_name(LIVE_IMAGE)}"

    def _would_try_out(self, _) -> str:
        way = f"from {self.smoke.a} to {self.smoke.b}"
        return f"would send a photo {way} through it, expect build {self.build}, and delete both"

    def protect(self) -> None:
        self.repository.protect(self.tag)

    def try_out(self, one: FunctionRollout) -> None:
        self.smoke.run(one.function, one.version, self.build)
        detail(f"clean, by build {self.build}")

    def write_parameter(self) -> None:
        if self.parameter == self.tag:
            detail(f"{self.tag} stands there already")
            return
        self.deployment.write_parameter(LIVE_IMAGE, self.tag)

    def tidy(self) -> None:
        """A failure here is only a warning: all that matters is done, and what is left does no harm."""
        try:
            if any(one.moved for one in self.functions):
                self.smoke.clean_up()  # an event that came late
            if self.parameter not in (self.tag, NONE):
                for tag in self.repository.unprotect_all_but({self.tag, self.parameter}):
                    detail(f"took {tag} off")
        except Exception as error:
            detail(f"warning: {steps.why(error)}")

    # If a step failed

    def undo(self) -> list[str]:
        """Sentences about what is live now. The functions are as they were, or one of the sentences says why not."""
        if self.parameter is None:
            return ["nothing was changed"]
        if self.first:
            return [f"there is no function yet; the parameter is {self._parameter_now()}"]
        told: list[str] = []
        # First the aliases, then the parameter, then what nobody uses any more. Each is tried even if another failed.
        acts = [one.move_alias_back for one in self.functions] + [self._write_parameter_back]
        for act in [*acts, *(one.take_back_version for one in self.functions)]:
            try:
                told += act()
            except (Exception, KeyboardInterrupt) as error:
                told.append(
                    f"could not undo all of it ({steps.why(error)}): {LATEST} or the newest version may have "
                    f"the new image; {self._rollback} mends that"
                )
        return [*self._live_now(), *dict.fromkeys(told)]

    def _write_parameter_back(self) -> list[str]:
        """Does so if the new one was written, though no answer may have said so, and the old image is live again."""
        if not any(one.moving for one in self.functions):
            return []
        before = self.parameter
        if self.tag == before or self.deployment.parameter(LIVE_IMAGE) != self.tag:
            return []
        if not self.functions[0].is_live_as_before():
            return []
        self.deployment.write_parameter(LIVE_IMAGE, before)
        return [f"the parameter is {before} again"]

    @property
    def _rollback(self) -> str:
        return f"scripts/rollback --environment {self.deployment.environment} {self.parameter}"

    def _live_now(self) -> list[str]:
        try:
            lines = [one.live_now() for one in self.functions]
        except (Exception, KeyboardInterrupt) as error:
            return [f"what is live could not be read: {steps.why(error)}"]
        return [*lines[:-1], f"{lines[-1]}; the parameter is {self._parameter_now()}"]

    def _parameter_now(self) -> str:
        try:
            return f"{self.deployment.parameter(LIVE_IMAGE)}"
        except (Exception, KeyboardInterrupt) as error:
            return f"unknown: {steps.why(error)}"


def carry_out(name: str, rollout: Rollout, first_steps: list[Step], dry_run: bool) -> int:
    """The exit code. After `first_steps` the image is in the registry."""
    try:
        with steps.interruptible():
            steps.run([*first_steps, *rollout.steps()], dry_run)
    except StepFailed as failed:
        steps.report(name, failed, lambda: ["nothing was changed"] if dry_run else rollout.undo())
        return 1
    return 0
