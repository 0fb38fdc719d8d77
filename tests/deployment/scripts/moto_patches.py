"""What moto does differently from AWS and the scripts depend on."""

import uuid

from moto.awslambda import models
from moto_mending import mend_access

_resolve = None


def resolve_images_with(resolve) -> None:
    """resolve(uri) gives the digest of an image, or None if the registry has no such image."""
    global _resolve
    _resolve = resolve


_set_function_code = models.LambdaFunction._set_function_code


def set_function_code(self, spec) -> None:
    """Lambda looks an image up at once, and names the digest that it found; moto hashes the name."""
    digest = _resolve(spec["ImageUri"]) if _resolve and "ImageUri" in spec else ""
    if digest is None:
        raise models.InvalidParameterValueException(f"Source image {spec['ImageUri']} does not exist.")
    _set_function_code(self, spec)
    if "Architectures" in spec:  # new code may bring another one, which moto leaves aside
        self.architectures = spec["Architectures"]
    if digest:
        self.code_sha_256 = digest.removeprefix("sha256:")


_set_version = models.LambdaFunction.set_version


def set_version(self, version) -> None:
    """A published version keeps its code; moto lets all of them share one dictionary."""
    self.code = dict(self.code)
    _set_version(self, version)


_update_alias = models.LambdaAlias.update


def update_alias(self, *arguments) -> None:
    """A changed alias has another revision. That a wrong one is refused is the proxy's part."""
    _update_alias(self, *arguments)
    self.revision_id = f"{uuid.uuid4()}"


def apply() -> None:
    mend_access()
    models.LambdaFunction._set_function_code = set_function_code
    models.LambdaFunction.set_version = set_version
    models.LambdaAlias.update = update_alias
