# SPDX-License-Identifier: Apache-2.0
"""What a check may know about where a file stands: settings, path class, and bounded neighbours."""

from mlhooks.core.project.project import Project, Tree

__all__ = ["Project", "Tree"]
