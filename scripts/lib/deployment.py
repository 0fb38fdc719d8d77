"""One environment of the project: where it is, what its parts are called, and the parameters that join its stacks."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import aws
from steps import Failure

ROOT = Path(__file__).resolve().parents[2]
TERRAFORM = ROOT / "terraform"
ENVIRONMENTS = TERRAFORM / "environments"
NONE = "none"  # what a parameter holds if there is nothing to name
LIVE_IMAGE = "registry/live_image"  # the parameter that names the live image's tag
BACKLOG_ALIAS = "function/backlog_alias_arn"  # what jobs over many objects call; NONE without


def names() -> list[str]:
    return sorted(path.stem for path in ENVIRONMENTS.glob("*.tfvars"))


def _without_comments(text: str) -> str:
    """The text of a Terraform file without its comments. A comment mark inside of a string does not count."""
    token = r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|//[^\n]*|/\*.*?\*/'
    return re.sub(token, lambda found: found[0] if found[0].startswith('"') else "", text, flags=re.DOTALL)


def _read(path: Path) -> str:
    return _without_comments(path.read_text())


def _string(text: str, name: str) -> str | None:
    """The value of `name = "value"` in a file of Terraform's."""
    found = re.search(rf'^\s*{name}\s*=\s*"([^"]*)"', text, re.MULTILINE)
    return found.group(1) if found else None


def _list(text: str, name: str) -> tuple[str, ...]:
    found = re.search(rf"^\s*{name}\s*=\s*\[([^\]]*)\]", text, re.MULTILINE)
    return tuple(re.findall(r'"([^"]*)"', found.group(1))) if found else ()


def _default_project() -> str:
    text = _read(TERRAFORM / "context.tf")
    block = re.search(r'^variable "project" \{(.*?)^\}', text, re.MULTILINE | re.DOTALL)
    return _string(block.group(1), "default")


@dataclass(frozen=True)
class Deployment:
    environment: str
    project: str
    region: str
    accounts: tuple[str, ...]  # empty: any
    tags: tuple[tuple[str, str], ...]
    state_bucket: str
    state_region: str

    @property
    def function(self) -> str:
        return f"{self.project}-{self.environment}"

    @property
    def backlog_function(self) -> str:
        return f"{self.function}-backlog"

    @property
    def variables(self) -> Path:
        return ENVIRONMENTS / f"{self.environment}.tfvars"

    @property
    def backend(self) -> Path:
        return ENVIRONMENTS / f"{self.environment}.s3.tfbackend"

    def state_key(self, stack: str) -> str:
        return f"{self.project}/{self.environment}/{stack}.tfstate"

    def parameter_name(self, path: str) -> str:
        return f"/{self.project}/{self.environment}/{path}"

    @functools.cache
    def client(self, service: str, region: str | None = None, **options):
        return aws.session(region or self.region).client(service, config=aws.settings(**options))

    @functools.cache
    def identity(self) -> dict:
        """Whom the credentials belong to."""
        return self.client("sts").get_caller_identity()

    def check_account(self) -> str:
        """The account's id. Failure if the environment allows only other accounts."""
        account = self.identity()["Account"]
        if self.accounts and account not in self.accounts:
            raise Failure(f"these credentials are of account {account}; {self.variables.name} allows {self.accounts}")
        return account

    def check_own_names(self) -> None:
        """Failure if the files still have the repository and the bucket that they came with."""
        repository = dict(self.tags).get("repository", "")
        for name, value, placeholder, file in (
            ("repository", repository, "example/", self.variables),
            ("bucket", self.state_bucket, "example-", self.backend),
        ):
            if value.startswith(placeholder):
                raise Failure(
                    f"{name} in terraform/environments/{file.name} is still {value}, which stands for your own",
                    f"edit terraform/environments/{file.name}",
                )

    def parameter(self, path: str) -> str | None:
        """None if there is no such parameter, because its stack is not applied."""
        try:
            return self.client("ssm").get_parameter(Name=self.parameter_name(path))["Parameter"]["Value"]
        except aws.ClientError as error:
            if aws.code(error) == "ParameterNotFound":
                return None
            raise

    def needed_parameter(self, path: str) -> str:
        value = self.parameter(path)
        if value is None:
            stack = path.partition("/")[0]
            raise Failure(
                f"there is no parameter {self.parameter_name(path)}, so the stack {stack} is not applied",
                f"scripts/stacks apply --environment {self.environment} {stack}",
            )
        return value

    def write_parameter(self, path: str, value: str) -> None:
        self.client("ssm").put_parameter(Name=self.parameter_name(path), Value=value, Type="String", Overwrite=True)


def load(environment: str) -> Deployment:
    """The environment as terraform/environments describes it. Failure if there is no such environment."""
    if environment not in names():
        raise Failure(f"no environment '{environment}' in terraform/environments (there are: {', '.join(names())})")
    text = _read(ENVIRONMENTS / f"{environment}.tfvars")
    backend = _read(ENVIRONMENTS / f"{environment}.s3.tfbackend")
    region, bucket = _string(text, "region"), _string(backend, "bucket")
    if not region or not bucket:
        raise Failure(f"terraform/environments: '{environment}' needs region in .tfvars and bucket in .s3.tfbackend")
    tags = {"owner": "owner", "cost-center": "cost_center", "repository": "repository"}
    project = _string(text, "project") or _default_project()
    return Deployment(
        environment=environment,
        project=project,
        region=region,
        accounts=_list(text, "allowed_account_ids"),
        tags=(
            ("project", project),
            ("environment", environment),
            *((tag, _string(text, name)) for tag, name in tags.items() if _string(text, name)),
        ),
        state_bucket=bucket,
        state_region=_string(backend, "region") or region,
    )
