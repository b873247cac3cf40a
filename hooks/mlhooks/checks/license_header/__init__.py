# SPDX-License-Identifier: Apache-2.0
"""`license-header`: every source file says under which license it may be used."""

from mlhooks.checks.license_header.rules import RULES
from mlhooks.core.check import Check, Option

KINDS = (
    "python", "pyi", "cython", "shell", "javascript", "jsx", "ts", "tsx", "c", "c++", "header", "cuda",
    "objective-c", "objective-c++", "java", "kotlin", "scala", "groovy", "dart", "swift", "go", "rust",
    "c#", "php", "ruby", "perl", "r", "lua", "powershell", "proto", "css", "scss", "sql", "terraform",
    "cmake", "makefile", "dockerfile", "vue", "svelte", "yaml",
)  # fmt: skip

VALIDATOR = "mlhooks.checks.license_header.settings:option_error"

CHECK = Check(
    "license-header",
    "source files without a license header, or with another license's",
    "mlhooks.checks.license_header.judge",
    RULES,
    kinds=KINDS,
    options=(
        Option(
            "license",
            "str",
            "",
            "the SPDX expression of your files; empty: as pyproject.toml, package.json or LICENSE says",
            validator=VALIDATOR,
        ),
        Option(
            "holder",
            "str",
            "",
            "whose copyright is written and taken as yours; empty: as these files name the holder or author",
            validator=VALIDATOR,
        ),
        Option(
            "year",
            "str",
            "none",
            'written before the holder: "none", or years such as "2024" or "2021-2024"',
            validator=VALIDATOR,
        ),
        Option("style", "str", "spdx", "how a header is written: SPDX tags", choices=("spdx",)),
        Option("allow", "strs", [], "SPDX ids of other licenses that files may bear", validator=VALIDATOR),
        Option(
            "replace-own",
            "bool",
            False,
            "let the fix put your license into a header that is yours and otherwise ours",
        ),
    ),
    everything=True,
    opt_in=True,
    types_or=("text",),
)
