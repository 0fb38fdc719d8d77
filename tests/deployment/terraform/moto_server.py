"""moto on the loopback interface, made to answer as AWS does if Terraform's provider notices the difference."""

import copy
import fnmatch
import functools
import json
from collections.abc import Callable

import boto3

import servers
from moto_mending import instead, mend_access

REGION = "eu-west-1"
ACCOUNT = "123456789012"  # moto's own


def mend_queues() -> None:
    """Redrive policies come back as they are: compact, and the one of the dead letters' queue at all. And a queue's
    policy stays if other attributes are set: moto takes it away.
    """
    from moto.sqs.models import Queue, SQSBackend

    known = Queue.attributes.fget

    def attributes(queue: Queue) -> dict:
        found = known(queue)
        if queue.redrive_policy:
            found["RedrivePolicy"] = json.dumps(queue.redrive_policy, separators=(",", ":"))
        return found

    Queue.attributes = property(attributes)

    @instead(Queue, "_set_attributes")
    def _(original: Callable, queue: Queue, attributes: dict, now: float | None = None) -> None:
        kept = {"Policy": queue.policy} if hasattr(queue, "_policy_json") else {}
        original(queue, kept | attributes, now)

    @instead(SQSBackend, "get_queue_attributes")
    def _(original: Callable, backend: SQSBackend, queue_name: str, attribute_names: list[str]) -> dict:
        asked = [name for name in attribute_names if name != "RedriveAllowPolicy"]
        found = dict(original(backend, queue_name, asked))
        policy = getattr(backend.get_queue(queue_name), "redrive_allow_policy", None)
        if policy and {"RedriveAllowPolicy", "All"} & set(attribute_names):
            found["RedriveAllowPolicy"] = policy
        return found


def mend_lifecycles() -> None:
    """A bucket's lifecycle comes back as it was given: moto forgets the least size."""
    import xmltodict
    from moto.s3.models import FakeBucket
    from moto.s3.responses import S3Response

    @instead(FakeBucket, "set_lifecycle")
    def _(original: Callable, bucket: FakeBucket, rules: list[dict]) -> None:
        original(bucket, copy.deepcopy(rules))
        bucket.rules_as_given = rules

    @instead(S3Response, "get_bucket_lifecycle")
    def _(original: Callable, response: S3Response) -> tuple | str:
        bucket = response.backend.get_bucket(response.bucket_name)
        if not bucket.rules:
            return original(response)
        headers = {"x-amz-transition-default-minimum-object-size": "all_storage_classes_128K"}
        return 200, headers, xmltodict.unparse({"LifecycleConfiguration": {"Rule": bucket.rules_as_given}})


def mend_log_delivery() -> None:
    """Whether S3 may write a bucket's logs: moto breaks off at a principal that is "*", and knows one resource."""
    from moto.s3.models import FakeBucket

    def permits(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
        statements = json.loads(target_bucket.policy.decode())["Statement"] if target_bucket.policy else []
        return any(
            statement["Effect"] == "Allow"
            and statement["Principal"] == {"Service": "logging.s3.amazonaws.com"}
            and statement["Action"] == "s3:PutObject"
            and fnmatch.fnmatchcase(f"arn:aws:s3:::{target_bucket.name}/{target_prefix or ''}", statement["Resource"])
            for statement in statements
        )

    FakeBucket._log_permissions_enabled_policy = staticmethod(permits)


def mend_users() -> None:
    """A user's permissions boundary is kept, which moto forgets."""
    from moto.core.responses import ActionResult
    from moto.iam.responses import IamResponse

    @instead(IamResponse, "create_user")
    def _(original: Callable, response: IamResponse) -> ActionResult:
        answer = original(response)
        if arn := response._get_param("PermissionsBoundary"):
            boundary = {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn}
            response.backend.get_user(response._get_param("UserName")).permissions_boundary = boundary
        return answer


def mend_functions() -> None:
    """A function's log settings are kept, which moto forgets; an image without settings of its own has none, where moto
    answers empty ones; and a mapping on an alias stays there, which moto puts on the alias's version of that time.
    """
    from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction

    @instead(LambdaFunction, "__init__")
    def _(original: Callable, function: LambdaFunction, account_id: str, spec: dict, *arguments, **options) -> None:
        function.log_settings = spec.get("LoggingConfig")
        original(function, account_id, spec, *arguments, **options)

    @instead(LambdaFunction, "update_configuration")
    def _(original: Callable, function: LambdaFunction, updates: dict) -> dict:
        function.log_settings = updates.get("LoggingConfig", function.log_settings)
        return original(function, updates)

    @instead(LambdaFunction, "get_configuration")
    def _(original: Callable, function: LambdaFunction, *arguments, **options) -> dict:
        found = original(function, *arguments, **options)
        if function.log_settings:
            found["LoggingConfig"] = function.log_settings
        if not any(found.get("ImageConfigResponse", {}).get("ImageConfig", {}).values()):
            found.pop("ImageConfigResponse", None)
        return found

    @instead(LambdaBackend, "create_event_source_mapping")
    def _(original: Callable, backend: LambdaBackend, spec: dict) -> EventSourceMapping:
        mapping = original(backend, spec)
        if spec["FunctionName"].startswith("arn:"):
            mapping.function_arn = spec["FunctionName"]
        return mapping


@functools.cache  # once in a process, however many servers there are
def mend() -> None:
    mend_queues()
    mend_lifecycles()
    mend_log_delivery()
    mend_access()
    mend_users()
    mend_functions()


class Moto(servers.Moto):
    """`url`, clients of boto3 for it, and the environment in which other programs find it. Ends with close()."""

    def __init__(self):
        mend()
        super().__init__()

    def environment(self) -> dict[str, str]:
        """For AWS's tools and for Terraform: this endpoint, and nothing of what the machine knows of AWS."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": servers.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": servers.SECRET_KEY,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "3",  # the provider's own are 25, with pauses: minutes until it says what is wrong
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        }

    def client(self, service: str, access_key: str = servers.ACCESS_KEY, secret_key: str = servers.SECRET_KEY):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
        )
