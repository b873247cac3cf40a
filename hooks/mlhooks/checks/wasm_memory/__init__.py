# SPDX-License-Identifier: Apache-2.0
"""`wasm-memory`: how far WebAssembly memories may grow, in programs and modules."""

from mlhooks.checks.wasm_memory.rules import RULES
from mlhooks.core.check import Check, Option, Trigger

VALIDATOR = "mlhooks.checks.wasm_memory.units:option_error"

CHECK = Check(
    "wasm-memory",
    "WebAssembly memories without a bound, above it, or that no engine creates",
    "mlhooks.checks.wasm_memory.judge",
    RULES,
    triggers=(
        Trigger(b"WebAssembly"),
        Trigger(b"ALLOW_MEMORY_GROWTH"),
        Trigger(b"MAXIMUM_MEMORY"),
        Trigger(b"INITIAL_MEMORY"),
        Trigger(b"TOTAL_MEMORY"),
        Trigger(b"WASM_MEM_MAX"),
        Trigger(b"BINARYEN_MEM_MAX"),
        Trigger(b"--max-memory"),
        Trigger(b"--initial-memory"),
        Trigger(b"--maximumMemory"),
        Trigger(b"--initialMemory"),
        Trigger(b'"maximumMemory"'),
        Trigger(b'"initialMemory"'),
        Trigger(b"AGFzbQ"),
    ),
    kinds=(
        *("javascript", "jsx", "ts", "tsx", "html", "vue", "svelte"),
        *("cmake", "dockerfile", "json", "makefile", "python", "rust", "shell", "toml", "yaml"),
    ),
    suffixes=(".wasm", ".wat", ".wast"),
    inspector="mlhooks.checks.wasm_memory.inspector",
    magics=(b"\0asm",),
    options=(
        Option(
            "max",
            "size",
            "",
            'the largest maximum: a size ("512MiB", "2GiB") or pages of 64 KiB',
            validator=VALIDATOR,
        ),
        Option(
            "target", "str", "", 'where it must run; "mobile" judges shared memories', choices=("", "mobile")
        ),
        Option(
            "mobile-max",
            "size",
            "512MiB",
            "the largest shared maximum for phones, written like `max`",
            validator=VALIDATOR,
        ),
    ),
    files=r"\.(?:[cm]?[jt]s|[jt]sx|html?|vue|svelte|wasm|wat|wast|cmake|py|sh|bash|mk|toml|ya?ml|rs)$"
    r"|(?:^|/)(?:CMakeLists\.txt|[Mm]akefile|Dockerfile(?:\.[^/]*)?|(?:package|asconfig[^/]*|dub|project|CMakePresets)\.json"
    r"|[^/]*target[^/]*\.json)$",
)
