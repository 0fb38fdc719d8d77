"""Fixtures. STRIPMETA_FUNCTION names the program, STRIPMETA_CONTAINER_TOOL is docker or podman."""

import itertools

import pytest

import local_registry
import moto_patches
import own_names
import servers
from cloud import Cloud
from images import Images
from lambda_proxy import LambdaProxy

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def registry():
    one = local_registry.Registry()
    yield one
    one.close()


@pytest.fixture(scope="session")
def images():
    one = Images()
    yield one
    one.close()


@pytest.fixture(scope="session")
def moto():
    moto_patches.apply()
    server = servers.Moto()
    yield server
    server.close()


@pytest.fixture(scope="session")
def proxy(moto, registry):
    def resolve(uri: str) -> str | None:
        repository, _, tag = uri.partition("/")[2].rpartition(":")
        found = registry.manifest(repository, tag)
        return local_registry.fingerprint(found[0]) if found else None

    moto_patches.resolve_images_with(resolve)
    one = LambdaProxy(moto.url, registry)
    yield one
    one.close()


@pytest.fixture(scope="session")
def checkout(tmp_path_factory):
    """The checkout in which the scripts run, after a person has put their own names into terraform/environments."""
    return own_names.copy_scripts(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def cloud(proxy, moto, checkout):
    """An empty account: each test begins with a new one, and with a repository of its own."""
    proxy.reset()
    one = Cloud(proxy, moto.url, next(_numbers), checkout)
    one.reset()
    return one


@pytest.fixture
def applied(cloud):
    """With storage and registry."""
    cloud.apply_storage()
    cloud.apply_registry()
    return cloud


@pytest.fixture
def running(applied, images):
    """With a function, as the first deploy and the stack function leave it: build a, version 1."""
    tag = "aaaaaaaaaaaa-1-x86_64"
    images.push(images.make("a", images.build("a")), f"{applied.repository_url}:{tag}", applied.proxy.registry)
    applied.protect(tag)
    applied.write("registry/live_image", tag)
    applied.apply_function()
    return applied


@pytest.fixture
def with_backlog(running):
    """With the second function too, of the same image."""
    running.apply_backlog()
    return running
