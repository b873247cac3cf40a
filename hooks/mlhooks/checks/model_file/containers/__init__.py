# SPDX-License-Identifier: Apache-2.0
"""One module for each format that holds other things; each reads within the examination's budget."""
