# SPDX-License-Identifier: Apache-2.0
"""`mlhooks init`: what a repository holds, and the files that set mlhooks up for it."""
