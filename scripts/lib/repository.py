"""The ECR repository: its images, and the tags that keep two of them from expiring."""

import json
import re
import urllib.request
from dataclasses import dataclass

import aws
from local_image import LAMBDA_WORD, Login
from steps import Failure, detail

MANIFESTS = ("application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json")
LISTS = ("application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json")
# Commit, run and Lambda's word for the architecture. Expiry counts only tags of this form. A tag cannot be moved, so
# each build of the same commit needs a tag of its own.
BUILD_TAG = re.compile(r"[0-9a-f]{12}-[0-9A-Za-z._]+-(arm64|x86_64)")
LIVE = "live-"  # before a build tag: an image with such a tag never expires
VERSION, REVISION = "org.opencontainers.image.version", "org.opencontainers.image.revision"


def check_build_tag(tag: str) -> None:
    if not BUILD_TAG.fullmatch(tag):
        raise Failure(f"'{tag}' is no build tag: 12 digits of the commit, a run, arm64 or x86_64, with hyphens between")


def build_of(labels: dict[str, str], what: str) -> str:
    """What the program writes into each object's marker: version and revision, which the image's labels have too."""
    version, revision = labels.get(VERSION), labels.get(REVISION)
    if not version or not revision:
        raise Failure(
            f"{what} has no labels {VERSION} and {REVISION}, so its build is not known: use scripts/build-image"
        )
    return f"{version}+{revision[:12]}"


@dataclass(frozen=True)
class Image:
    digest: str
    manifest: str
    media_type: str

    @property
    def config_digest(self) -> str:
        return json.loads(self.manifest)["config"]["digest"]

    def is_one_of(self, digests: tuple[str, ...]) -> bool:
        return self.digest in digests or self.config_digest in digests


class Repository:
    def __init__(self, url: str, ecr):
        self.url, self._ecr = url, ecr
        self.host, _, self.name = url.partition("/")

    def uri(self, tag: str) -> str:
        return f"{self.url}:{tag}"

    def login(self) -> Login:
        data = self._ecr.get_authorization_token()["authorizationData"][0]
        return Login(self.host, data["authorizationToken"])

    def image(self, tag: str) -> Image | None:
        answer = self._ecr.batch_get_image(
            repositoryName=self.name, imageIds=[{"imageTag": tag}], acceptedMediaTypes=[*MANIFESTS, *LISTS]
        )
        for problem in answer.get("failures", []):
            if problem["failureCode"] != "ImageNotFound":
                raise Failure(f"{self.uri(tag)}: {problem['failureCode']}: {problem.get('failureReason', '')}")
        if not answer["images"]:
            return None
        found = answer["images"][0]
        media_type = found.get("imageManifestMediaType") or json.loads(found["imageManifest"]).get("mediaType", "")
        if media_type in LISTS:
            raise Failure(f"{self.uri(tag)} is an index of several manifests, which Lambda refuses")
        return Image(found["imageId"]["imageDigest"], found["imageManifest"], media_type)

    def config(self, image: Image) -> dict:
        """The image's configuration: architecture, labels. Its link is signed, so the request needs nothing else."""
        link = self._ecr.get_download_url_for_layer(repositoryName=self.name, layerDigest=image.config_digest)
        with urllib.request.urlopen(link["downloadUrl"], timeout=60) as answer:
            return json.load(answer)

    def describe(self, image: Image, tag: str) -> tuple[str, str]:
        """The image's build, and Lambda's word for its architecture."""
        config = self.config(image)
        build = build_of(config.get("config", {}).get("Labels") or {}, self.uri(tag))
        return build, LAMBDA_WORD.get(config.get("architecture", ""), "")

    def protect(self, tag: str) -> None:
        """Gives the same manifest a second tag."""
        image = self.image(tag)
        if not image:
            raise Failure(f"there is no image {self.uri(tag)}")
        try:
            self._ecr.put_image(
                repositoryName=self.name,
                imageManifest=image.manifest,
                imageManifestMediaType=image.media_type,
                imageTag=LIVE + tag,
            )
        except aws.ClientError as error:
            if aws.code(error) != "ImageAlreadyExistsException":
                raise
            detail(f"has the tag {LIVE}{tag} already")

    def unprotect_all_but(self, kept: set[str]) -> list[str]:
        """Takes the other live tags off and returns them. An image's last tag stays, or the image would go with it."""
        taken = []
        for tags in self._tags_by_image:
            left = len(tags)
            for tag in tags:
                if tag.startswith(LIVE) and tag.removeprefix(LIVE) not in kept and left > 1:
                    self._take_off(tag)
                    taken.append(tag)
                    left -= 1
        return taken

    @property
    def _tags_by_image(self) -> list[list[str]]:
        pages = self._ecr.get_paginator("describe_images").paginate(
            repositoryName=self.name, filter={"tagStatus": "TAGGED"}
        )
        return [sorted(one.get("imageTags", [])) for page in pages for one in page["imageDetails"]]

    def _take_off(self, tag: str) -> None:
        answer = self._ecr.batch_delete_image(repositoryName=self.name, imageIds=[{"imageTag": tag}])
        for problem in answer.get("failures", []):
            raise Failure(f"{tag}: {problem['failureCode']}: {problem.get('failureReason', '')}")
