# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhooks.core.project import Tree
from mlhooks.core.project.setup_files import python_strings
from mlhooks.core.project.stated import pep440, read_requirement
from mlhooks.core.toml import load_toml

BUILD = '[build-system]\nrequires = ["hatchling"]\n'
UV = 'version = 1\n\n[[package]]\nname = "torch"\nversion = "{}"\nsource = {{ registry = "r" }}\n'
POETRY = '[[package]]\nname = "torch"\nversion = "{}"\n\n[metadata]\nlock-version = "2.1"\n'


def floor(root, files, folder="", name="torch"):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Tree(root.resolve().as_posix(), b"0123456789abcdef").floor(name, folder)


def brief(found):
    return str(found.version or ""), f"{found.path}:{found.line}" if found.path else "", found.exact


@pytest.mark.parametrize(
    ("text", "lower", "below", "exact"),
    [
        ("torch", None, None, False),
        ("torch>=2.4.0", "2.4.0", None, False),
        ("torch >= 2.4 , < 3", "2.4", "3", False),
        ("Torch[opt]>=2.4; python_version > '3.9'", "2.4", None, False),
        ("torch==2.4.0", "2.4.0", "2.4.1", True),
        ("torch==2.5.1+cu121", "2.5.1+cu121", "2.5.2", True),
        ("torch===2.4.0", "2.4.0", "2.4.1", True),
        ("torch==2.4.*", "2.4", "2.5", True),
        ("torch==2.*", "2", "3", False),
        ("torch~=2.4", "2.4", "3", False),
        ("torch~=2.4.1", "2.4.1", "2.5", False),
        ("torch>2.5", "2.5.1", None, False),
        ("torch>2.5.1", "2.5.2", None, False),
        ("torch<2.6", None, "2.6", False),
        ("torch<=2.5.1", None, "2.5.2", False),
        ("torch!=2.4.0", None, None, False),
        ("torch>=1.8.0,!=2.4.0", "1.8.0", None, False),
        ("torch>=2.0,>=2.6", "2.6", None, False),
        ("torch>=2.6.0rc1", "2.6.0rc1", None, False),
        ("torch @ https://host.example/torch-2.4.0%2Bcu121-cp311-cp311-linux_x86_64.whl", "2.4.0+cu121", "2.4.1", True),
        ("torch @ git+https://host.example/torch.git", None, None, False),
    ],
)  # fmt: skip
def test_bounds(text, lower, below, exact):
    found = read_requirement(text, "torch", "f", 1)
    assert found
    assert (found.lower and str(found.lower), found.below and str(found.below)) == (lower, below)
    assert found.exact is exact


@pytest.mark.parametrize(
    "text", ["torchvision>=0.19", "torch-geometric", "pytorch>=2", "numpy", "", "torch>=", "torch is nice"]
)
def test_no_requirement_on_torch(text):
    assert read_requirement(text, "torch", "f", 1) is None


@pytest.mark.parametrize(
    ("files", "folder", "expected"),
    [
        ({}, "", ("", "", False)),
        # pyproject
        ({"pyproject.toml": '[project]\nname = "x"\ndependencies = [\n "numpy",\n "torch>=2.4",\n]\n'}, "",
         ("2.4", "pyproject.toml:5", False)),
        ({"pyproject.toml": "[project]\ndependencies = ['Torch >= 2.4']\n"}, "", ("2.4", "pyproject.toml:2", False)),
        ({"pyproject.toml": '[build-system]\nrequires = ["torch==2.0.0"]\n[project]\ndependencies = ["torch>=2.6"]'},
         "", ("2.6", "pyproject.toml:4", False)),
        # a list holds at once: the higher floor; under markers each is an alternative
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.0",\n"torch>=2.6"]'}, "",
         ("2.6", "pyproject.toml:3", False)),
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.6; os_name == \'nt\'",\n"torch>=2.2; os_name != \'nt\'"]'},
         "", ("2.2", "pyproject.toml:3", False)),
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=1.8",\n"torch>=2.12; os_name == \'nt\'"]'}, "",
         ("1.8", "pyproject.toml:2", False)),
        # what always holds also holds with an extra; without it each extra is an alternative
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.6"]\n[project.optional-dependencies]\na = ["torch>=2"]'},
         "", ("2.6", "pyproject.toml:2", False)),
        ({"pyproject.toml": '[project]\ndependencies = ["torch"]\n[project.optional-dependencies]\na = ["torch>=2.6"]\n'
          'b = ["torch>=2.1"]'}, "", ("2.1", "pyproject.toml:5", False)),
        # groups
        ({"pyproject.toml": '[dependency-groups]\na = ["torch==2.4.1"]\nb = [{include-group = "A"}, "torch>=2.0"]'}, "",
         ("2.4.1", "pyproject.toml:2", True)),
        ({"pyproject.toml": '[dependency-groups]\na = [{include-group = "b"}]\nb = [{include-group = "a"}, "torch>=2.3"]'},
         "", ("2.3", "pyproject.toml:3", False)),
        ({"pyproject.toml": '[tool.uv]\ndev-dependencies = ["torch>=2.3"]'}, "", ("2.3", "pyproject.toml:2", False)),
        # Poetry and Pipenv
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.10"\ntorch = "^2.4"  # why\n'}, "",
         ("2.4", "pyproject.toml:3", False)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntorch = {version = "2.4.0", source = "x"}\n'}, "",
         ("2.4.0", "pyproject.toml:2", True)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntorch = [{version = "^2.6", platform = "linux"},\n'
          '{version = "2.2.2", platform = "darwin"}]\n'}, "", ("2.2.2", "pyproject.toml:2", True)),
        ({"pyproject.toml": '[tool.poetry.group.dev.dependencies]\ntorch = "~2.4"\n'}, "",
         ("2.4", "pyproject.toml:2", False)),
        ({"pyproject.toml": '[tool.poetry.dependencies.torch]\nversion = ">=2.1,<2.4"\n'}, "",
         ("2.1", "pyproject.toml:1", False)),
        ({"Pipfile": '[packages]\ntorch = "==2.4.0"\n'}, "", ("2.4.0", "Pipfile:2", True)),
        # locks: of an application they decide, of a project that is handed on the range does
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.0"]', "uv.lock": UV.format("2.7.0")}, "",
         ("2.7.0", "uv.lock:5", True)),
        ({"pyproject.toml": BUILD + '[project]\ndependencies = ["torch>=2.0"]', "uv.lock": UV.format("2.7.0")}, "",
         ("2.0", "pyproject.toml:4", False)),
        ({"pyproject.toml": BUILD + '[project]\ndependencies = ["torch>=2.0"]\n[tool.uv]\npackage = false',
          "uv.lock": UV.format("2.7.0")}, "", ("2.7.0", "uv.lock:5", True)),
        ({"pyproject.toml": BUILD + '[project]\ndependencies = ["torch"]', "uv.lock": UV.format("2.7.0")}, "",
         ("2.7.0", "uv.lock:5", True)),
        ({"uv.lock": UV.format("2.7.0"), "poetry.lock": POETRY.format("2.3.0")}, "", ("2.3.0", "poetry.lock:3", True)),
        ({"uv.lock": UV.format("2.7.0") + UV.format("2.2.2+cpu")[12:]}, "", ("2.2.2+cpu", "uv.lock:10", True)),
        ({"uv.lock": UV.format("2.3.0"), "requirements.txt": "torch>=2.6"}, "", ("2.3.0", "uv.lock:5", True)),
        ({"pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "torch"\nversion = "2.4.1"\n'}, "",
         ("2.4.1", "pylock.toml:4", True)),
        ({"pdm.lock": '[metadata]\nlock_version = "4.5.0"\n[[package]]\nname = "torch"\nversion = "2.4.1"\n'}, "",
         ("2.4.1", "pdm.lock:5", True)),
        ({"Pipfile.lock": '{"_meta": {"pipfile-spec": 6},\n"default": {"torch": {\n"version": "==2.4.1"}}}'}, "",
         ("2.4.1", "Pipfile.lock:3", True)),
        # a broken lock and one of a later format make it unknown, whatever else is declared; one without an
        # answer says nothing; of two that disagree the lowest counts, and one that can be read is believed
        ({"uv.lock": UV.format("2.3.0") + "<<<<<<< HEAD\n", "requirements.txt": "torch>=2.6"}, "",
         ("", "uv.lock:1", False)),
        ({"uv.lock": UV.format("2.3.0") + "<<<<<<< HEAD\n", "a/b.py": "", "requirements.txt": "torch>=2.6"}, "a",
         ("", "uv.lock:1", False)),
        ({"uv.lock": UV.format("2.3.0").replace("version = 1", "version = 2")}, "", ("", "uv.lock:1", False)),
        ({"poetry.lock": POETRY.format("2.3.0").replace("2.1", "3.0")}, "", ("", "poetry.lock:1", False)),
        ({"poetry.lock": POETRY.format("2.3.0"), "uv.lock": UV.format("2.7.0")}, "", ("2.3.0", "poetry.lock:3", True)),
        ({"poetry.lock": POETRY.format("2.3.0").replace("2.1", "3.0"), "uv.lock": UV.format("2.7.0")}, "",
         ("2.7.0", "uv.lock:5", True)),
        ({"pyproject.toml": BUILD + '[project]\ndependencies = ["torch>=2.4"]', "uv.lock": "torch <<<"}, "",
         ("2.4", "pyproject.toml:4", False)),
        ({"uv.lock": UV.format("2.3.0").replace("torch", "torchvision")}, "", ("", "", False)),
        ({"uv.lock": 'version = 1\npackage = 3\n# torch\n'}, "", ("", "", False)),
        ({"Pipfile.lock": '{"_meta": 3, "default": ["torch"]}'}, "", ("", "Pipfile.lock:1", False)),
        # requirements files
        ({"requirements.txt": "# torch==1.0\nnumpy\n  torch==2.4.0  # pinned\n"}, "", ("2.4.0", "requirements.txt:3", True)),
        ({"requirements.txt": "numpy \\\n  --hash=sha256:00\r\ntorch==2.4.0 \\\r\n    --hash=sha256:0a \\\r\n    --hash=sha256:0b\r\n"},
         "", ("2.4.0", "requirements.txt:3", True)),
        ({"requirements.txt": "tor\\\nch>=2.4"}, "", ("2.4", "requirements.txt:1", False)),
        ({"requirements.txt": "torch>=2.6\n", "requirements-dev.txt": "torch==2.3.0\n"}, "",
         ("2.3.0", "requirements-dev.txt:1", True)),
        ({"dev-requirements.txt": "torch==2.3.0\n"}, "", ("2.3.0", "dev-requirements.txt:1", True)),
        ({"requirements/gpu.txt": "torch==2.3.0\n"}, "", ("2.3.0", "requirements/gpu.txt:1", True)),
        ({"requirements.in": "torch>=2.0\n", "requirements.txt": "torch==2.7.0\n"}, "", ("2.7.0", "requirements.txt:1", True)),
        ({"requirements.in": "torch>=2.0\n"}, "", ("2.0", "requirements.in:1", False)),
        ({"requirements.txt": "-r deps/base.txt\nnumpy", "deps/base.txt": "torch>=2.2"}, "", ("2.2", "deps/base.txt:1", False)),
        ({"requirements.txt": "torch\n-c limits.txt", "limits.txt": "torch==2.4.0"}, "", ("2.4.0", "limits.txt:1", True)),
        ({"requirements.txt": "--requirement=a.txt\ntorch>=2.6", "a.txt": "-r requirements.txt\ntorch>=2.0"}, "",
         ("2.6", "requirements.txt:2", False)),
        ({"requirements.txt": "-r ../a.txt\n-r /etc/passwd\n-r https://host.example/torch.txt\n-r\n-r missing.txt"}, "",
         ("", "", False)),
        ({"requirements.txt": "torch>=2.2; sys_platform == 'linux'\ntorch==2.0.1 ; sys_platform == 'darwin'"}, "",
         ("2.0.1", "requirements.txt:2", True)),
        ({"requirements.txt": "--extra-index-url https://host.example/whl\ntorch==2.5.1+cu121"}, "",
         ("2.5.1+cu121", "requirements.txt:2", True)),
        ({"requirements.txt": "https://host.example/cu121/torch-2.4.0%2Bcu121-cp310-cp310-linux_x86_64.whl#sha256=0"}, "",
         ("2.4.0+cu121", "requirements.txt:1", True)),
        ({"requirements.txt": "\ufefftorch>=2.1"}, "", ("2.1", "requirements.txt:1", False)),
        ({"requirements.txt": "numpy\r\ntorch==2.1.0\r\n".encode("utf-16")}, "", ("2.1.0", "requirements.txt:2", True)),
        ({"notes.txt": "torch==1.0"}, "", ("", "", False)),
        # conda
        ({"environment.yml": "dependencies:\n  - python=3.11\n  - pytorch=2.4\n"}, "", ("2.4", "environment.yml:3", True)),
        ({"environment.yml": "dependencies:\n- pytorch::pytorch=2.4.0=py3.11_cuda12*\n"}, "",
         ("2.4.0", "environment.yml:2", True)),
        ({"environment.yaml": "dependencies:\n  - 'pytorch >=2.1,<2.4'\n"}, "", ("2.1", "environment.yaml:2", False)),
        ({"environment.yml": "dependencies:\n - pip:\n   - torch==2.4.0 # x\n"}, "", ("2.4.0", "environment.yml:3", True)),
        ({"requirements.txt": "torch>=2.6", "environment.yml": "- pytorch=2.4"}, "", ("2.6", "requirements.txt:1", False)),
        # setup.py and setup.cfg
        ({"setup.py": "_deps = [\n 'numpy',\n 'torch>=2.6,<3',\n]\n"}, "", ("2.6", "setup.py:3", False)),
        ({"setup.py": 'x = {"a": "torch>=2.6"}\ny = {"gpu": ["torch>=2.1"]}\n'}, "", ("2.1", "setup.py:2", False)),
        ({"setup.py": '"""torch>=1.0 is needed"""\n# "torch>=1.1"\nprint "py2"\nr = "torch" \\\n  ">=2.2"\n'}, "",
         ("2.2", "setup.py:4", False)),
        ({"setup.py": 'setup(install_requires="""\n  numpy\n  torch>=2.2\n""")'}, "", ("2.2", "setup.py:3", False)),
        ({"setup.py": 'f"torch>=2{x}", b"torch>=2.1", "torch"\n'}, "", ("", "setup.py:1", False)),
        ({"setup.py": "x = 1", "requirements.txt": "torch>=1.13"}, "", ("1.13", "requirements.txt:1", False)),
        ({"setup.py": "'torch>=2.2'", "uv.lock": UV.format("2.7.0")}, "", ("2.2", "setup.py:1", False)),
        ({"setup.cfg": "[metadata]\nname = x\n[options]\ninstall_requires =\n    numpy\n    torch>=2.2 # y\n"}, "",
         ("2.2", "setup.cfg:6", False)),
        ({"setup.cfg": "[options.extras_require]\ngpu = torch>=2.2\n[options]\n"}, "", ("2.2", "setup.cfg:2", False)),
        ({"setup.cfg": "[isort]\nknown_third_party = torch\n", "uv.lock": UV.format("2.7.0")}, "", ("2.7.0", "uv.lock:5", True)),
        ({"pyproject.toml": BUILD + '[project]\ndynamic = ["dependencies"]', "setup.py": "'torch>=2.2'"}, "",
         ("2.2", "setup.py:1", False)),
        ({"pyproject.toml": BUILD + '[project]\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\n'
          'dependencies = {file = ["deps.txt"]}', "deps.txt": "torch>=2.2"}, "", ("2.2", "deps.txt:1", False)),
        ({"pyproject.toml": BUILD + '[project]\ndynamic = ["dependencies"]\noptional-dependencies.a = ["torch>=2.6"]',
          "setup.py": "'torch>=2.2'"}, "", ("2.2", "setup.py:1", False)),
        # nearest folder first; a requirement without a version looks further out
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.6"]', "ex/requirements.txt": "torch==2.2.0"}, "ex/a",
         ("2.2.0", "ex/requirements.txt:1", True)),
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.6"]', "ex/requirements.txt": "torch==2.2.0"}, "src",
         ("2.6", "pyproject.toml:2", False)),
        ({"pyproject.toml": '[project]\ndependencies = ["torch>=2.6"]', "ex/requirements.txt": "torch"}, "ex",
         ("2.6", "pyproject.toml:2", False)),
        ({"a/requirements.txt": "torch>=2.2", "a/b/c/x": ""}, "a/b/c", ("2.2", "a/requirements.txt:1", False)),
        # only an upper bound
        ({"requirements.txt": "torch<2.6"}, "", ("", "requirements.txt:1", False)),
        ({"requirements.txt": "torch>=2.0", "ex/requirements.txt": "torch<2.6"}, "ex", ("2.0", "requirements.txt:1", False)),
        ({"requirements.txt": "torch>=2.6", "ex/requirements.txt": "torch<2.6"}, "ex", ("", "ex/requirements.txt:1", False)),
        ({"requirements.txt": "torch<2.6", "ex/requirements.txt": "torch"}, "ex", ("", "requirements.txt:1", False)),
        # broken files
        ({"pyproject.toml": "[project\ntorch>=2", "requirements.txt": "torch>=2.2"}, "", ("2.2", "requirements.txt:1", False)),
        ({"pyproject.toml": 'project = 3\ntool = []\ndependency-groups = "torch"'}, "", ("", "", False)),
        ({"pyproject.toml": '[project]\ndependencies = "torch>=2"\noptional-dependencies = ["torch>=2"]'}, "", ("", "", False)),
    ],
)  # fmt: skip
def test_floor(tmp_path, files, folder, expected):
    assert brief(floor(tmp_path, files, folder)) == expected


@pytest.mark.parametrize(
    ("files", "folder", "manifest", "place"),
    [
        ({"pyproject.toml": '[project]\ndependencies = [\n"torch",\n]'}, "", "pyproject.toml", ("pyproject.toml", 3)),
        ({"pyproject.toml": "[project]\n", "a/b.py": ""}, "a", "pyproject.toml", ("", 0)),
        ({"pyproject.toml": "[tool.x]\n", "requirements.txt": "numpy"}, "", "requirements.txt", ("", 0)),
        ({"pyproject.toml": "[project]\n", "a/requirements.txt": "numpy"}, "a", "a/requirements.txt", ("", 0)),
        ({"requirements.txt": "torch", "a/requirements.txt": "numpy"}, "a", "requirements.txt", ("requirements.txt", 1)),
        ({"setup.py": ""}, "", "setup.py", ("", 0)),
        ({"x.py": ""}, "", "", ("", 0)),
        ({"requirements.txt": "torch<2.6"}, "", "requirements.txt", ("requirements.txt", 1)),
    ],
)  # fmt: skip
def test_where_to_write(tmp_path, files, folder, manifest, place):
    found = floor(tmp_path, files, folder)
    assert found.version is None
    assert (found.manifest, (found.path, found.line)) == (manifest, place)


def test_upper_bound_and_text(tmp_path):
    found = floor(tmp_path, {"requirements.txt": "torch <2.6 ; python_version > '3'  # old"})
    assert (found.text, str(found.below)) == ("torch <2.6 ; python_version > '3'", "2.6")
    found = floor(tmp_path / "a", {"uv.lock": UV.format("2.4.0")})
    assert (found.text, found.exact) == ("torch==2.4.0", True)


def test_spelling_of_the_name(tmp_path):
    files = {"requirements.txt": "PyTorch_Lightning==2.0.0\n"}
    assert str(floor(tmp_path, files, name="pytorch-lightning").version) == "2.0.0"


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [("^2.4", ">=2.4,<3"), ("^0.4.1", ">=0.4.1,<0.5"), ("^0.0.3", ">=0.0.3,<0.0.4"), ("^0", ">=0,<1"),
     ("~2.4.1", ">=2.4.1,<2.5"), ("~2", ">=2,<3"), ("2.4", "==2.4"), ("*", ""), (">=2 <3", ">=2,<3"), ("~=2.4", "~=2.4")],
)  # fmt: skip
def test_poetry_constraints(constraint, expected):
    assert pep440(constraint) == expected


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("'a' # 'b'\n\"c\"", ["a", "c"]),
        ("'a' 'b'", ["ab"]),
        ("('a'\n  'b', 'c')", ["ab", "c"]),
        ("'''a\n'b''' + r'c'", ["a\n'b", "c"]),
        (r"'\'a' 'b' + 'c'", ["c"]),
        ("'open\n'b'", ["b"]),
        ("'''open\n'b'", []),
        ("f'a' + u'b'", ["b"]),
    ],
)
def test_string_literals(source, values):
    assert [value for _, value in python_strings(source)] == values


def test_links_are_not_read(tmp_path):
    (tmp_path / "outside.txt").write_text("torch==1.0")
    root = tmp_path / "root"
    root.mkdir()
    (root / "requirements.txt").symlink_to(tmp_path / "outside.txt")
    (root / "uv.lock").symlink_to(root / "nowhere")
    assert floor(root, {}).version is None


DEEP = "a." * 50_000
HOSTILE = {
    "pyproject.toml": [
        f"{DEEP}b = 1",
        f"[{DEEP}b]",
        "x = " + "[" * 100_000,
        "[project]\ndependencies = [" + '"torch>=2",' * 20_000 + "]",
    ],
    "requirements.txt": [
        "torch" + " " * 200_000 + "x",
        "\\\n" * 100_000,
        "torch; " + "(" * 1000,
        "-r requirements.txt\n" * 50_000,
        "torch>=" + "1." * 900,
    ],
    "setup.py": ["x" + ".a" * 200_000, "'" * 200_001, '"""' + '"' * 100_000, "'\\" * 100_000, "-" * 200_000],
    "setup.cfg": ["[options]\ninstall_requires = a" + " " * 200_000 + "b"],
    "environment.yml": ["-" + " " * 200_000, "- pytorch" + "=" * 200_000, "- pytorch=" + "2." * 100_000],
    "Pipfile.lock": ['{"torch":' + "[" * 100_000],
    "uv.lock": ["# torch\n" + f"{DEEP}b = 1", 'version = 1\n[[package]]\nname = "torch"\nversion = "' + "1." * 99_999 + '"'],
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), [(path, text) for path in HOSTILE for text in HOSTILE[path]])
def test_hostile_files_end_soon(tmp_path, path, text):
    start = time.process_time()
    floor(tmp_path, {path: text})
    assert time.process_time() - start < 3


def test_deep_folders(tmp_path):
    folder = "/".join(["d"] * 400)
    (tmp_path / "requirements.txt").write_text("torch>=2.2")
    assert str(floor(tmp_path, {}, folder).version) == "2.2"


def test_many_files_that_include_each_other(tmp_path):
    text = "".join(f"-r requirements-{number}.txt\n" for number in range(150)) + "torch>=2.2\n"
    start = time.process_time()
    assert str(floor(tmp_path, {f"requirements-{n}.txt": text for n in range(150)}).version) == "2.2"
    assert time.process_time() - start < 5


FILES = [
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
    "setup.cfg",
    "environment.yml",
    "uv.lock",
    "Pipfile.lock",
]
WORDS = [b"torch", b">=2.4", b"==2.*", b"\n", b"[project]\n", b'dependencies = ["', b'"]\n', b"'", b'"""', b"\\", b";",
         b"[options]\n", b"install_requires =", b"- pytorch=", b"-r x", b"\xff\xfe", b"\0", b"version = 1\n", b"@", b"#"]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(FILES),
    st.one_of(st.binary(), st.lists(st.sampled_from(WORDS), max_size=20).map(b"".join)),
)
def test_never_raises_and_the_line_exists(tmp_path, name, data):
    found = floor(tmp_path, {**dict.fromkeys(FILES, b""), name: data})
    if found.path:
        assert 1 <= found.line <= data.count(b"\n") + 1 or b"\xff\xfe" in data


def test_toml_is_read_or_none():
    assert load_toml(b"\xef\xbb\xbfa = 1") == {"a": 1}
    assert load_toml(b"a = ") is None
    assert load_toml(b"\xff") is None
    assert load_toml(b'x = "see a.b.c.d.e.f.g.h for more"\n') == {"x": "see a.b.c.d.e.f.g.h for more"}
