"""The command line takes s3://bucket/key where it takes a file."""

import json
import os
import signal
import subprocess

import pytest

import doc_commands
import servers
from function_server import CLI, MARKER, PATIENCE, clean_environment, photo


class Cli:
    def __init__(self, gateway, folder):
        self.variables = clean_environment(servers.environment(gateway.url))
        self.folder = folder

    def __call__(self, *arguments: str, data: bytes = b"", **changes: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [os.path.abspath(CLI), *arguments],
            env={**self.variables, **changes},
            cwd=self.folder,
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )


@pytest.fixture
def cli(gateway, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return Cli(gateway, folder)


def done(ran: subprocess.CompletedProcess) -> None:
    assert ran.returncode == 0, ran.stderr.decode()


@pytest.mark.parametrize("scan", [0, 9 << 20])
def test_from_s3_to_a_file(cli, buckets, clean_of, scan):
    buckets.put("deep/a b.jpg", photo(scan=scan))
    done(cli("strip", "--strict", f"s3://{buckets.a}/deep/a b.jpg", "-o", "out.jpg"))
    assert (cli.folder / "out.jpg").read_bytes() == clean_of(photo(scan=scan))


@pytest.mark.parametrize("scan", [0, 9 << 20])
def test_from_a_file_to_s3(cli, buckets, clean_of, scan):
    (cli.folder / "in.jpg").write_bytes(photo(scan=scan))
    done(cli("strip", "in.jpg", "-o", f"s3://{buckets.b}/deep/out.jpg"))
    assert buckets.get_b("deep/out.jpg") == clean_of(photo(scan=scan))
    assert buckets.head_b("deep/out.jpg")["ContentType"] == "image/jpeg"


def test_from_s3_to_s3(cli, buckets, clean_of):
    buckets.put("a+b.jpg", photo())
    done(cli("strip", f"s3://{buckets.a}/a+b.jpg", "-o", f"s3://{buckets.b}/ü.jpg"))
    assert buckets.get_b("ü.jpg") == clean_of(photo())


def test_from_standard_input_to_s3(cli, buckets, clean_of):
    done(cli("strip", "-", "-o", f"s3://{buckets.b}/out.jpg", data=photo()))
    assert buckets.get_b("out.jpg") == clean_of(photo())


def test_from_s3_to_standard_output(cli, buckets, clean_of):
    buckets.put("a.jpg", photo())
    ran = cli("strip", f"s3://{buckets.a}/a.jpg", "-o", "-")
    done(ran)
    assert ran.stdout == clean_of(photo())


def test_several_below_a_prefix(cli, buckets, clean_of):
    buckets.put("x/one.jpg", photo())
    (cli.folder / "two.jpg").write_bytes(photo(scan=10))
    done(cli("strip", f"s3://{buckets.a}/x/one.jpg", "two.jpg", "-o", f"s3://{buckets.b}/clean/"))
    assert buckets.get_b("clean/one.jpg") == clean_of(photo())
    assert buckets.get_b("clean/two.jpg") == clean_of(photo(scan=10))


def test_check(cli, buckets, clean_of):
    buckets.put("dirty.jpg", photo())
    buckets.put("clean.jpg", clean_of(photo()))
    assert cli("check", f"s3://{buckets.a}/dirty.jpg").returncode == 1
    assert cli("check", f"s3://{buckets.a}/clean.jpg").returncode == 0
    assert cli("check", f"s3://{buckets.a}/missing.jpg").returncode == 3


def test_inspect(cli, buckets):
    buckets.put("a.jpg", photo())
    ran = cli("inspect", "--json", f"s3://{buckets.a}/a.jpg")
    done(ran)
    shown = json.loads(ran.stdout)
    assert shown["path"] == f"s3://{buckets.a}/a.jpg"
    assert any(MARKER.decode() in str(value) for value in shown["values"])


def test_an_output_that_is_there_is_kept_without_force(cli, buckets, clean_of):
    buckets.put_b("out.jpg", b"was there")
    (cli.folder / "in.jpg").write_bytes(photo())
    ran = cli("strip", "in.jpg", "-o", f"s3://{buckets.b}/out.jpg")
    assert ran.returncode == 1
    assert b"--force" in ran.stderr
    assert buckets.get_b("out.jpg") == b"was there"
    done(cli("strip", "--force", "in.jpg", "-o", f"s3://{buckets.b}/out.jpg"))
    assert buckets.get_b("out.jpg") == clean_of(photo())


def test_a_broken_image_leaves_nothing(cli, buckets):
    buckets.put("broken.jpg", b"\xff\xd8 no image")
    ran = cli("strip", f"s3://{buckets.a}/broken.jpg", "-o", f"s3://{buckets.b}/out.jpg")
    assert ran.returncode == 1
    assert buckets.get_b("out.jpg") is None


@pytest.mark.parametrize("where", ["key", "bucket"])
def test_what_is_missing_is_named(cli, buckets, where):
    url = f"s3://{buckets.a}/none.jpg" if where == "key" else "s3://no-such-bucket-at-all/none.jpg"
    ran = cli("strip", url, "-o", "out.jpg")
    assert ran.returncode in ((1,) if where == "key" else (1, 2))
    assert (b"none.jpg" if where == "key" else b"no-such-bucket-at-all") in ran.stderr
    assert not (cli.folder / "out.jpg").exists()


def test_bad_credentials_are_said_without_the_secret(cli, buckets):
    buckets.put("a.jpg", photo())
    ran = cli("strip", f"s3://{buckets.a}/a.jpg", "-o", "out.jpg", AWS_SECRET_ACCESS_KEY="not-the-secret")
    assert ran.returncode == 1
    assert ran.stderr
    assert b"not-the-secret" not in ran.stderr
    assert not (cli.folder / "out.jpg").exists()


def test_no_credentials_are_said(cli, buckets):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del cli.variables[name]
    ran = cli("strip", f"s3://{buckets.a}/a.jpg", "-o", "out.jpg")
    assert ran.returncode in (1, 2)
    assert b"credentials" in ran.stderr.lower()


def test_in_place_is_for_files(cli, buckets):
    """An object written anew would lose its tags, its storage class and its access rules."""
    buckets.put("a.jpg", photo())
    ran = cli("strip", "--in-place", f"s3://{buckets.a}/a.jpg")
    assert ran.returncode in (1, 2)
    assert ran.stderr
    assert buckets.s3.get_object(Bucket=buckets.a, Key="a.jpg")["Body"].read() == photo()


@pytest.mark.parametrize("url", ["s3://", "s3://bucket-only", "s3:///key"])
def test_what_is_no_url_of_an_object(cli, url):
    ran = cli("strip", url, "-o", "out.jpg")
    assert ran.returncode in (1, 2)
    assert ran.stderr


def test_libcurl_is_loaded_for_s3_alone(cli, buckets):
    """Its libraries would cost a directory's user most of the start."""
    (cli.folder / "in.jpg").write_bytes(photo())
    local = cli("strip", "in.jpg", "-o", "out.jpg", LD_DEBUG="libs")
    done(local)
    assert b"libcurl" not in local.stderr
    remote = cli("strip", "in.jpg", "-o", f"s3://{buckets.b}/out.jpg", LD_DEBUG="libs")
    done(remote)
    assert b"libcurl" in remote.stderr


def test_a_system_without_libcurl_is_told(cli, buckets):
    (cli.folder / "in.jpg").write_bytes(photo())
    for name in ("libcurl.so.4", "libcurl-gnutls.so.4"):
        (cli.folder / name).write_bytes(b"")  # hides the system's
    ran = cli("strip", "in.jpg", "-o", f"s3://{buckets.b}/out.jpg", LD_LIBRARY_PATH=str(cli.folder))
    assert ran.returncode == 1
    assert b"libcurl is not installed" in ran.stderr
    assert buckets.get_b("out.jpg") is None
    done(cli("strip", "in.jpg", "-o", "out.jpg", LD_LIBRARY_PATH=str(cli.folder)))


def lines(ran: subprocess.CompletedProcess) -> list[str]:
    done(ran)
    return ran.stdout.decode().splitlines()


def test_sync_between_buckets(cli, buckets, clean_of):
    buckets.put("2024/a.jpg", photo())
    buckets.put("2024/deep/b c.jpg", photo(scan=9 << 20))
    buckets.put("2024/notes.txt", b"no image")
    buckets.put("2024/folder/", b"")
    buckets.put("2023/other.jpg", photo())
    command = "sync", f"s3://{buckets.a}/2024", f"s3://{buckets.b}/clean/"
    assert lines(cli(*command))[0] == "2 images: 2 cleaned; 1 other file left out"
    assert buckets.get_b("clean/a.jpg") == clean_of(photo())
    assert buckets.get_b("clean/deep/b c.jpg") == clean_of(photo(scan=9 << 20))
    before = buckets.head_b("clean/a.jpg")["LastModified"]
    assert lines(cli(*command)) == ["2 images: 2 already done; 1 other file left out"]
    assert buckets.head_b("clean/a.jpg")["LastModified"] == before
    buckets.put("2024/a.jpg", photo(scan=10))
    assert lines(cli(*command))[0] == "2 images: 1 cleaned, 1 already done; 1 other file left out"
    assert buckets.get_b("clean/a.jpg") == clean_of(photo(scan=10))


def test_sync_from_a_bucket_to_a_directory(cli, buckets, clean_of):
    buckets.put("a.jpg", photo())
    buckets.put("deep/b.jpg", photo(scan=10))
    for said in ("2 images: 2 cleaned", "2 images: 2 already done"):
        assert lines(cli("sync", f"s3://{buckets.a}", "clean"))[0] == said
    assert (cli.folder / "clean/deep/b.jpg").read_bytes() == clean_of(photo(scan=10))


def test_sync_from_a_directory_to_a_bucket(cli, buckets, clean_of):
    (cli.folder / "photos/deep").mkdir(parents=True)
    (cli.folder / "photos/deep/a.jpg").write_bytes(photo())
    for said in ("1 image: 1 cleaned", "1 image: 1 already done"):
        assert lines(cli("sync", "photos", f"s3://{buckets.b}/new"))[0] == said
    assert buckets.get_b("new/deep/a.jpg") == clean_of(photo())


def test_what_the_function_has_done_is_not_done_again(cli, buckets, function):
    buckets.put("deep/a.jpg", photo())
    assert function.invoke({"input_jpg": "deep/a.jpg"}).json["outcome"] == "cleaned"
    assert lines(cli("sync", f"s3://{buckets.a}/deep", f"s3://{buckets.b}/deep")) == ["1 image: 1 already done"]


def test_sync_cut_off_and_run_again(cli, buckets, clean_of):
    for i in range(200):
        buckets.put(f"{i:03}.jpg", photo(scan=1000 + i))
    command = [os.path.abspath(CLI), "sync", "-v", "--force", f"s3://{buckets.a}", f"s3://{buckets.b}"]
    for _ in range(20):  # a run may be over before it is killed
        with subprocess.Popen(command, env=cli.variables, cwd=cli.folder, stdout=subprocess.PIPE, bufsize=0) as process:
            process.stdout.read(1)
            process.kill()
        if process.returncode != 0:
            break
    assert process.returncode == -signal.SIGKILL
    ran = cli("sync", f"s3://{buckets.a}", f"s3://{buckets.b}")
    done(ran)
    assert "already done" in ran.stdout.decode()
    assert all(buckets.get_b(f"{i:03}.jpg") == clean_of(photo(scan=1000 + i)) for i in range(200))


def test_sync_of_keys_that_look_encoded(cli, buckets, clean_of):
    keys = ["p+q r.jpg", "n%41.jpg", "nA.jpg", "ä&b.jpg"]
    for number, key in enumerate(keys):
        buckets.put(key, photo(scan=100 + number))
    done(cli("sync", f"s3://{buckets.a}", "out"))
    assert {path.name for path in (cli.folder / "out").iterdir()} == set(keys)
    for number, key in enumerate(keys):
        assert (cli.folder / "out" / key).read_bytes() == clean_of(photo(scan=100 + number))


def test_sync_of_what_is_one_object_or_nothing(cli, buckets):
    buckets.put("a.jpg", photo())
    for prefix in ("a.jpg", "b"):
        ran = cli("sync", f"s3://{buckets.a}/{prefix}", "out")
        assert (ran.returncode, ran.stderr.decode()) == (
            1, f"stripmeta: there are no objects below 's3://{buckets.a}/{prefix}/'; use strip to clean a single object\n")


def test_dry_runs_foresee_what_is_there(cli, buckets):
    buckets.put("a.jpg", photo())
    command = ("strip", f"s3://{buckets.a}/a.jpg", "-o", f"s3://{buckets.b}/a.jpg")
    ran = cli(*command, "--dry-run")
    assert (ran.returncode, b"would remove" in ran.stdout) == (0, True)
    done(cli(*command))
    foreseen, ran = cli(*command, "--dry-run"), cli(*command)
    assert (foreseen.returncode, foreseen.stderr) == (1, ran.stderr)
    ran = cli("sync", "--dry-run", f"s3://{buckets.a}", f"s3://{buckets.b}-none")
    assert (ran.returncode, b"there is no such bucket" in ran.stderr) == (2, True)


def test_sync_of_a_bucket_that_is_not_there(cli, buckets):
    ran = cli("sync", f"s3://{buckets.a}-none", "clean")
    assert ran.returncode == 1
    assert f"s3://{buckets.a}-none/" in ran.stderr.decode()


def test_the_guide(cli, buckets, clean_of):
    """docs/guide.md names the buckets photos and clean."""
    buckets.put("2024/a.jpg", photo())
    buckets.put("b.jpg", photo(scan=10))
    (cli.folder / "bin").mkdir()
    (cli.folder / "bin/stripmeta").symlink_to(os.path.abspath(CLI))
    for command in doc_commands.commands("docs/guide.md", "A bucket"):
        text = command.text.replace("s3://photos", f"s3://{buckets.a}").replace("s3://clean", f"s3://{buckets.b}")
        ran = subprocess.run(
            ["bash", "-c", text], env={**cli.variables, "PATH": f"{cli.folder / 'bin'}:/usr/bin:/bin"}, cwd=cli.folder,
            capture_output=True, timeout=PATIENCE, check=False)
        assert ran.returncode == command.code, (text, ran.stdout, ran.stderr)
    assert (cli.folder / "a.jpg").read_bytes() == clean_of(photo()) == (cli.folder / "from-2024/a.jpg").read_bytes()
    assert buckets.get_b("b.jpg") == clean_of(photo(scan=10))
    assert buckets.get_b("again/a.jpg") == clean_of(photo())
