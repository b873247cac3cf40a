# SPDX-License-Identifier: Apache-2.0
"""Which lines changed since a commit: `check --since REF`.

Compared is the merge base of REF and HEAD with the working tree, or with the index. Renames are followed.
A file that git does not track has changed as a whole, and so has one that git takes for a binary.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhooks.core.git import GitError, git, listed_files, output, without_filters
from mlhooks.core.patch import Lines, hunks, listed
from mlhooks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhooks.core.finding import Finding
    from mlhooks.core.source import Source

# No setting of a repository changes what is printed or runs a program.
PLAIN = (
    *("--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all"),
    *("--find-renames", "-l1000", "--src-prefix=a/", "--dst-prefix=b/"),
)


class Changes:
    """What changed in a repository since the merge base of HEAD and a commit.

    `root`: the repository's top, absolute. `files`: the path of each file that changed, relative to it, and
    its lines; None where all of it counts as changed. Raises UsageError where the question has no answer.
    """

    def __init__(self, root: str, ref: str, *, staged: bool, index: dict[str, str] | None = None) -> None:
        self.root = root
        self.ref = ref
        base = _merge_base(root, ref)
        try:
            self.files: dict[str, Lines | None] = _changed(root, base, staged=staged, more=index or {})
            self.tracked = frozenset(listed_files(root, untracked=False))
        except GitError as error:
            raise UsageError(_why(root, ref, error)) from None

    def only(self, names: Iterable[str]) -> Iterator[str]:
        """Those of these files, given as people write them, in which anything changed."""
        folders: dict[str, str] = {}
        for name in names:
            folder, last = os.path.split(name)
            if folder not in folders:
                real = os.path.realpath(folder or ".").replace(os.sep, "/") + "/"
                if not real.startswith(self.root + "/"):
                    raise UsageError(f"{name} does not lie in {self.root}, where {self.ref} was looked up")
                folders[folder] = real[len(self.root) + 1 :]
            path = folders[folder] + last
            if path in self.files or path not in self.tracked:
                yield name

    def touches(self, source: Source, finding: Finding) -> bool:
        """Whether a finding lies on what changed; one about a whole file, whether the file is new."""
        if source.path not in self.files:
            return source.path not in self.tracked
        lines = self.files[source.path]
        if lines is None:
            return True
        start, end = finding.span
        if start == end or source.data is None:
            return False
        return lines.touch(source.line_of(start), source.line_of(end - 1))


def _merge_base(root: str, ref: str) -> str:
    """The commit where HEAD and `ref` part. Raises UsageError."""
    top = os.fsdecode(git(root, "rev-parse", "--show-toplevel")).rstrip("\n")
    if os.path.realpath(top).replace(os.sep, "/") != root:
        raise UsageError(f"git keeps the files of {root} elsewhere, in {top}; run this command there")
    head = _commit(root, "HEAD")
    if not head:
        raise UsageError(
            f"HEAD has no commit yet, so nothing can have changed since {ref}; leave --since out"
        )
    other = _commit(root, ref)
    if not other:
        raise UsageError(_unknown(root, ref))
    try:
        found = git(root, "merge-base", other, head).split()
    except GitError:
        found = []
    if found:
        return found[0].decode()
    if _is(root, "--is-shallow-repository"):
        raise UsageError(
            f"this clone is shallow and does not reach the commit where {ref} and HEAD part; "
            "`git fetch --unshallow` completes it, in GitHub Actions `fetch-depth: 0` at actions/checkout"
        )
    raise UsageError(f"{ref} and HEAD have no commit in common, so there is nothing to compare with")


def _unknown(root: str, ref: str) -> str:
    known = f'git knows no commit called "{ref}" here'
    if _is(root, "--is-shallow-repository"):
        return f"{known}, and this clone is shallow; fetch it, in GitHub Actions with `fetch-depth: 0`"
    return f"{known}; a branch of the remote is written origin/NAME and must have been fetched"


def _commit(root: str, ref: str) -> str:
    """The full name of a commit, "" for what names none; what begins with a dash is never an option."""
    if ref.startswith("-") or not ref or "\0" in ref:
        return ""
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except GitError:
        return ""


def _is(root: str, question: str) -> bool:
    try:
        return git(root, "rev-parse", question).strip() == b"true"
    except GitError:
        return False


def _why(root: str, ref: str, error: GitError) -> str:
    """What to do when the comparison failed."""
    try:
        git(root, "config", "--get-regexp", r"^remote\..*\.promisor$")
    except GitError:
        return f"git cannot compare with {ref}: {error}"
    return (
        f"this partial clone lacks contents that a comparison with {ref} needs, and mlhooks fetches nothing; "
        f"`git diff --stat {ref}...HEAD` once makes git fetch them"
    )


def _changed(root: str, base: str, *, staged: bool, more: dict[str, str]) -> dict[str, Lines | None]:
    """Every file that differs from a commit, with its lines; without those that are gone."""
    arguments = [*PLAIN, "--cached", base] if staged else [*PLAIN, base]
    variables = {**without_filters(root), **more}
    asked = ("diff", "--raw", "--numstat", "-z", "--diff-filter=d", *arguments, "--")
    with output(root, *asked, more=variables) as stream:
        files: dict[str, Lines | None] = dict(listed(stream.read()))
    with output(root, "diff", "-U0", "--diff-filter=d", *arguments, "--", more=variables) as stream:
        for path, lines in hunks(stream):
            if files.get(path) is not None:
                files[path] = lines
    return files
