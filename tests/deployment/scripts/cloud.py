"""An account in moto as the stacks leave it, made by boto3: buckets, repository, function, queues, parameters."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request
from dataclasses import dataclass

import servers
from lambda_proxy import REGION, LambdaProxy

ROOT = pathlib.Path(__file__).resolve().parents[3]
ENVIRONMENT = "test"
NAME = "stripmeta-test"
BACKLOG = f"{NAME}-backlog"
ALIAS = "live"


@dataclass
class Done:
    """A script that ended."""

    code: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.code}\n{self.out}\n{self.err}"


class Cloud:
    """Behind the proxy, whose `fail` and `hooks` break what a test wants broken."""

    def __init__(self, proxy: LambdaProxy, moto_url: str, number: int, checkout: pathlib.Path):
        self.proxy, self._moto_url, self._checkout = proxy, moto_url, checkout
        self.repository = f"t{number}/{NAME}"
        self.repository_url = f"{proxy.registry.host}/{self.repository}"
        self.a, self.b = f"{NAME}-a", f"{NAME}-b"

    def client(self, service: str):
        return self.proxy.client(service)

    def reset(self) -> None:
        request = urllib.request.Request(f"{self._moto_url}/moto-api/reset", method="POST")
        urllib.request.urlopen(request, timeout=servers.PATIENCE).close()

    # What stacks leave

    def write(self, path: str, value: str) -> None:
        self.client("ssm").put_parameter(Name=self._name(path), Value=value, Type="String", Overwrite=True)

    def read(self, path: str) -> str:
        return self.client("ssm").get_parameter(Name=self._name(path))["Parameter"]["Value"]

    @staticmethod
    def _name(path: str) -> str:
        return f"/stripmeta/{ENVIRONMENT}/{path}"

    def apply_storage(self) -> None:
        s3 = self.client("s3")
        for letter, bucket in (("a", self.a), ("b", self.b)):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
            self.write(f"storage/bucket_{letter}", bucket)
        self.write("storage/kms_key_arn", "none")

    def apply_registry(self) -> None:
        self.client("ecr").create_repository(repositoryName=self.repository, imageTagMutability="IMMUTABLE")
        self.write("registry/repository_url", self.repository_url)
        self.write("registry/live_image", "none")

    def protect(self, tag: str) -> None:
        self.proxy.mirror(self.repository)
        ecr = self.client("ecr")
        image = ecr.batch_get_image(repositoryName=self.repository, imageIds=[{"imageTag": tag}])["images"][0]
        ecr.put_image(
            repositoryName=self.repository, imageManifest=image["imageManifest"], imageTag=f"live-{tag}",
            imageManifestMediaType=image["imageManifestMediaType"],
        )  # fmt: skip

    def apply_function(self) -> None:
        """From the image that the parameter names."""
        self._make_function(NAME)
        self.write("function/backlog_alias_arn", "none")

    def apply_backlog(self) -> None:
        """With the variable `backlog`."""
        self.write("function/backlog_alias_arn", self._make_function(BACKLOG))

    def _make_function(self, name: str) -> str:
        trust = {"Version": "2012-10-17", "Statement": []}
        role = self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
        function = self.client("lambda")
        made = function.create_function(
            FunctionName=name,
            PackageType="Image",
            Code={"ImageUri": f"{self.repository_url}:{self.read('registry/live_image')}"},
            Role=role["Role"]["Arn"],
            Environment={"Variables": {"BUCKET_A": self.a, "BUCKET_B": self.b}},
            Architectures=["x86_64"],
            Timeout=120,
            MemorySize=512,
            Publish=True,
        )
        return function.create_alias(FunctionName=name, Name=ALIAS, FunctionVersion=made["Version"])["AliasArn"]

    def apply_queues(self) -> tuple[str, str]:
        """The queue's address and the dead letters'."""
        sqs = self.client("sqs")
        urls = []
        for path, name in (("function/queue_url", f"{NAME}-objects"), ("function/dlq_url", f"{NAME}-objects-dlq")):
            urls.append(sqs.create_queue(QueueName=name)["QueueUrl"])
            self.write(path, urls[-1])
        return urls[0], urls[1]

    # What there is

    def live(self, name: str = NAME) -> tuple[str, str]:
        """The version behind the alias, and the digest of its image."""
        number = self.client("lambda").get_alias(FunctionName=name, Name=ALIAS)["FunctionVersion"]
        return number, self._digest(name, number)

    def _digest(self, name: str, number: str) -> str:
        function = self.client("lambda").get_function(FunctionName=name, Qualifier=number)
        return function["Code"]["ResolvedImageUri"].partition("@")[2]

    def versions(self, name: str = NAME) -> dict[str, str]:
        """Digests by number, $LATEST among them."""
        listed = self.client("lambda").list_versions_by_function(FunctionName=name)["Versions"]
        return {one["Version"]: self._digest(name, one["Version"]) for one in listed}

    def tags(self) -> list[str]:
        """Of ECR: what was pushed, and what was given there alone."""
        self.proxy.mirror(self.repository)
        listed = self.client("ecr").list_images(repositoryName=self.repository)["imageIds"]
        return sorted(one["imageTag"] for one in listed if one.get("imageTag"))

    def objects(self) -> list[str]:
        """Every version of every object in both buckets, delete markers too."""
        s3, found = self.client("s3"), []
        for bucket in (self.a, self.b):
            answer = s3.list_object_versions(Bucket=bucket)
            found += [
                f"{bucket}/{one['Key']}" for kind in ("Versions", "DeleteMarkers") for one in answer.get(kind, [])
            ]
        return found

    def state(self) -> dict:
        """All that a script could have changed, to be compared."""
        names = [one["FunctionName"] for one in self.client("lambda").list_functions()["Functions"]]
        return {
            "live": {name: self.live(name) for name in names},
            "versions": {name: self.versions(name) for name in names},
            "parameter": self.read("registry/live_image"),
            "objects": self.objects(),
        }

    # The scripts

    def run(self, script: str, *words: str, **variables: str) -> Done:
        environment = {
            **servers.environment(self.proxy.url),
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "STRIPMETA_CONTAINER_TOOL": os.environ.get("STRIPMETA_CONTAINER_TOOL", ""),
            "CONTAINERS_REGISTRIES_CONF": f"{self.proxy.registry.registries}",
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }
        if "DOCKER_HOST" in os.environ:
            environment["DOCKER_HOST"] = os.environ["DOCKER_HOST"]
        done = subprocess.run(
            [sys.executable, self._checkout / "scripts" / script, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=2 * servers.PATIENCE,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def deploy(self, image: str, *words: str, **variables: str) -> Done:
        return self.run("deploy", "--environment", ENVIRONMENT, "--image", image, "--wait", "2", *words, **variables)

    def rollback(self, tag: str, *words: str) -> Done:
        return self.run("rollback", "--environment", ENVIRONMENT, "--wait", "2", *words, tag)
