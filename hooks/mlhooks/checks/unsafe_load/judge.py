# SPDX-License-Identifier: Apache-2.0
"""Decides which woken files are parsed, and hands them on. Imports no parser before it must."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhooks.checks.unsafe_load import DOCUMENTS, KINDS, PROGRAM
from mlhooks.checks.unsafe_load.families import WRAPPERS
from mlhooks.checks.unsafe_load.hidden import only_notes
from mlhooks.core.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhooks.core.check import Hit
    from mlhooks.core.finding import Finding
    from mlhooks.core.project import Project
    from mlhooks.core.source import Source

# Text that a call of ours cannot do without: the module's name next to the function's, or an alias of either.
CERTAIN = re.compile(
    rb"torch['\"]?[])]?[\s\\]*\.[\s\\]*load\b|weights_only|\(\s*['\"]torch(?:\.serialization)?['\"]\s*[,)]"
    rb"|load_state_dict_from_url|model_zoo|safe_globals|TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"
    rb"|ickle\s*\.\s*(?:loads?|decode|Unpickler)\b|read_pickle|allow_pickle|dill\s*\.\s*loads?\b|joblib\s*\.\s*load\b"
    rb"|trust_remote_code\s{0,3}=(?!\s{0,3}(?:False|None|trust_remote_code|self\.|args\.))|PackageImporter"
    rb"|torch\s*\.\s*hub\b|torch import hub|distributed\.checkpoint|distributed import checkpoint"
    rb"|mlflow[^\n]{0,80}(?:load_model|spark_udf)|from mlflow|import mlflow\."
    rb"|torch\.export\b|torch import export"
    rb"|\.load_from_checkpoint\b|(?:hf_hub|snapshot)_download\s*[(,]|safe_mode\s*=|enable_unsafe_deserialization"
    rb"|shelve\s*\.|yaml\s*\.\s*(?:load|unsafe_load|full_load)|torch\.serialization\b|torch,\s*['\"]load"
)
MODULES = (
    rb"torch(?:\.serialization|\.hub|\.utils\.model_zoo|\.utils)?|\w{0,40}[pP]ickle5?|six\.moves(?:\.cPickle)?"
    rb"|dill|joblib|yaml|shelve"
)
MEMBERS = (
    rb"load|loads|load_all|serialization|hub|utils|cPickle|Unpickler|decode|load_url|open"
    rb"|(?:unsafe|full)_load\w{0,9}"
)
ALIAS = re.compile(
    rb"import[ \t]{1,9}(?:[\w., ]{0,200},[ \t]{0,9})?(?:%b)[ \t]{1,9}as[ \t]{1,9}(\w{1,80})" % MODULES
)
FROM = re.compile(
    rb"from[ \t]{1,9}(?:%b)[ \t]{1,9}import[ \t]{1,9}(\([^)]{0,1000}\)?|(?:\\\r?\n|[^\n#]){0,1000})" % MODULES
)
NAMES = re.compile(rb"\b(?:%b)\b|\*" % MEMBERS)


# Around a hit: what CERTAIN needs of it lies so far before and behind.
BEFORE, BEHIND = 64, 400


def wanted(data: bytes, hits: Sequence[Hit] = ()) -> bool:
    """Whether the text can hold a call that this check judges. Never wrongly False for a plain spelling.

    `hits`: where its triggers were found, sorted by start; without them all of the text is searched.
    """
    if len(data) > LIMITS["parse-size"] or any(CERTAIN.search(data, *part) for part in _parts(data, hits)):
        return True
    if any(NAMES.search(found[1]) for found in FROM.finditer(data)):
        return True
    aliases = {found[1] for found in ALIAS.finditer(data)}
    return any(
        re.search(rb"\b%b\s*(?:\.\s*(?:%b)|,\s*\\?['\"]load)" % (name, MEMBERS), data)
        for name in sorted(aliases)[:20]
    )


def _parts(data: bytes, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """The ranges of the text that lie around hits; all of it where there are none."""
    if not hits:
        yield 0, len(data)
        return
    start, end = 0, 0
    for _, first, last in hits:
        if first - BEFORE > end:
            if end:
                yield start, end
            start = first - BEFORE
        end = max(end, last + BEHIND)
    yield start, end


def _wrapped(data: bytes, project: Project) -> bool:
    """Whether a wrapper that is known or configured can be called: its package and its name stand there."""
    for name in (*WRAPPERS, *project.options.get("loaders", {})):
        package, _, function = name.encode().rpartition(b".")
        if function in data and package.partition(b".")[0] in data:
            return True
    return False


def run(source: Source, hits: Sequence[Hit], project: Project) -> Iterator[Finding]:
    """Judge one Python file, notebook or manifest. Vendored files are silent, as the policy says."""
    if not hits or source.data is None or "vendored" in project.classes:
        return
    if any(hit[0] >= len(PROGRAM) for hit in hits):
        from mlhooks.checks.unsafe_load.manifests import judge

        yield from judge(source, project)
    if source.kind in DOCUMENTS and not project.strict:
        return
    wrapped = source.kind in KINDS and _wrapped(source.data, project)
    if not project.notes and not wrapped and only_notes(source.data, hits):
        return
    if source.kind in KINDS and (wanted(source.data, hits) or wrapped):
        from mlhooks.checks.unsafe_load.review import review

        yield from review(source, project)
