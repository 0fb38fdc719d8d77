"""The bucket that Terraform's state is kept in. Terraform does not make it: no state can hold what holds it."""

import json
from collections.abc import Callable

import aws
from deployment import Deployment
from steps import Failure, Step, detail

ENCRYPTION = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
NO_PUBLIC_ACCESS = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
OWNERSHIP = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
NONCURRENT_DAYS = 90  # how long an older state can be gone back to
RULE = "expire-old-states"
TLS_ONLY = "DenyInsecureTransport"
MANAGED_BY = "bootstrap-state"


def lifecycle_rule() -> dict:
    return {
        "ID": RULE,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": NONCURRENT_DAYS},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


def tls_statement(partition: str, bucket: str) -> dict:
    arn = f"arn:{partition}:s3:::{bucket}"
    return {
        "Sid": TLS_ONLY,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


class StateBucket:
    def __init__(self, deployment: Deployment):
        self._deployment, self.name, self._region = deployment, deployment.state_bucket, deployment.state_region
        self._partition = "aws"

    @property
    def _s3(self):
        return self._deployment.client("s3", self._region)

    def steps(self) -> list[Step]:
        settings: list[tuple[str, Callable[[], object], object, Callable[[], None]]] = [
            ("versioning", self._versioning, "Enabled", self._set_versioning),
            ("encryption", self._encryption, "AES256", self._set_encryption),
            ("no public access", self._public_access, NO_PUBLIC_ACCESS, self._set_public_access),
            ("ownership", self._ownership, "BucketOwnerEnforced", self._set_ownership),
            ("the policy that wants TLS", self._has_tls_statement, True, self._set_policy),
            (f"expiry of states after {NONCURRENT_DAYS} days", self._has_rule, True, self._set_lifecycle),
            ("tags", self._has_tags, True, self._set_tags),
        ]
        return [
            Step("look at the account", self.look, next="see whether the credentials are the right ones"),
            Step(
                "make the bucket", self.make, self._would_make,
                f"names are the world's: choose another in terraform/environments/{self._deployment.backend.name}",
            ),
            *(self._setting(*row) for row in settings),
        ]  # fmt: skip

    def _setting(self, title: str, read: Callable, wanted: object, write: Callable[[], None]) -> Step:
        def act() -> None:
            if read() == wanted:
                detail("is so already")
            else:
                write()

        def would() -> str:
            return "is so already" if self._exists() and read() == wanted else f"would set it on {self.name}"

        return Step(title, act, would, "run the same again")

    def look(self) -> None:
        self._deployment.check_own_names()
        account = self._deployment.check_account()
        self._partition = self._deployment.identity()["Arn"].split(":")[1]
        detail(f"account {account}, bucket {self.name}, region {self._region}")

    def _exists(self) -> bool:
        try:
            self._s3.head_bucket(Bucket=self.name)
        except aws.ClientError as error:
            if aws.code(error) in ("404", "NoSuchBucket"):
                return False
            if aws.code(error) in ("403", "AccessDenied"):
                raise Failure(
                    f"the bucket {self.name} is somebody else's, or these credentials may not see it"
                ) from error
            raise
        return True

    def _would_make(self) -> str:
        return "is there already" if self._exists() else f"would make {self.name} in {self._region}"

    def make(self) -> None:
        if self._exists():
            detail("is there already")
            return
        place = {"CreateBucketConfiguration": {"LocationConstraint": self._region}}
        self._s3.create_bucket(Bucket=self.name, **({} if self._region == "us-east-1" else place))

    def _read(self, call: str, *absent: str) -> dict:
        """Empty if S3 answers that there is no such setting."""
        try:
            return getattr(self._s3, call)(Bucket=self.name)
        except aws.ClientError as error:
            if aws.code(error) in absent:
                return {}
            raise

    def _versioning(self) -> str | None:
        return self._read("get_bucket_versioning").get("Status")

    def _set_versioning(self) -> None:
        self._s3.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def _encryption(self) -> str | None:
        """If somebody chose a key of KMS, it stays: it is at least as good."""
        found = self._read("get_bucket_encryption", "ServerSideEncryptionConfigurationNotFoundError")
        rules = found.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
        return "AES256" if rules else None

    def _set_encryption(self) -> None:
        self._s3.put_bucket_encryption(Bucket=self.name, ServerSideEncryptionConfiguration={"Rules": ENCRYPTION})

    def _public_access(self) -> dict:
        found = self._read("get_public_access_block", "NoSuchPublicAccessBlockConfiguration")
        return found.get("PublicAccessBlockConfiguration", {})

    def _set_public_access(self) -> None:
        self._s3.put_public_access_block(Bucket=self.name, PublicAccessBlockConfiguration=NO_PUBLIC_ACCESS)

    def _ownership(self) -> str | None:
        found = self._read("get_bucket_ownership_controls", "OwnershipControlsNotFoundError")
        rules = found.get("OwnershipControls", {}).get("Rules", [])
        return rules[0]["ObjectOwnership"] if rules else None

    def _set_ownership(self) -> None:
        self._s3.put_bucket_ownership_controls(Bucket=self.name, OwnershipControls=OWNERSHIP)

    def _policy(self) -> dict:
        text = self._read("get_bucket_policy", "NoSuchBucketPolicy").get("Policy")
        return json.loads(text) if text else {"Version": "2012-10-17", "Statement": []}

    def _has_tls_statement(self) -> bool:
        return tls_statement(self._partition, self.name) in self._policy()["Statement"]

    def _set_policy(self) -> None:
        """Keeps the statements that somebody else put there."""
        policy = self._policy()
        others = [one for one in policy["Statement"] if one.get("Sid") != TLS_ONLY]
        policy["Statement"] = [*others, tls_statement(self._partition, self.name)]
        self._s3.put_bucket_policy(Bucket=self.name, Policy=json.dumps(policy))

    def _rules(self) -> list[dict]:
        return self._read("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration").get("Rules", [])

    def _has_rule(self) -> bool:
        return lifecycle_rule() in self._rules()

    def _set_lifecycle(self) -> None:
        others = [one for one in self._rules() if one.get("ID") != RULE]
        self._s3.put_bucket_lifecycle_configuration(
            Bucket=self.name, LifecycleConfiguration={"Rules": [*others, lifecycle_rule()]}
        )

    def _tags(self) -> dict[str, str]:
        found = self._read("get_bucket_tagging", "NoSuchTagSet").get("TagSet", [])
        return {one["Key"]: one["Value"] for one in found}

    def _wanted_tags(self) -> dict[str, str]:
        return {**dict(self._deployment.tags), "stack": "state", "managed-by": MANAGED_BY}

    def _has_tags(self) -> bool:
        return self._wanted_tags().items() <= self._tags().items()

    def _set_tags(self) -> None:
        tags = {**self._tags(), **self._wanted_tags()}
        self._s3.put_bucket_tagging(
            Bucket=self.name, Tagging={"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}
        )
