"""What S3 refuses, and what the function makes of it."""

import json

import pytest

import s3_errors
import servers
from answers import cleaned, refused
from fault_proxy import Scenario
from function_server import photo

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


def test_wrong_secret(serve, gateway, buckets):
    buckets.put("a.jpg", photo())
    function = serve(servers.environment(gateway.url, buckets, AWS_SECRET_ACCESS_KEY="another-secret"))
    message = refused(function.invoke({"key": "a.jpg"}), "AccessDenied")
    assert "another-secret" not in message
    assert not any("another-secret" in line for line in function.lines)
    assert buckets.get_b("a.jpg") is None


def test_unknown_key_id(serve, gateway, buckets):
    """versitygw answers 404 XAdminUserNotFound, S3 answers 403. Neither is a success."""
    buckets.put("a.jpg", photo())
    function = serve(servers.environment(gateway.url, buckets, AWS_ACCESS_KEY_ID="NOBODYKNOWSME"))
    refused(function.invoke({"key": "a.jpg"}), "AccessDenied", "NotFound", "Upstream", "Configuration")
    assert buckets.get_b("a.jpg") is None


@pytest.mark.parametrize("kind", ["HEAD B", "GET A", "PUT B"])
@pytest.mark.parametrize("status", [s3_errors.UNKNOWN_KEY, s3_errors.EXPIRED_TOKEN], ids=lambda status: status[2])
def test_s3s_own_words_for_bad_credentials(serve, proxy, buckets, kind, status):
    key = f"{kind}-{status[2]}.jpg"
    buckets.put(key, photo())
    proxy.plan(key, Scenario(status=status, kind=kind, forever=True))
    # A HEAD's answer has no body, so 400 alone does not say what is wrong.
    allowed = ("AccessDenied", "Upstream") if kind == "HEAD B" and status[0] == 400 else ("AccessDenied",)
    refused(serve(servers.environment(proxy.url, buckets)).invoke({"key": key}), *allowed)
    assert buckets.get_b(key) is None


def test_an_archived_object_fails_for_good(serve, proxy, buckets):
    buckets.put("archived.jpg", photo())
    proxy.plan("archived.jpg", Scenario(status=s3_errors.ARCHIVED, kind="GET A", forever=True))
    function = serve(servers.environment(proxy.url, buckets))
    refused(function.invoke({"key": "archived.jpg"}), "AccessDenied", "Unsupported")
    assert buckets.get_b("archived.jpg") is None


def test_s3s_request_id_stands_in_the_message(serve, proxy, buckets):
    buckets.put("denied.jpg", photo())
    proxy.plan("denied.jpg", Scenario(status=(403, "Forbidden", "AccessDenied"), kind="GET A", forever=True))
    message = refused(serve(servers.environment(proxy.url, buckets)).invoke({"key": "denied.jpg"}), "AccessDenied")
    assert "FAULTPROXY" in message


def test_missing_key(function, buckets):
    message = refused(function.invoke({"key": "no/such.jpg"}), "NotFound")
    assert "no/such.jpg" in message
    assert buckets.get_b("no/such.jpg") is None


def test_a_deleted_object_of_a_versioned_bucket_is_missing(serve, gateway, versioned):
    versioned.put("a.jpg", photo())
    versioned.delete("a.jpg")
    refused(serve(servers.environment(gateway.url, versioned)).invoke({"key": "a.jpg"}), "NotFound")


def test_no_bucket_a(serve, gateway, buckets):
    function = serve(servers.environment(gateway.url, buckets, BUCKET_A="no-such-bucket-a"))
    message = refused(function.invoke({"key": "a.jpg"}), "Configuration")
    assert "no-such-bucket-a" in message


@pytest.mark.parametrize("scan", [0, 9 << 20])
def test_no_bucket_b(serve, gateway, buckets, scan):
    buckets.put("a.jpg", photo(scan=scan))
    function = serve(servers.environment(gateway.url, buckets, BUCKET_B="no-such-bucket-b"))
    message = refused(function.invoke({"key": "a.jpg"}), "Configuration")
    assert "no-such-bucket-b" in message


# moto, which knows who may do what


@pytest.fixture
def guarded(moto, moto_buckets):
    """moto with a user and a role that may do `actions` on both buckets; requests are judged until the test ends."""
    iam = servers.client(moto.url, "iam")
    names = iter(range(10))

    def policy(actions: list[str]) -> str:
        both = [f"arn:aws:s3:::{bucket}{tail}" for bucket in (moto_buckets.a, moto_buckets.b) for tail in ("", "/*")]
        statement = {"Effect": "Allow", "Action": actions, "Resource": both}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    class Guard:
        def user(self, actions: list[str]) -> dict[str, str]:
            name = f"{moto_buckets.a}-{next(names)}"
            iam.create_user(UserName=name)
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy(actions))
            key = iam.create_access_key(UserName=name)["AccessKey"]
            return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}

        def session(self, actions: list[str]) -> dict[str, str]:
            name = f"{moto_buckets.a}-{next(names)}"
            arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(actions))
            sts = servers.client(moto.url, "sts")
            got = sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
            return {
                "AWS_ACCESS_KEY_ID": got["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": got["SecretAccessKey"],
                "AWS_SESSION_TOKEN": got["SessionToken"],
            }

        def close(self) -> None:
            moto.check_access(wanted=True)

        def open(self) -> None:
            moto.check_access(wanted=False)

    guard = Guard()
    yield guard
    guard.open()


NEEDED = ["s3:ListBucket", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"]


def test_the_documented_permissions_are_enough(serve, moto, moto_buckets, guarded):
    moto_buckets.put("small.jpg", photo())
    moto_buckets.put("large.jpg", photo(scan=18 << 20))
    function = serve(servers.environment(moto.url, moto_buckets, **guarded.user(NEEDED)))
    guarded.close()
    for key in ("small.jpg", "large.jpg"):
        cleaned(function.invoke({"key": key}))


@pytest.mark.parametrize("lacking", ["s3:GetObject", "s3:PutObject"])
@pytest.mark.parametrize("scan", [0, 9 << 20])
def test_access_denied(serve, moto, moto_buckets, guarded, lacking, scan):
    moto_buckets.put("a.jpg", photo(scan=scan))
    allowed = [action for action in NEEDED if action != lacking]
    function = serve(servers.environment(moto.url, moto_buckets, **guarded.user(allowed)))
    guarded.close()
    refused(function.invoke({"key": "a.jpg"}), "AccessDenied")
    guarded.open()
    assert moto_buckets.get_b("a.jpg") is None
    assert moto_buckets.uploads("a.jpg") == []


def test_a_session_token_is_sent(serve, moto, moto_buckets, guarded):
    moto_buckets.put("a.jpg", photo())
    variables = guarded.session(NEEDED)
    guarded.close()
    cleaned(serve(servers.environment(moto.url, moto_buckets, **variables)).invoke({"key": "a.jpg"}))


def test_another_session_token_is_refused(serve, moto, moto_buckets, guarded):
    moto_buckets.put("a.jpg", photo())
    variables = {**guarded.session(NEEDED), "AWS_SESSION_TOKEN": "of-another-session"}
    guarded.close()
    function = serve(servers.environment(moto.url, moto_buckets, **variables))
    message = refused(function.invoke({"key": "a.jpg"}), "AccessDenied", "Upstream")  # a HEAD's 400 has no body
    assert "of-another-session" not in message


def test_wrong_secret_at_moto(serve, moto, moto_buckets, guarded):
    moto_buckets.put("a.jpg", photo())
    variables = {**guarded.user(NEEDED), "AWS_SECRET_ACCESS_KEY": "another-secret"}
    guarded.close()
    refused(serve(servers.environment(moto.url, moto_buckets, **variables)).invoke({"key": "a.jpg"}), "AccessDenied")


def test_unknown_key_id_at_moto(serve, moto, moto_buckets, guarded):
    moto_buckets.put("a.jpg", photo())
    guarded.user(NEEDED)
    guarded.close()
    variables = servers.environment(moto.url, moto_buckets, AWS_ACCESS_KEY_ID="AKIANOBODYKNOWSME000")
    refused(serve(variables).invoke({"key": "a.jpg"}), "AccessDenied")
