# SPDX-License-Identifier: Apache-2.0
"""The actions that a written workflow uses, each by the commit of a release: a tag can be moved."""

from __future__ import annotations

# (action, commit, release); each pair was read in the workflows of several unrelated public repositories.
CHECKOUT = ("actions/checkout", "de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2")
PYTHON = ("actions/setup-python", "a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0")
UPLOAD = ("github/codeql-action/upload-sarif", "0d579ffd059c29b07949a3cce3983f0780820c98", "v4.32.6")


def uses(pin: tuple[str, str, str]) -> str:
    """The line of a step that uses an action."""
    action, commit, release = pin
    return f"uses: {action}@{commit} # {release}"
