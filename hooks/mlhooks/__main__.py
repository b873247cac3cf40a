# SPDX-License-Identifier: Apache-2.0
"""`python -I -m mlhooks`, for debugging; hooks use the console script, which imports nothing from the cwd."""

from mlhooks.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
