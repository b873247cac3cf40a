# SPDX-License-Identifier: Apache-2.0
"""Pre-commit hooks for teams that ship PyTorch models to browsers and devices."""

__version__ = "0.1.0"
