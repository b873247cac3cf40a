# SPDX-License-Identifier: Apache-2.0
"""The rules of `wasm-memory`: constants only, since the hot path builds them."""

from mlhooks.core.rule import ERROR, NOTE, WARNING, Rule

JS_API = "https://developer.mozilla.org/docs/WebAssembly/Reference/JavaScript_interface/Memory/Memory"
CORE = "https://webassembly.github.io/spec/core/binary/types.html#limits"

INVALID = Rule(
    "wasm-memory-invalid",
    ERROR,
    "a memory that no engine creates, or a .wasm file that breaks off",
    why=(
        "A shared memory without a maximum, a maximum below the initial size or above what the engine can "
        "address, a missing `new`: each throws when the line runs. A module that is cut short or malformed "
        "is refused when it is compiled. Nothing that depends on it starts."
    ),
    bad="new WebAssembly.Memory({ initial: 256, shared: true });",
    good="new WebAssembly.Memory({ initial: 256, maximum: 8192, shared: true });",
    language="javascript",
    verdict="error; a note where it is a feature probe (value dropped inside try) or is expected to throw",
    references=(JS_API, CORE),
)

UNBOUNDED = Rule(
    "wasm-memory-unbounded",
    WARNING,
    "a memory without a maximum may grow to the engine's limit",
    why=(
        "Without a maximum only the engine stops the growth, at 4 GiB for 32-bit memories. Phones kill the "
        "tab long before that, and nothing tells the user why. With a maximum growing fails where the "
        "program can see it and free something."
    ),
    bad="new WebAssembly.Memory({ initial: 256 });",
    good="new WebAssembly.Memory({ initial: 256, maximum: 8192 });",
    language="javascript",
    verdict="warning in shipped code; note in tests, examples, docs, probes and generated glue",
    references=(JS_API, CORE),
)

TOO_LARGE = Rule(
    "wasm-memory-too-large",
    NOTE,
    "the maximum is above 2 GiB, or above `max`",
    why=(
        "A maximum that no phone can give only names the place where the tab is killed. Until the team has "
        "set `max`, a written maximum is taken as a decision."
    ),
    bad="new WebAssembly.Memory({ initial: 256, maximum: 49152 });",
    good="new WebAssembly.Memory({ initial: 256, maximum: 16384 });",
    language="javascript",
    verdict="note above 2 GiB; warning above `max` once it is set",
    references=(JS_API,),
)

MOBILE = Rule(
    "wasm-memory-mobile",
    WARNING,
    "a shared maximum that iOS Safari refuses",
    why=(
        "A shared memory reserves its maximum when it is created, and iOS Safari refuses large ones even "
        "though little of it is used: the page fails at once on phones and nowhere else."
    ),
    bad="new WebAssembly.Memory({ initial: 256, maximum: 32768, shared: true });",
    good="new WebAssembly.Memory({ initial: 256, maximum: 8192, shared: true });",
    language="javascript",
    verdict='silent; warning with `target = "mobile"`',
    references=("https://github.com/emscripten-core/emscripten/issues/19144", JS_API),
)

UNRESOLVED = Rule(
    "wasm-memory-unresolved",
    NOTE,
    "the maximum cannot be told from this file",
    why="The maximum comes from elsewhere, or the program is too large to parse, so its size is not judged.",
    bad="new WebAssembly.Memory({ initial: 256, maximum: options.pages });",
    good="new WebAssembly.Memory({ initial: 256, maximum: 8192 });",
    language="javascript",
    references=(JS_API,),
)

IMPLICIT = Rule(
    "wasm-memory-implicit",
    NOTE,
    "growth is turned on and no maximum is stated",
    why=(
        "Emscripten then takes a maximum of its own: 2 GiB, 4 GiB for a larger initial memory, none before "
        "1.39.12; napi-rs takes 4 GiB. Phones kill the tab before that, and a reader of the build sees no "
        "bound at all."
    ),
    bad="emcc -sALLOW_MEMORY_GROWTH main.c",
    good="emcc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=512MB main.c",
    language="shell",
    references=("https://emscripten.org/docs/tools_reference/settings_reference.html#maximum-memory",),
)

RULES = (INVALID, UNBOUNDED, TOO_LARGE, MOBILE, IMPLICIT, UNRESOLVED)
