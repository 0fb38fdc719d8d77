from pathlib import Path

import pytest

import project


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return project.make_images(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was installed, and then moved."""
    folder = tmp_path_factory.mktemp("prefix")
    project.install(folder / "first")
    return (folder / "first").rename(folder / "moved")


@pytest.fixture(scope="session")
def consumer(prefix: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project.build_by_cmake(project.CONSUMER, tmp_path_factory.mktemp("consumer"), f"-DCMAKE_PREFIX_PATH={prefix}")
