"""What Terraform made, put to work: an image is put into A, S3 tells the queue, the function gets that message as Lambda hands
it over, with the environment and the role that Terraform gave it, and the clean image is in B. And who may do what.

moto stands for AWS; it cannot run a container by itself, so the program runs under the emulator of Lambda's runtime.
"""

import functools
import io
import json

import botocore.exceptions
import pytest
import servers
from function_server import MARKER, PLAIN, photo
from moto_server import REGION
from PIL import Image
from rie import emulate  # noqa: F401  (a fixture)

NAME = "stripmeta-test"


class Deployment:
    """What was applied, found as scripts and people find it: by parameters and names."""

    def __init__(self, moto):
        self.moto = moto
        self.a, self.b = self.parameter("storage/bucket_a"), self.parameter("storage/bucket_b")
        self.queue = self.parameter("function/queue_url")
        self.dead_letters = self.parameter("function/dlq_url")
        self.s3, self.sqs = moto.client("s3"), moto.client("sqs")

    def parameter(self, name: str) -> str:
        return self.moto.client("ssm").get_parameter(Name=f"/stripmeta/test/{name}")["Parameter"]["Value"]

    def variables(self) -> dict[str, str]:
        """The environment that Lambda would give the function: Terraform's, the region, and credentials of the role."""
        functions = self.moto.client("lambda")
        found = functions.get_function_configuration(FunctionName=self.parameter("function/name"))
        credentials = self.credentials_of(found["Role"])
        return found["Environment"]["Variables"] | {
            "AWS_ENDPOINT_URL": self.moto.url,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": credentials[0],
            "AWS_SECRET_ACCESS_KEY": credentials[1],
            "AWS_SESSION_TOKEN": credentials[2],
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(found["Timeout"]),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(found["MemorySize"]),
            "AWS_MAX_ATTEMPTS": "2",
        }

    def credentials_of(self, role: str) -> tuple[str, str, str]:
        found = self.moto.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]

    def messages(self, queue: str | None = None) -> list[dict]:
        """All that wait, each seen once more; they stay visible."""
        found: list[dict] = []
        for _ in range(3):  # ten at most come at a time
            answer = self.sqs.receive_message(
                QueueUrl=queue or self.queue, MaxNumberOfMessages=10, VisibilityTimeout=60, AttributeNames=["All"]
            )
            found += answer.get("Messages", [])
        return found

    def show_again(self, messages: list[dict]) -> None:
        for message in messages:
            self.sqs.change_message_visibility(
                QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def event(self, messages: list[dict]) -> dict:
        """As Lambda hands messages over: docs.aws.amazon.com/lambda/latest/dg/with-sqs.html."""
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        return {
            "Records": [
                {
                    "messageId": message["MessageId"],
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                    "attributes": message["Attributes"],
                    "messageAttributes": {},
                    "md5OfBody": message["MD5OfBody"],
                    "eventSource": "aws:sqs",
                    "eventSourceARN": arn,
                    "awsRegion": REGION,
                }
                for message in messages
            ]
        }


@pytest.fixture(scope="module")
def deployment(cycle, stacks):
    """All stacks, applied as cycle.py says."""
    for planned in cycle.planned.values():
        planned.result()
    cycle.protected.result()  # it asks moto, which will soon check who asks
    found = Deployment(stacks.moto)
    found.sqs.purge_queue(QueueUrl=found.queue)  # S3's test event
    return found


def picture() -> bytes:
    """A JPEG of an encoder, with Exif that says who and where."""
    exif = Image.Exif()
    exif[0x010F] = MARKER.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG", exif=exif, comment=MARKER)
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


def test_an_image_put_into_a_is_clean_in_b(deployment, emulate):  # noqa: F811
    emulator = emulate(deployment.variables())
    images = {"plain.jpg": photo(orientation=1), "in/holiday pic+1 ü.jpg": picture(), "IMG.JPG": picture()}
    for key, data in images.items():
        deployment.s3.put_object(Bucket=deployment.a, Key=key, Body=data)
    deployment.s3.put_object(Bucket=deployment.a, Key="notes.txt", Body=b"not for the function: no suffix asks for it")

    messages = deployment.messages()
    assert len(messages) == len(images)
    assert emulator.invoke(deployment.event(messages)) == (200, {"batchItemFailures": []})
    for message in messages:
        deployment.sqs.delete_message(QueueUrl=deployment.queue, ReceiptHandle=message["ReceiptHandle"])
    clean = {key: deployment.s3.get_object(Bucket=deployment.b, Key=key)["Body"].read() for key in images}
    assert clean["plain.jpg"] == PLAIN
    for key, data in clean.items():
        assert MARKER not in data
        if key != "plain.jpg":
            assert pixels(data) == pixels(images[key])
    listed = deployment.s3.list_objects_v2(Bucket=deployment.b)["Contents"]
    assert {one["Key"] for one in listed} == set(images)
    assert MARKER.decode() not in emulator.log


def test_what_is_no_image_ends_among_the_dead_letters(deployment, emulate):  # noqa: F811
    emulator = emulate(deployment.variables())
    deployment.s3.put_object(Bucket=deployment.a, Key="broken.jpg", Body=b"no image at all")
    deployment.s3.put_object(Bucket=deployment.a, Key="sound.jpg", Body=photo(orientation=1))
    (redrive,) = deployment.sqs.get_queue_attributes(
        QueueUrl=deployment.queue, AttributeNames=["RedrivePolicy"]
    )["Attributes"].values()
    for _ in range(json.loads(redrive)["maxReceiveCount"]):
        messages = deployment.messages()
        broken = [message for message in messages if "broken.jpg" in message["Body"]]
        failed = [{"itemIdentifier": message["MessageId"]} for message in broken]
        assert failed
        assert emulator.invoke(deployment.event(messages)) == (200, {"batchItemFailures": failed})
        for message in messages:
            if message not in broken:
                deployment.sqs.delete_message(QueueUrl=deployment.queue, ReceiptHandle=message["ReceiptHandle"])
        deployment.show_again(broken)
    assert not deployment.messages()
    (dead,) = deployment.messages(deployment.dead_letters)
    assert "broken.jpg" in dead["Body"]
    assert deployment.s3.get_object(Bucket=deployment.b, Key="sound.jpg")["Body"].read() == PLAIN
    with pytest.raises(botocore.exceptions.ClientError):
        deployment.s3.head_object(Bucket=deployment.b, Key="broken.jpg")


# Who may do what


@pytest.fixture(scope="module")
def identities(deployment):
    """Keys of the users and of the function's role, made while moto lets everybody do everything."""
    iam = deployment.moto.client("iam")
    found = {}
    for user in ("user-a", "user-b"):
        key = iam.create_access_key(UserName=f"{NAME}-{user}")["AccessKey"]
        found[user] = (key["AccessKeyId"], key["SecretAccessKey"])
    found["function"] = deployment.credentials_of(iam.get_role(RoleName=f"{NAME}-function")["Role"]["Arn"])
    yield found
    for user in ("user-a", "user-b"):
        iam.delete_access_key(UserName=f"{NAME}-{user}", AccessKeyId=found[user][0])


@pytest.fixture
def checked(deployment):
    for bucket in (deployment.a, deployment.b):
        deployment.s3.put_object(Bucket=bucket, Key="there.jpg", Body=PLAIN)
    deployment.moto.check_access(True)
    yield
    deployment.moto.check_access(False)


MAY = {
    "user-a": {"put A", "get A", "list A"},
    "user-b": {"get B", "list B"},
    "function": {"get A", "list A", "put B", "get B", "list B"},
}
S3 = {
    "put": lambda s3, bucket: s3.put_object(Bucket=bucket, Key="new.jpg", Body=PLAIN),
    "get": lambda s3, bucket: s3.get_object(Bucket=bucket, Key="there.jpg"),
    "list": lambda s3, bucket: s3.list_objects_v2(Bucket=bucket),
    "delete": lambda s3, bucket: s3.delete_object(Bucket=bucket, Key="there.jpg"),
    "versions of": lambda s3, bucket: s3.list_object_versions(Bucket=bucket),
    "policy of": lambda s3, bucket: s3.get_bucket_policy(Bucket=bucket),
}


def allowed(call, *arguments) -> bool:
    try:
        call(*arguments)
    except botocore.exceptions.ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, error
        return False
    return True


@pytest.mark.parametrize("who", MAY)
def test_everyone_may_do_their_own_and_nothing_else(deployment, identities, checked, who):
    s3 = servers.client(deployment.moto.url, keys=identities[who])
    buckets = {"A": deployment.a, "B": deployment.b}
    found = {f"{verb} {name}" for verb, call in S3.items() for name, bucket in buckets.items() if allowed(call, s3, bucket)}
    assert found == MAY[who]


@pytest.mark.parametrize("who", ["user-a", "user-b"])
def test_users_have_nothing_but_buckets(deployment, identities, checked, who):
    keys = identities[who]
    for service, operation, options in [
        ("ssm", "get_parameter", {"Name": "/stripmeta/test/registry/live_image"}),
        ("lambda", "list_functions", {}),
        ("iam", "list_users", {}),
        ("ecr", "describe_repositories", {}),
    ]:
        call = getattr(deployment.moto.client(service, *keys), operation)
        assert not allowed(functools.partial(call, **options)), service
