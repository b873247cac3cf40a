# SPDX-License-Identifier: Apache-2.0
"""Memory flags of compilers and linkers: one module for each family of syntax, one shared judgement."""
