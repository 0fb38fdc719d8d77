"""Stands in for the jobs of S3 Batch Operations, which moto does not have: notes what is asked for, answers as told.

boto3 itself has checked each request against AWS's model by then.
"""

import xml.etree.ElementTree as ElementTree

from lambda_proxy import Reply, Request

JOB = "00e123a4-c0d8-41f4-a0eb-b46f9ba5b07c"


def _plain(element: ElementTree.Element):
    """An element as dictionaries, lists and strings."""
    children = list(element)
    if not children:
        return element.text or ""
    names = [child.tag.rpartition("}")[2] for child in children]
    if set(names) == {"member"}:
        return [_plain(child) for child in children]
    if set(names) == {"entry"}:
        return dict([_plain(part) for part in child] for child in children)
    return dict(zip(names, map(_plain, children), strict=True))


def _xml(name: str, value) -> str:
    if isinstance(value, dict):
        value = "".join(_xml(key, inner) for key, inner in value.items())
    elif isinstance(value, list):
        value = "".join(_xml("member", inner) for inner in value)
    return f"<{name}>{value}</{name}>"


def job(status: str, succeeded: int = 0, failed: int = 0, total: int = 0, **more) -> dict:
    summary = {
        "TotalNumberOfTasks": total, "NumberOfTasksSucceeded": succeeded, "NumberOfTasksFailed": failed,
    }  # fmt: skip
    return {"JobId": JOB, "Status": status, "ProgressSummary": summary, **more}


class BatchOperations:
    """A hook of the proxy. `jobs` are the answers to DescribeJob, one after the other; the last one stays."""

    def __init__(self, *jobs: dict):
        self.jobs = list(jobs)
        self.created: list[dict] = []

    def __call__(self, request: Request) -> Reply | None:
        if request.operation == "CreateJob":
            self.created.append(_plain(ElementTree.fromstring(request.body)))
            return self._reply("CreateJobResult", {"JobId": JOB})
        if request.operation == "DescribeJob":
            assert request.path.endswith(f"/{JOB}")
            return self._reply("DescribeJobResult", {"Job": self.jobs.pop(0) if len(self.jobs) > 1 else self.jobs[0]})
        return None

    @staticmethod
    def _reply(name: str, value: dict) -> Reply:
        return Reply(200, {"Content-Type": "application/xml"}, _xml(name, value).encode())
