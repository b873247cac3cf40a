# SPDX-License-Identifier: Apache-2.0
"""What kind of file this is, from its name and, without a suffix, from its first line.

Kinds carry the names of `identify`'s tags where it has one. The table holds what the checks ask for and
answers without an import; `tags` asks `identify` for everything else.
"""

SUFFIXES = {
    "py": "python", "pyw": "python", "wsgi": "python", "gyp": "python", "gypi": "python", "pyi": "pyi",
    "pyx": "cython", "pxd": "cython", "pxi": "cython", "ipynb": "jupyter",
    "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "jsx",
    "ts": "ts", "mts": "ts", "cts": "ts", "tsx": "tsx",
    "html": "html", "htm": "html", "xhtml": "html", "vue": "vue", "svelte": "svelte",
    "c": "c", "h": "header", "cc": "c++", "cpp": "c++", "cxx": "c++", "c++": "c++", "hh": "c++", "hpp": "c++",
    "hxx": "c++", "ipp": "c++", "tpp": "c++", "inl": "c++", "ino": "c++", "cppm": "c++", "ixx": "c++",
    "hip": "c++", "cl": "c", "ispc": "c", "cu": "cuda", "cuh": "cuda", "m": "objective-c",
    "mm": "objective-c++", "metal": "metal", "glsl": "glsl", "vert": "glsl", "frag": "glsl", "comp": "glsl",
    "geom": "glsl", "hlsl": "hlsl", "hlsli": "hlsl", "wgsl": "wgsl", "s": "asm", "asm": "nasm",
    "ld": "linker-script", "ll": "llvm", "mlir": "mlir", "td": "tablegen",
    "yaml": "yaml", "yml": "yaml", "cff": "yaml", "toml": "toml", "json": "json", "jsonl": "json",
    "jsonc": "jsonc", "ini": "ini", "cfg": "ini", "conf": "ini", "properties": "java-properties",
    "env": "dotenv", "textproto": "textproto", "txtpb": "textproto", "pbtxt": "textproto",
    "sh": "shell", "bash": "shell", "zsh": "shell", "ksh": "shell", "bats": "shell", "fish": "fish",
    "ps1": "powershell", "psm1": "powershell", "psd1": "powershell", "bat": "batch", "cmd": "batch",
    "md": "markdown", "markdown": "markdown", "rst": "rst", "txt": "plain-text",
    "xml": "xml", "xsd": "xml", "xsl": "xml", "xslt": "xml", "xaml": "xml", "pom": "xml", "csproj": "xml",
    "vcxproj": "xml", "props": "xml", "targets": "xml", "urdf": "xml", "xacro": "xml", "plist": "xml",
    "storyboard": "xml", "xib": "xml", "svg": "svg",
    "css": "css", "scss": "scss", "sass": "sass", "less": "less", "sql": "sql", "csv": "csv",
    "java": "java", "kt": "kotlin", "kts": "kotlin", "swift": "swift", "go": "go", "rs": "rust",
    "rb": "ruby", "rake": "ruby", "gemspec": "ruby", "podspec": "ruby",
    "php": "php", "cs": "c#", "csx": "c#", "fs": "f#", "fsx": "f#", "vb": "vb", "r": "r", "lua": "lua",
    "pl": "perl", "pm": "perl", "cmake": "cmake", "mk": "makefile", "make": "makefile",
    "bzl": "bazel", "bazel": "bazel", "meson": "meson", "dockerfile": "dockerfile",
    "tf": "terraform", "tfvars": "terraform", "hcl": "terraform", "proto": "proto", "fbs": "flatbuffers",
    "thrift": "thrift", "graphql": "graphql", "scala": "scala", "sbt": "scala", "sc": "scala",
    "dart": "dart", "groovy": "groovy", "gradle": "groovy", "jl": "julia", "nim": "nim", "nims": "nim",
    "ex": "elixir", "exs": "elixir", "erl": "erlang", "hrl": "erlang", "nix": "nix", "tcl": "tcl",
    "awk": "awk", "gd": "gdscript", "zig": "zig", "vala": "vala", "sol": "solidity", "qml": "qml",
    "v": "verilog", "vh": "verilog", "sv": "system-verilog", "svh": "system-verilog", "vhd": "vhdl",
    "hs": "haskell", "adb": "ada", "ads": "ada", "elm": "elm", "ml": "ocaml", "mli": "ocaml",
    "clj": "clojure", "cljc": "clojure", "cljs": "clojure", "scm": "scheme", "lisp": "lisp", "el": "lisp",
    "f90": "fortran", "f95": "fortran", "f03": "fortran", "f08": "fortran",
    "tex": "tex", "sty": "tex", "cls": "tex", "rd": "rd", "vim": "vim",
    "j2": "jinja", "jinja": "jinja", "jinja2": "jinja", "hbs": "handlebars",
    "wasm": "wasm", "wat": "wat", "wast": "wat",
}  # fmt: skip

# In any case, but for those in capitals: a file called `build` is a script.
NAMES = {
    "dockerfile": "dockerfile",
    "containerfile": "dockerfile",
    "makefile": "makefile",
    "gnumakefile": "makefile",
    "cmakelists.txt": "cmake",
    "meson.build": "meson",
    "meson_options.txt": "meson",
    "meson.options": "meson",
    "BUILD": "bazel",
    "BUCK": "bazel",
    "WORKSPACE": "bazel",
    "copy.bara.sky": "bazel",
    "sconstruct": "python",
    "sconscript": "python",
    "wscript": "python",
    "rakefile": "ruby",
    "gemfile": "ruby",
    "podfile": "ruby",
    "fastfile": "ruby",
    "vagrantfile": "ruby",
    "jenkinsfile": "groovy",
    "package-lock.json": "json",
    "pipfile": "toml",
    "pylintrc": "ini",
    ".npmrc": "ini",
    ".pypirc": "ini",
    ".flake8": "ini",
    ".coveragerc": "ini",
    ".pylintrc": "ini",
    ".codespellrc": "ini",
    ".clang-format": "yaml",
    ".clang-tidy": "yaml",
    ".yamllint": "yaml",
    ".bashrc": "shell",
    ".bash_profile": "shell",
    ".profile": "shell",
    ".zshrc": "shell",
    ".envrc": "shell",
    "pkgbuild": "shell",
    ".env": "dotenv",
    ".bazelrc": "bazelrc",
    ".editorconfig": "editorconfig",
    ".dockerignore": "dockerignore",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "go.mod": "go-mod",
}

INTERPRETERS = (
    (b"python", "python"),
    (b"pypy", "python"),
    (b"node", "javascript"),
    (b"deno", "ts"),
    (b"bun", "ts"),
    (b"bash", "shell"),
    (b"zsh", "shell"),
    (b"dash", "shell"),
    (b"sh", "shell"),
    (b"ruby", "ruby"),
    (b"perl", "perl"),
    (b"Rscript", "r"),
    (b"julia", "julia"),
    (b"lua", "lua"),
    (b"php", "php"),
    (b"pwsh", "powershell"),
    (b"fish", "fish"),
)


def kind_of(path: str, head: bytes) -> str:
    """The kind of the file, or "" when the table does not know it. `path` has forward slashes."""
    written = path[path.rfind("/") + 1 :]
    name = written.lower()
    known = NAMES.get(name) or NAMES.get(written)
    if known:
        return known
    dot = name.rfind(".")
    if dot >= 0:
        suffix = name[dot + 1 :]
        if suffix in ("in", "cmake"):  # what a build fills in is written in the language of the rest
            kind = NAMES.get(name[:dot]) or SUFFIXES.get(name[name.rfind(".", 0, dot) + 1 : dot], "")
            return kind or SUFFIXES.get(suffix, "")
        kind = SUFFIXES.get(suffix, "")
        if kind:
            return kind
    if name.startswith((".env.", "dockerfile.", "makefile.")):
        return {".": "dotenv", "d": "dockerfile", "m": "makefile"}[name[0]]
    if dot <= 0 and head.startswith(b"#!"):
        return _from_shebang(head)
    return ""


def _from_shebang(head: bytes) -> str:
    words = head[2:].split(b"\n", 1)[0].replace(b"\\", b"/").split()
    if words and words[0].endswith(b"/env"):
        words = [word for word in words[1:] if not word.startswith(b"-") and b"=" not in word]
    if not words:
        return ""
    program = words[0].rsplit(b"/", 1)[-1]
    for prefix, kind in INTERPRETERS:
        if program.startswith(prefix):
            return kind
    return ""


def tags(path: str) -> frozenset[str]:
    """`identify`'s tags for this name (imported here, since it costs more than the whole hot path)."""
    from identify.identify import tags_from_filename

    return frozenset(tags_from_filename(path))
