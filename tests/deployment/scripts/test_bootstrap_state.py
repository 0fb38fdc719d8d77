"""scripts/bootstrap-state: the bucket that Terraform's state is kept in."""

import json

import own_names
import pytest
from cloud import ENVIRONMENT, REGION, ROOT

BUCKET = own_names.STATE_BUCKET


def bootstrap(cloud, *words: str):
    return cloud.run("bootstrap-state", "--environment", ENVIRONMENT, *words)


@pytest.fixture
def s3(cloud):
    return cloud.client("s3")


def test_twice(cloud, s3):
    done = bootstrap(cloud)
    assert done.code == 0, done
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == REGION
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert set(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"]
    assert rule == {"ObjectOwnership": "BucketOwnerEnforced"}
    assert json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"] == [
        {
            "Sid": "DenyInsecureTransport",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert "Expiration" not in rule  # the state itself never expires
    tags = {one["Key"]: one["Value"] for one in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]}
    assert tags == {
        "project": "stripmeta", "environment": "test", "stack": "state", "managed-by": "bootstrap-state",
        "owner": "platform", "cost-center": "images", "repository": own_names.REPOSITORY,
    }  # fmt: skip

    last = done.err.splitlines()[-1]
    assert last == "next: scripts/stacks apply --environment test storage registry ci"
    cloud.proxy.asked.clear()
    again = bootstrap(cloud)
    assert again.code == 0, again
    assert [one for one in cloud.proxy.asked if one == "PutS3"] == []
    assert again.err.count("is so already") == 7


def test_what_somebody_added_stays(cloud, s3):
    assert bootstrap(cloud).code == 0
    own = {
        "Sid": "Own",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteBucket",
        "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [own]}))
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "own", "Value": "1"}]})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    done = bootstrap(cloud)
    assert done.code == 0, done
    statements = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert [one["Sid"] for one in statements] == ["Own", "DenyInsecureTransport"]
    assert {"Key": "own", "Value": "1"} in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"


def test_dry_run(cloud, s3):
    done = bootstrap(cloud, "--dry-run")
    assert done.code == 0, done
    assert s3.list_buckets()["Buckets"] == []
    assert f"would make {BUCKET} in {REGION}" in done.err
    assert done.err.count(f"would set it on {BUCKET}") == 7


def test_names_that_are_not_ones_own(cloud):
    """As the repository comes: nothing is made, and the file is named."""
    for script, words in (("bootstrap-state", ()), ("stacks", ("plan",)), ("stacks", ("apply", "--auto-approve"))):
        done = cloud.run(f"{ROOT}/scripts/{script}", "--environment", ENVIRONMENT, *words)
        assert done.code == 1, done
        said = "repository in terraform/environments/test.tfvars is still example/strip_image_metadata_stack"
        assert f"{said}, which stands for your own\n  next: edit terraform/environments/test.tfvars\n" in done.err
    assert cloud.proxy.asked == []


def test_bucket_that_is_not_ones_own(cloud, tmp_path):
    own_names.copy_scripts(tmp_path)
    (tmp_path / "terraform/environments/test.s3.tfbackend").write_text('bucket = "example-stripmeta-test-state"\n')
    done = cloud.run(f"{tmp_path}/scripts/bootstrap-state", "--environment", ENVIRONMENT)
    assert done.code == 1, done
    assert "bucket in terraform/environments/test.s3.tfbackend is still example-stripmeta-test-state, which" in done.err
    assert cloud.proxy.asked == []


def test_name_is_taken(cloud):
    cloud.proxy.fail("HeadS3", "403", status=403)
    done = bootstrap(cloud)
    assert done.code == 1
    assert f"step 2/9, make the bucket, failed: the bucket {BUCKET} is somebody else's" in done.err
    assert "choose another in terraform/environments/test.s3.tfbackend" in done.err


def test_setting_is_refused(cloud):
    cloud.proxy.fail("PutS3", "AccessDenied", status=403, after=2)
    done = bootstrap(cloud)
    assert done.code == 1
    assert "step 4/9, encryption, failed: PutBucketEncryption was answered with AccessDenied" in done.err
    cloud.proxy.hooks.clear()
    assert bootstrap(cloud).code == 0
