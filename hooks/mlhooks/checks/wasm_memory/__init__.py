# SPDX-License-Identifier: Apache-2.0
"""`wasm-memory`: how far WebAssembly memories may grow, in programs and modules."""

from mlhooks.checks.wasm_memory.rules import RULES
from mlhooks.core.check import Check, Option, Trigger

VALIDATOR = "mlhooks.checks.wasm_memory.units:option_error"

# Build files whose names say what they are and whose kinds do not.
NAMED = (".cargo/config", "nim.cfg", "dub.sdl", ".ac", ".m4", ".pro", ".pri", "scsub", ".gn", ".gni")
SETTINGS = (b"ALLOW_MEMORY_GROWTH", b"MAXIMUM_MEMORY", b"INITIAL_MEMORY", b"TOTAL_MEMORY")
OPTIONS = (b"--max-memory", b"--initial-memory")

CHECK = Check(
    "wasm-memory",
    "WebAssembly memories without a bound, above it, or that no engine creates",
    "mlhooks.checks.wasm_memory.judge",
    RULES,
    triggers=(
        Trigger(b"WebAssembly"),
        *(Trigger(word) for word in (*SETTINGS, *OPTIONS)),
        Trigger(b"WASM_MEM_MAX"),
        Trigger(b"BINARYEN_MEM_MAX"),
        Trigger(b"--maximumMemory"),
        Trigger(b"--initialMemory"),
        Trigger(b"--sharedMemory"),
        Trigger(b'"sharedMemory"'),
        Trigger(b"-memory-pages"),
        *(Trigger(word, names=(".zig",)) for word in (b".max_memory", b".initial_memory")),
        *(Trigger(word, names=NAMED) for word in (*SETTINGS, *OPTIONS)),
        Trigger(b'"maximumMemory"'),
        Trigger(b'"initialMemory"'),
        Trigger(b"AGFzbQ"),
    ),
    kinds=(
        *("javascript", "jsx", "ts", "tsx", "html", "vue", "svelte"),
        *("cmake", "dockerfile", "json", "makefile", "python", "rust", "shell", "toml", "yaml"),
        *("bazel", "batch", "ini", "lua", "meson", "nim", "powershell", "zig"),
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
    files=r"\.(?:[cm]?[jt]s|[jt]sx|html?|vue|svelte|wasm|wat|wast|cmake|py|sh|bash|mk|toml|ya?ml|rs|zig"
    r"|nims?|lua|ps1|bat|cmd|gyp|gypi|gni?|pr[io]|ac|m4|bzl|ini)$"
    r"|(?:^|/)(?:CMakeLists\.txt|(?:GNU)?[Mm]akefile(?:\.[^/]*)?|meson\.build|SConstruct|SCsub"
    r"|BUILD(?:\.bazel)?|nim\.cfg|dub\.sdl|\.cargo/config|Dockerfile(?:\.[^/]*)?"
    r"|(?:package|asconfig[^/]*|dub|project|CMakePresets|CMakeUserPresets)\.json"
    r"|[^/]*target[^/]*\.json)$",
)
