# SPDX-License-Identifier: Apache-2.0
"""The files that set mlhooks up: pre-commit's list, the configuration, the CI stage."""

from __future__ import annotations

from importlib.metadata import metadata
from typing import TYPE_CHECKING, NamedTuple

from mlhooks import __version__
from mlhooks.hints import LIST
from mlhooks.init.pins import CHECKOUT, PYTHON, UPLOAD, uses

if TYPE_CHECKING:
    from mlhooks.init.survey import Survey

CONFIG = "mlhooks.toml"
WORKFLOW = ".github/workflows/mlhooks.yml"
GITLAB = ".gitlab-ci.yml"
SARIF = "mlhooks.sarif"
QUALITY = "gl-code-quality-report.json"


class Text(NamedTuple):
    """One file. `part`: where one of this name is there already, `content` is to be put into it by hand, and
    this says how."""

    path: str
    content: str
    part: str


def home() -> str:
    """The project's address, as its package states it."""
    for line in metadata("mlhooks").get_all("Project-URL") or []:
        name, _, url = line.partition(", ")
        if name == "Homepage":
            return str(url)
    raise LookupError("the package states no homepage")


def hooks() -> Text:
    """The entry in pre-commit's list."""
    content = f"""\
repos:
  - repo: {home()}
    rev: v{__version__}
    hooks:
      - id: mlhooks
      - id: mlhooks-baseline # only on demand: accepts what is there today
"""
    return Text(LIST, content, "put the lines below `repos:` into yours")


def configuration(found: Survey) -> Text:
    """The keys that this repository calls for; what it may want later stands there as a comment."""
    lines = [
        "# What holds for the hooks and for `mlhooks check`. `mlhooks config PATH` prints what is in force."
    ]
    lines += [
        "",
        "# [per-path-ignores]",
        '# "examples/**" = ["torch-load-default"] # why these may be loaded',
    ]
    if found.counts["python"] and not found.floors:
        lines += [
            "",
            "# No file says which torch is used. From 2.6 on torch.load is safe unless told otherwise.",
        ]
        lines += ["# [unsafe-load]", '# torch = ">=2.6"']
    if found.counts["wasm"] or found.counts["wat"]:
        lines += ["", "# The largest memory that your pages can afford; a larger maximum fails then."]
        lines += ["# [wasm-memory]", '# max = "512MiB"']
    if found.license:
        lines += ["", *_license(found)]
    return Text(CONFIG, "\n".join(lines) + "\n", "add what you want of it to your configuration")


def _license(found: Survey) -> list[str]:
    table = ["[license-header]", f'license = "{found.license}"']
    if found.sampled and found.headers * 2 >= found.sampled:
        return ["# Most source files bear a header, so one without fails.", *table]
    return [
        "# Few source files bear a header; without these lines none is asked for.",
        *(f"# {t}" for t in table),
    ]


def workflow(found: Survey) -> Text:
    """The stage for GitHub Actions. Python runs isolated: it never imports from the checked-out folder."""
    content = f"""\
name: mlhooks

on:
  push:
    branches: [{found.branch}]
  pull_request:

permissions: {{}}

concurrency:
  group: mlhooks-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  mlhooks:
    name: mlhooks
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read # to check out
      security-events: write # to upload what was found
    steps:
      - name: Check out
        {uses(CHECKOUT)}
        with:
          persist-credentials: false
      - name: Set up Python
        {uses(PYTHON)}
        with:
          python-version: "3.12"
      - name: Install mlhooks
        run: python -I -m pip install "mlhooks @ git+{home()}@v{__version__}"
      - name: Check
        run: mlhooks check --format text --format sarif={SARIF}
      - name: Upload what was found
        # A fork's token may not upload; there the log says it all.
        if: >-
          !cancelled() && (github.event_name == 'push' ||
          github.event.pull_request.head.repo.full_name == github.repository)
        {uses(UPLOAD)}
        with:
          sarif_file: {SARIF}
          category: mlhooks
"""
    return Text(WORKFLOW, content, "compare it with yours")


def gitlab(_: Survey) -> Text:
    """The stage for GitLab; the findings appear in the merge request."""
    content = f"""\
mlhooks:
  stage: test
  image: python:3.12
  needs: []
  script:
    - python -I -m pip install "mlhooks @ git+{home()}@v{__version__}"
    - mlhooks check --format text --format gitlab={QUALITY} --format sarif={SARIF}
  artifacts:
    when: always
    paths: [{SARIF}]
    reports:
      codequality: {QUALITY}
"""
    return Text(GITLAB, content, "put this job into yours")
