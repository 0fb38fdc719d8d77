"""A job of S3 Batch Operations that calls the function of the backlog for many objects of bucket A."""

import time
import uuid
from dataclasses import dataclass

from deployment import BACKLOG_ALIAS, NONE, Deployment
from steps import Failure, detail

SCHEMA = "2.0"  # the one with arguments
FOLDER = "_stripmeta/backlog"  # in B: reports, and lists that are put there
ENDED = ("Complete", "Failed", "Cancelled", "Suspended")
LONGEST_DESCRIPTION = 256


@dataclass(frozen=True)
class Progress:
    status: str
    total: int
    succeeded: int
    failed: int
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.status.lower()}: {self.succeeded} succeeded, {self.failed} failed, of {self.total} objects"


class BacklogJob:
    def __init__(self, deployment: Deployment):
        self._deployment = deployment
        self._account, self._partition = deployment.check_account(), deployment.identity()["Arn"].split(":")[1]
        self._function = deployment.needed_parameter(BACKLOG_ALIAS)
        if self._function == NONE:
            raise Failure(
                f"there is no function {deployment.backlog_function}: the stack function is applied without it",
                f"set backlog = true in terraform/function/environments/{deployment.environment}.tfvars, then: "
                f"scripts/stacks apply --environment {deployment.environment} function",
            )
        self._bucket_b = deployment.needed_parameter("storage/bucket_b")
        self.role = f"arn:{self._partition}:iam::{self._account}:role/{deployment.backlog_function}-job"
        self.id = ""

    @property
    def _control(self):
        return self._deployment.client("s3control")

    @property
    def function(self) -> str:
        return self._function.partition(":function:")[2]

    def request(self, objects, force: bool, priority: int) -> dict:
        """The request to S3. `objects` is one of object_list.py."""
        name, forced = self._deployment.function, ", each anew" if force else ""
        arguments = {"UserArguments": {"force": "true"}} if force else {}
        return {
            "AccountId": self._account,
            "ClientRequestToken": f"{uuid.uuid4()}",  # the same if boto3 asks again, so that there is one job
            "ConfirmationRequired": False,
            "Description": f"{name}: {objects}{forced}"[:LONGEST_DESCRIPTION],
            "Priority": priority,
            "RoleArn": self.role,
            "Operation": {
                "LambdaInvoke": {"FunctionArn": self._function, "InvocationSchemaVersion": SCHEMA, **arguments}
            },
            "Report": {
                "Bucket": f"arn:{self._partition}:s3:::{self._bucket_b}",
                "ExpectedBucketOwner": self._account,
                "Enabled": True,
                "Format": "Report_CSV_20180820",
                "Prefix": FOLDER,
                "ReportScope": "FailedTasksOnly",
            },
            **objects.request(self._partition, self._account),
        }

    def start(self, request: dict) -> None:
        self.id = self._control.create_job(**request)["JobId"]

    @property
    def report(self) -> str:
        return f"s3://{self._bucket_b}/{FOLDER}/job-{self.id}/"

    def command(self, verb: str) -> str:
        where = f"--region {self._deployment.region} --account-id {self._account}"
        return f"aws s3control {verb} {where} --job-id {self.id}"

    def progress(self) -> Progress:
        job = self._control.describe_job(AccountId=self._account, JobId=self.id)["Job"]
        summary = job.get("ProgressSummary", {})
        return Progress(
            job["Status"],
            summary.get("TotalNumberOfTasks", 0),
            summary.get("NumberOfTasksSucceeded", 0),
            summary.get("NumberOfTasksFailed", 0),
            tuple(f"{one['FailureCode']}: {one['FailureReason']}" for one in job.get("FailureReasons") or []),
        )

    def watch(self, pause: float) -> Progress:
        """Tells what changes until the job has ended."""
        last = None
        while True:
            now = self.progress()
            if now != last:
                detail(f"{now}")
            if now.status in ENDED:
                return now
            last = now
            time.sleep(pause)

    def judge(self, ended: Progress) -> None:
        if ended.status == "Complete" and not ended.failed:
            return
        why = "; ".join(ended.reasons)
        if ended.status != "Complete":
            raise Failure(f"the job ended as {ended.status}: {why or 'no reason given'}", self.command("describe-job"))
        raise Failure(
            f"{ended.failed} of {ended.total} objects failed",
            f"read why in the report, aws s3 cp --recursive {self.report} . (docs/operations.md, Backlog)",
        )
