"""Fixtures of the tests with S3 servers. STRIPMETA_FUNCTION and STRIPMETA_CLI name the programs."""

import itertools

import pytest

import certificates
import fault_judge
import function_server
import servers
from fault_proxy import FaultProxy
from report_lines import pytest_terminal_summary, report  # noqa: F401  (a hook and a fixture)

_numbers = itertools.count()


@pytest.fixture(scope="session")
def gateway():
    server = servers.VersityGateway()
    yield server
    server.close()


@pytest.fixture(scope="session")
def s3(gateway):
    return servers.client(gateway.url)


@pytest.fixture(scope="session")
def proxy(gateway):
    one = FaultProxy(gateway.port)
    yield one
    one.close()


@pytest.fixture(scope="session")
def moto():
    server = servers.Moto()
    yield server
    server.close()


def new_name(request) -> str:
    return servers.bucket_name(f"t{next(_numbers)}-{request.node.originalname}")


@pytest.fixture
def buckets(s3, request) -> servers.Buckets:
    """A fresh pair on versitygw."""
    return servers.Buckets(s3, new_name(request))


@pytest.fixture
def versioned(s3, request) -> servers.Buckets:
    return servers.Buckets(s3, new_name(request), versioned=True)


@pytest.fixture
def moto_buckets(moto, request) -> servers.Buckets:
    return servers.Buckets(servers.client(moto.url), new_name(request))


@pytest.fixture
def clean_of(tmp_path):
    """What the command line makes of an image."""

    def strip(data: bytes) -> bytes:
        source, clean = tmp_path / "source.jpg", tmp_path / "clean.jpg"
        source.write_bytes(data)
        clean.unlink(missing_ok=True)
        return function_server.strip_with_cli(source, clean)

    return strip


@pytest.fixture
def serve(tmp_path):
    """Starts functions that end with the test: serve(environment)."""
    running = []

    def start_one(variables: dict[str, str]) -> function_server.Server:
        running.append(function_server.Server(tmp_path, variables))
        return running[-1]

    yield start_one
    for server in running:
        server.close()


@pytest.fixture
def function(serve, gateway, buckets):
    """The function on `buckets`."""
    return serve(servers.environment(gateway.url, buckets))


@pytest.fixture(scope="session")
def fault_images(tmp_path_factory):
    return fault_judge.make_images(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return certificates.make_authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def secure(authority):
    server = servers.VersityGateway(*certificates.server_options(authority), scheme="https")
    yield server
    server.close()


@pytest.fixture
def secure_buckets(secure, authority, request):
    s3 = servers.client(secure.url, verify=f"{authority}/ca.pem")
    return servers.Buckets(s3, servers.bucket_name(request.node.name))
