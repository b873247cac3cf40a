# SPDX-License-Identifier: Apache-2.0
"""`license-header`: the four states, what is left alone, and where a header is written."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks import fix
from mlhooks.checks.license_header import CHECK
from mlhooks.checks.license_header.expression import is_valid, permits, spelled
from mlhooks.checks.license_header.settings import option_error
from mlhooks.checks.license_header.writing import line_ending
from mlhooks.core.check import NotConfigured
from mlhooks.core.source import from_bytes
from support import judge, judge_source

TABLE = {"license": "Apache-2.0", "holder": "The Example authors"}
TAG = "SPDX-License-Identifier: Apache-2.0"
HOLDER = "SPDX-FileCopyrightText: The Example authors"
MIT_TEXT = """Permission is hereby granted, free of charge, to any person
 * obtaining a copy of this software and associated documentation files"""
BSD = """Redistribution and use in source and binary
# forms, with or without modification, are permitted"""
APACHE = 'Licensed under the Apache License,\n#   Version 2.0 (the "License"); you may not use this file'


def states(tmp_path, path, content, **options):
    found = judge(CHECK, tmp_path, path, content, options={**TABLE, **options})
    return [finding.rule.removeprefix("license-header-") for finding in found]


OK = [
    ("a.py", f"# {TAG}\nx = 1\n"),
    ("a.py", f"#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n\n# {TAG}\n"),
    ("a.py", f'"""Doc.\n\n{TAG}\n"""\n'),
    ("a.py", f'"""Doc."""\n# Copyright 2020 Someone\n# {APACHE}\n'),
    ("a.py", "# SPDX-License-Identifier: MIT OR Apache-2.0\n"),
    ("a.py", "# SPDX-License-Identifier: (mit or APACHE-2.0)\n"),
    ("a.py", "# Copyright 2018 The Example authors. See the LICENSE file.\n"),
    ("a.py", f"# Copyright 2018 Other\n#\n# {APACHE}\n"),
    ("a.js", f"/* {TAG} */\nx()\n"),
    ("a.js", "/**\n * @license Apache-2.0\n */\n"),
    ("a.js", "#!/usr/bin/env node\n'use strict';\n// " + TAG + "\n"),
    ("a.js", "/* @license See the LICENSE file. */\n"),
    ("a.ts", f"// {TAG}\n"),
    ("a.h", f"#pragma once\n// {TAG}\n"),
    ("a.h", f"#ifndef A_H\n#define A_H\n/*\n * {TAG}\n */\n"),
    ("a.yaml", f"---\n# {TAG}\na: b\n"),
    ("a.sh", f"#!/bin/sh\n################\n# | {TAG} |\n################\n"),
    ("a.vue", f"<!-- {TAG} -->\n<template/>\n"),
    ("a.py", "# This file is distributed under the same license as the Example package.\n"),
    ("a.rst", f"..\n   Copyright 2020 Other\n\n   {TAG}\n\nTitle\n=====\n"),
    ("a.rst", f".. Copyright 2020 Other\n   {TAG}\n"),
    ("a.ml", f"(* a (* b *) {TAG} *)\n"),
    ("a.lua", f"--[[ {TAG} ]]\n"),
    ("a.lua", f"--[==[ ]] {TAG} ]==]\n"),
    ("a.rb", f"=begin\n{TAG}\n=end\nx\n"),
    ("a.pl", f"=pod\n\n{TAG}\n\n=cut\nx\n"),
    ("a.php", f"<?php /* {TAG} */ x();\n"),
    ("a.hs", f"{{- {TAG} -}}\nmodule A\n"),
    ("a.bat", f"@echo off\nREM {TAG}\n"),
    ("a.kt", f'@file:JvmName("A")\n// {TAG}\n'),
    ("a.md", f"---\ntitle: x\n---\n<!-- {TAG} -->\n"),
]
MISSING = [
    ("a.py", "x = 1\n"),
    ("license.py", "x = 1\n"),
    ("a.py", "# a comment on copyright notices and licenses\nx = 1\n"),
    ("a.py", f"x = 1\n# {TAG}\n"),
    ("a.py", f"x = '{TAG}'\n"),
    ("a.py", '"""The dataset is released under CC BY 4.0."""\n'),
    ("a.py", "# (a) one\n# (b) two\n# (c) Three\nx\n"),
    ("a.js", "x('// " + TAG + "')\n"),
    ("a.c", "int main(void) { return 0; }\n"),
    ("a.cpp", "int x;\n"),
    ("a.sh", "#!/bin/sh\necho\n"),
    ("a.yml", "a: |\n  # " + TAG + "\n"),
    ("Dockerfile", "FROM x\n"),
    ("a.rst", f"Title\n=====\n\n.. {TAG}\n"),
    ("a.rst", f".. note:: {TAG}\n"),
    ("a.md", f"# T\n\n<!-- {TAG} -->\n"),
    ("a.c", f"/* a */ int x; // {TAG}\n"),
    ("a.lua", f"--[[ a\n]] x = 1 -- {TAG}\n"),
    ("snapshot/a.py", "x = 1\n"),
]
FOREIGN = [
    ("a.py", "# SPDX-License-Identifier: GPL-3.0-only\n"),
    ("a.py", "# SPDX-License-Identifier: Apache-2.0\n# SPDX-License-Identifier: MIT\n"),
    ("a.py", "# SPDX-License-Identifier: Apache-2.0 AND MIT\n"),
    ("a.py", "# Copyright (c) 2019 Somebody Else\n"),
    ("a.py", "# (c) 2019 Somebody Else\n"),
    ("a.py", "# © Somebody Else 2019\n# License: BSD 3 clause\n"),
    ("a.py", f"# {BSD}\n"),
    ("a.py", '"""\nCopyright 2019 Somebody\nLicensed under the MIT license\n"""\n'),
    ("a.js", f"/*\n * {MIT_TEXT}\n */\n"),
    ("a.js", "// Licensed under the Foo Public License\n"),
    (
        "a.c",
        "/* This program is free software under the GNU General\n * Public License version 2 or later */\n",
    ),
    ("a.cc", "// Copyright Somebody. All rights reserved. Proprietary and confidential.\n"),
    ("a.py", "# Ultra AGPL-3.0 License\n"),
]
STALE = [
    ("a.py", f"# {HOLDER}\n# SPDX-License-Identifier: MIT\n"),
    ("a.py", "# Copyright (c) 2019-2021 THE  EXAMPLE Authors. All rights reserved.\nx\n"),
    ("a.js", f"/* Copyright 2020 The Example authors\n * {MIT_TEXT}\n */\n"),
    ("a.cc", "/*!\n *  Copyright (c) 2015-2020 by Contributors\n * \\file a.cc\n */\n"),
    ("a.cc", "// Copyright by Contributors 2017-2025\n"),
]


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        *[(*case, []) for case in OK],
        *[(*case, ["missing"]) for case in MISSING],
        *[(*case, ["foreign"]) for case in FOREIGN],
        *[(*case, ["stale"]) for case in STALE],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_states(tmp_path, path, content, expected, end):
    assert states(tmp_path, path, content.replace("\n", end).encode()) == expected


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", ""),
        ("a.py", "\n \n"),
        ("a.py", "\ufeff"),
        ("a.min.js", "x()"),
        ("pnpm-lock.yaml", "a: b\n"),
        ("a.json", "{}"),
        ("a.ipynb", "{}"),
        ("a.csv", "a,b\n"),
        ("a.txt", "a"),
        ("big.py", "x = 1\n" * 200_000),
        ("a_pb2.py", "x = 1\n"),
        ("a.py", '"""DO NOT EDIT.\n\nThis file was autogenerated. Do not edit it by hand.\n"""\nx = 1\n'),
        ("a.js", '"use strict";\n\nObject.defineProperty(exports, "__esModule", {\n  value: true\n});\n'),
        ("a.pb.h", "x\n"),
        ("ort-generated.ts", "x\n"),
        ("a_generated.h", "x\n"),
        ("docs/LICENSE.md", "x\n"),
        ("THIRD_PARTY_NOTICES.md", "x\n"),
    ],
)
def test_left_alone(tmp_path, path, content):
    assert states(tmp_path, path, content) == []


@pytest.mark.parametrize(
    ("path", "content", "severity"),
    [
        ("a.py", f"# {HOLDER}\n", "note"),
        ("a.py", f"# {HOLDER}\n# MIT License\n", "warning"),
        ("a.yaml", "a: 1\n", "note"),
        (".pre-commit-config.yaml", "repos: []\n", "note"),
        ("README.md", "# T\n", "note"),
        ("a.yaml", "# SPDX-License-Identifier: MIT\n", "warning"),
        ("a.py", "x = 1\n", "warning"),
    ],
)
def test_what_is_only_a_note(tmp_path, path, content, severity):
    (finding,) = judge(CHECK, tmp_path, path, content, options=TABLE)
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.html", "{% extends 'b.html' %}\n"),
        ("a.html", "<p>{{ x }}</p>\n"),
        ("a.md", "Hello {{ name }}\n"),
        ("a.xml", "<a>{%- if x %}</a>\n"),
        ("a.html", "<p><%= x %>\n"),
    ],
)
def test_a_template_is_not_written_into(tmp_path, path, content):
    (finding,) = judge(CHECK, tmp_path, path, content, options=TABLE)
    assert finding.fix == ()


@pytest.mark.parametrize("name", ["generated", "vendored"])
def test_left_alone_by_class(tmp_path, name):
    found = judge(CHECK, tmp_path, "a.py", "x\n", options=TABLE, classes=frozenset({name}))
    assert found == []


def test_allow(tmp_path):
    text = "# SPDX-License-Identifier: MIT\n"
    assert states(tmp_path, "a.py", text, allow=["MIT"]) == []
    assert states(tmp_path, "a.py", text, allow=["mit"]) == []
    assert states(tmp_path, "a.py", "# SPDX-License-Identifier: GPL-2.0+\n", allow=["GPL-2.0-or-later"]) == []
    assert states(tmp_path, "a.py", text, allow=["BSD-3-Clause"]) == ["foreign"]


def test_reuse(tmp_path):
    assert states(tmp_path, "a/b.py", "x\n") == ["missing"]
    (tmp_path / "a/b.py.license").write_text("SPDX-License-Identifier: MIT\n")
    assert states(tmp_path, "a/b.py", "x\n") == []
    (tmp_path / "REUSE.toml").write_text(
        '[[annotations]]\npath = ["c/**"]\nSPDX-License-Identifier = "MIT"\n'
    )
    assert states(tmp_path, "c/d/e.py", "x\n") == []
    assert states(tmp_path, "f/e.py", "x\n") == ["missing"]
    (tmp_path / "REUSE.toml").write_text("not toml")
    assert states(tmp_path, "f/e.py", "x\n") == ["missing"]


# (path, before, after) with H for the header's lines and their line ends
INSERTIONS = [
    ("a.py", "x = 1\n", "H\nx = 1\n"),
    ("a.py", "\nx = 1\n", "H\nx = 1\n"),
    ("a.py", '"""Doc."""\n', 'H\n"""Doc."""\n'),
    ("a.py", "#!/usr/bin/env python\nx\n", "#!/usr/bin/env python\nH\nx\n"),
    ("a.py", "# -*- coding: latin-1 -*-\nx\n", "# -*- coding: latin-1 -*-\nH\nx\n"),
    ("a.py", "#!/x\n# vim: set fileencoding=utf-8 :\nx\n", "#!/x\n# vim: set fileencoding=utf-8 :\nH\nx\n"),
    ("a.py", "# note\n# coding: utf-8\nx\n", "# note\n# coding: utf-8\nH\nx\n"),
    ("a.py", "x = 1\n# coding: utf-8\n", "H\nx = 1\n# coding: utf-8\n"),
    ("a.py", "# ---\n# jupyter:\n#   a: b\n# ---\nx\n", "# ---\n# jupyter:\n#   a: b\n# ---\nH\nx\n"),
    ("a.py", "\ufeffx = 1\n", "\ufeffH\nx = 1\n"),
    ("a.py", "\ufeff#!/x\nx = 1\n", "\ufeff#!/x\nH\nx = 1\n"),
    ("a.py", "x = 1", "H\nx = 1"),
    ("a.sh", "#!/bin/sh\n", "#!/bin/sh\nH"),
    ("a.sh", "#!/bin/sh", None),
    ("a.js", "'use strict';\n", "H\n'use strict';\n"),
    ("a.js", "#!/usr/bin/env node\nx()\n", "#!/usr/bin/env node\nH\nx()\n"),
    ("a.js", "/**\n * @jest-environment jsdom\n */\nx()\n", "/**\n * @jest-environment jsdom\n */\nH\nx()\n"),
    ("a.js", "// @flow strict\nx()\n", "// @flow strict\nH\nx()\n"),
    ("a.ts", "/// <reference path='x'/>\n", "H\n/// <reference path='x'/>\n"),
    ("a.c", "int x;\n", "H\nint x;\n"),
    ("a.rs", "#![no_std]\n", "H\n#![no_std]\n"),
    ("a.rs", "//! doc\n", "H\n//! doc\n"),
    ("a.go", "//go:build x\n\npackage a\n", "H\n//go:build x\n\npackage a\n"),
    ("a.yaml", "---\na: b\n", "H\n---\na: b\n"),
    ("a.yaml", "%YAML 1.2\n---\na: b\n", "%YAML 1.2\nH\n---\na: b\n"),
    ("a.yaml", "#cloud-config\na: b\n", "#cloud-config\nH\na: b\n"),
    ("Dockerfile", "# syntax=a/b\n# escape=`\nFROM x\n", "# syntax=a/b\n# escape=`\nH\nFROM x\n"),
    ("a.rb", "# frozen_string_literal: true\nx\n", "# frozen_string_literal: true\nH\nx\n"),
    ("a.php", "<?php\ndeclare(strict_types=1);\n", "<?php\nH\ndeclare(strict_types=1);\n"),
    ("a.php", "<p><?php x(); ?>\n", None),
    ("a.css", '@charset "utf-8";\na{}\n', '@charset "utf-8";\nH\na{}\n'),
    ("a.vue", "<template/>\n", "H\n<template/>\n"),
    ("a.py", "def f(:\n", None),
    ("a.py", "print 'two'\n", None),
    ("a.py", "x = 1\n# Copyright (c) 2019 Somebody\n", None),
    ("a.cmake", "// Licensed to the Foundation\n#define A\n", None),
    ("a.py", "; Copyright (c) 2019 Somebody\n", None),
    ("a.sh", "\n/*\n * SPDX-License-Identifier: MIT\n */\n", None),
]  # fmt: skip
SIGNS = {
    "js": "// %s",
    "ts": "// %s",
    "c": "// %s",
    "rs": "// %s",
    "go": "// %s",
    "php": "// %s",
    "css": "/* %s */",
    "vue": "<!-- %s -->",
}


@pytest.mark.parametrize(("path", "before", "after"), INSERTIONS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_insertion(tmp_path, path, before, after, end):
    old = before.replace("\n", end).encode()
    (finding,) = judge(CHECK, tmp_path, path, old, options=TABLE)
    assert finding.rule == "license-header-missing"
    if after is None and before != "#!/bin/sh":
        assert finding.fix == ()
        return
    sign = SIGNS.get(path.rpartition(".")[2], "# %s")
    header = "".join(sign % tag + "\n" for tag in (HOLDER, TAG))
    wanted = after.replace("H", header, 1) if after else "#!/bin/sh\n" + header[:-1]
    if after is None or "\n" not in before:
        end = "\n"
    new = fix.apply(finding.fix, old)
    assert new == wanted.replace("\n", end).encode()
    assert judge(CHECK, tmp_path, path, new, options=TABLE) == []


def test_insertion_counts_as_one_edit(tmp_path):
    old = b"#!/bin/sh\r\necho\r\ntrue\n"
    (finding,) = judge(CHECK, tmp_path, "a.sh", old, options=TABLE)
    ((span, header),) = finding.fix
    assert span == finding.span == (11, 11)
    assert fix.apply(finding.fix, old) == old[:11] + header + old[11:]
    assert header.count(b"\r\n") == header.count(b"\n") == 3


def test_year_and_no_holder(tmp_path):
    options = {**TABLE, "year": "2021-2024"}
    (finding,) = judge(CHECK, tmp_path, "a.py", "x\n", options=options)
    assert finding.fix[0].new.startswith(b"# SPDX-FileCopyrightText: 2021-2024 The Example authors\n")
    (finding,) = judge(CHECK, tmp_path, "a.py", "x\n", options={"license": "MIT", "year": "2024"})
    assert finding.fix[0].new == b"# SPDX-License-Identifier: MIT\n\n"


@pytest.mark.parametrize(
    ("data", "written"),
    [(b"x = 'a'\n", True), (b"x = '\xe9'\n", False), (b"# coding: latin-1\nx = 1\n", False)],
)
def test_holder_beyond_ascii(tmp_path, data, written):
    (finding,) = judge(CHECK, tmp_path, "a.py", data, options={**TABLE, "holder": "Exämple"})
    assert bool(finding.fix) is written


def test_utf16_is_reported_and_not_fixed(tmp_path):
    (finding,) = judge(CHECK, tmp_path, "a.sh", "echo\n".encode("utf-16"), options=TABLE)
    assert finding.fix == ()


def test_replace_own(tmp_path):
    old = f"# {HOLDER}\n# SPDX-License-Identifier: MIT\nx = 1\n"
    options = {**TABLE, "replace-own": True}
    (finding,) = judge(CHECK, tmp_path, "a.py", old, options=options)
    assert fix.apply(finding.fix, old.encode()) == old.replace("MIT", "Apache-2.0").encode()
    assert judge(CHECK, tmp_path, "a.py", old, options=TABLE)[0].fix == ()
    other = old.replace("x = 1", "# more words\nx = 1")
    assert judge(CHECK, tmp_path, "a.py", other, options=options)[0].fix == ()
    foreign = old.replace("The Example", "Some other")
    assert judge(CHECK, tmp_path, "a.py", foreign, options=options)[0].fix == ()


APACHE_FILE = (
    "Apache License\n  Version 2.0, January 2004\n  ... Copyright [yyyy] [name of copyright owner]\n"
)
MIT_FILE = f"MIT License\n\nCopyright (c) 2020-2024 Example, Inc. All rights reserved.\n\n{MIT_TEXT}\n"


@pytest.mark.parametrize(
    ("files", "license_id", "place", "holder"),
    [
        (
            {"pyproject.toml": '[project]\nlicense = "MIT"\nauthors = [{name = "Ex"}]\n'},
            "MIT",
            "pyproject.toml",
            "Ex",
        ),
        (
            {"pyproject.toml": '[project]\nlicense = {text = "BSD-3-Clause"}\n'},
            "BSD-3-Clause",
            "pyproject.toml",
            "",
        ),
        (
            {"pyproject.toml": '[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n'},
            "MIT",
            "pyproject.toml",
            "",
        ),
        ({"pyproject.toml": "[tool.x]\n", "LICENSE": APACHE_FILE}, "Apache-2.0", "LICENSE", ""),
        ({"LICENSE.txt": MIT_FILE}, "MIT", "LICENSE.txt", "Example, Inc"),
        ({"package.json": '{"license": "ISC", "author": "Ex <e@example.org>"}'}, "ISC", "package.json", "Ex"),
        ({"package.json": '{"license": "isc"}'}, "ISC", "package.json", ""),
        ({"package.json": '{"license": "UNLICENSED"}', "LICENSE": APACHE_FILE}, "Apache-2.0", "LICENSE", ""),
        (
            {"pyproject.toml": '[project]\nlicense = {text = "Apache"}\n', "LICENSE": APACHE_FILE},
            "Apache-2.0",
            "LICENSE",
            "",
        ),
        (
            {"package.json": '{"license": "SEE LICENSE IN x"}', "LICENSE": MIT_FILE},
            "MIT",
            "LICENSE",
            "Example, Inc",
        ),
        (
            {"package.json": '{"license": "MIT"}', "sub/package.json": '{"license": "ISC"}'},
            "ISC",
            "sub/package.json",
            "",
        ),
    ],
)
def test_read_from_the_project(tmp_path, files, license_id, place, holder):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    (finding,) = judge(CHECK, tmp_path, "sub/a.py", "x\n")
    assert f"the license is {license_id}, as {place} says" in finding.help[0].text
    expected = f"# SPDX-FileCopyrightText: {holder}\n" if holder else ""
    assert finding.fix[0].new.decode() == f"{expected}# SPDX-License-Identifier: {license_id}\n\n"


def test_not_configured(tmp_path):
    with pytest.raises(NotConfigured) as raised:
        judge(CHECK, tmp_path, "a.py", "x\n")
    place = "[tool.mlhooks.license-header] in pyproject.toml"
    assert str(raised.value).endswith(f'(such as "MIT") in {place}. Nothing was checked.')


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("license", "Apache-2.0", ""),
        ("license", "", ""),
        ("license", "MIT OR (Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0)", ""),
        ("license", "LicenseRef-Ours", ""),
        ("license", "mit", 'license: SPDX does not spell it "mit"; write "MIT"'),
        ("license", " MIT", 'license: SPDX does not spell it " MIT"; write "MIT"'),
        ("license", "Apache", 'license: SPDX lists no license "Apache"; did you mean "Apache-2.0"?'),
        ("license", "MIT OR Apache-2.O", 'license: SPDX lists no license "Apache-2.O"; did you mean "Apache-2.0"?'),
        ("license", "Apache 2.0", 'license: "Apache 2.0" is no SPDX expression; did you mean "Apache-2.0"?'),
        ("license", "MIT License", 'license: "MIT License" is no SPDX expression; did you mean "MIT"?'),
        ("license", "GPLv3", 'license: SPDX lists no license "GPLv3"; did you mean "GPL-3.0-or-later"?'),
        ("license", "BSD", 'license: SPDX lists no license "BSD"; did you mean "BSD-3-Clause"?'),
        ("license", "UNLICENSED", 'license: SPDX lists no license "UNLICENSED"; a license of your own'),
        ("license", "MIT WITH Foo", 'license: SPDX lists no exception "Foo"'),
        ("license", "x" * 400, f'license: "{"x" * 80}" is no SPDX expression; a license of your own'),
        ("license", " ", 'license: " " is no SPDX expression'),
        ("allow", [], ""),
        ("allow", ["MIT", "LicenseRef-Ours"], ""),
        ("allow", ["MIT", "isc"], 'allow: SPDX does not spell it "isc"; write "ISC"'),
        ("allow", [""], 'allow: "" is no SPDX expression'),
        ("year", "none", ""),
        ("year", "2024", ""),
        ("year", "2021-2024", ""),
        ("year", "2024-2021", 'year: "2024-2021" is neither "none", "first-commit" nor years such as'),
        ("year", "20xx", 'year: "20xx" is neither'),
        ("year", "2024\n", 'year: "2024\n" is neither'),
        ("holder", "The Exämple authors", ""),
        ("holder", "", ""),
        ("holder", "  ", "holder: write the name on one line"),
        ("holder", "a\nb", "holder: write the name on one line"),
        ("holder", "a\u2028b", "holder: write the name on one line"),
        ("replace-own", True, ""),
    ],
)  # fmt: skip
def test_option_error(name, value, wrong):
    found = option_error(name, value)
    assert found.startswith(wrong)
    assert bool(found) is bool(wrong)


def test_the_options_that_are_validated():
    assert [o.name for o in CHECK.options if o.validator] == [
        *("license", "holder", "year", "style", "allow", "policy"),
    ]


OWN = "# Copyright (c) 2019 The Example authors\n"


@pytest.mark.parametrize(
    ("content", "message", "advice"),
    [
        ("x\n", "no license header", "# SPDX-License-Identifier: Apache-2.0   below a copyright line for The Example"),
        ("# SPDX-License-Identifier: gpl-3.0-only\n", "the header says gpl-3.0-only; it is kept as it is",
         'keep the notice; if its terms are fine here, allow = ["GPL-3.0-only"] in [tool.mlhooks.license-header]'),
        ("# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: Apache-2.0\n", "the header says MIT AND Apache",
         'keep the notice; if its terms are fine here, allow = ["MIT"] in [tool.mlhooks.license-header]'),
        ("# SPDX-License-Identifier: Foo-1.0\n", "the header says Foo-1.0; it is kept as it is",
         "keep the notice; SPDX does not list Foo-1.0, so `allow` cannot name it"),
        (f"{OWN}", "this header names no license; the project's is Apache-2.0",
         "add SPDX-License-Identifier: Apache-2.0"),
        (f"{OWN}# All rights reserved.\n", "this header names no license; the project's is Apache-2.0",
         "add SPDX-License-Identifier: Apache-2.0"),
        (f"{OWN}# Licensed under the Foo License\n", "this header names no license that is known; the project's",
         "write SPDX-License-Identifier: Apache-2.0 in place of the old terms"),
        (f"{OWN}# MIT License\n", "this header names MIT; the project's is Apache-2.0",
         "write SPDX-License-Identifier: Apache-2.0 in place of the old terms"),
        (f"{OWN}# SPDX-License-Identifier: MIT\n", "this header names MIT; the project's is Apache-2.0",
         "SPDX-License-Identifier: Apache-2.0   with replace-own = true in [tool.mlhooks.license-header]"),
    ],
)  # fmt: skip
def test_what_is_said(tmp_path, content, message, advice):
    (finding,) = judge(CHECK, tmp_path, "a.py", content, options=TABLE)
    assert finding.message.startswith(message)
    because, do = finding.help[:2]
    assert (
        because.text == "the license is Apache-2.0, as [tool.mlhooks.license-header] in pyproject.toml says"
    )
    assert do.text.startswith(advice)
    assert len(do.text) < 140


def test_allow_that_is_there_is_added_to(tmp_path):
    text = "# SPDX-License-Identifier: MIT\n"
    (finding,) = judge(CHECK, tmp_path, "a.py", text, options={**TABLE, "allow": ["ISC"]})
    assert 'add "MIT" to allow in [tool.mlhooks.license-header]' in finding.help[1].text


@pytest.mark.parametrize(
    "content", ["", "{", "[", '{"license": 1}', "[project]\nlicense = 3\nauthors = 4\n", "\0"]
)
def test_broken_neighbours(tmp_path, content):
    for name in ("pyproject.toml", "package.json", "LICENSE"):
        (tmp_path / name).write_text(content)
    with pytest.raises(NotConfigured):
        judge(CHECK, tmp_path, "a.py", "x\n")


@pytest.mark.parametrize(
    ("expression", "allowed", "expected"),
    [
        ("MIT", {"mit"}, True),
        ("MIT OR GPL-3.0-only", {"mit"}, True),
        ("MIT AND GPL-3.0-only", {"mit"}, False),
        ("MIT AND (ISC OR BSD-3-Clause)", {"mit", "isc"}, True),
        ("GPL-2.0+", {"gpl-2.0-or-later"}, True),
        ("GPL-2.0 WITH Classpath-exception-2.0", {"gpl-2.0-only"}, True),
        ("GPL-2.0 WITH Classpath-exception-2.0", {"mit"}, False),
        ("MIT OR", {"mit"}, False),
        ("", {"mit"}, False),
        ("(" * 400 + "MIT", {"mit"}, False),
        ("LicenseRef-Ours", {"licenseref-ours"}, True),
    ],
)
def test_expressions(expression, allowed, expected):
    assert permits(expression, allowed) is expected


@given(st.text(max_size=60))
def test_expressions_never_raise(text):
    assert is_valid(text) in (True, False)
    for name in ("license", "allow", "year", "holder"):
        assert isinstance(option_error(name, [text] if name == "allow" else text), str)


@given(
    st.lists(st.sampled_from(["MIT", "(", ")", "AND", "or", "WITH", "GPL-2.0+", "Foo", "+", "LicenseRef-a"]))
)
def test_expressions_of_words_never_raise(words):
    text = " ".join(words)
    assert bool(option_error("license", text)) is (bool(text) and spelled(text) != text)


def test_line_ending():
    assert [line_ending(text) for text in (b"", b"a\r\n", b"a\nb\r\nc\n", b"a\rb")] == [
        b"\n",
        b"\r\n",
        b"\n",
        b"\r",
    ]


PIECES = [
    b"#",
    b"#!x\n",
    b"// ",
    b"/*",
    b"*/",
    b"Copyright (c) 2020 X\n",
    b"SPDX-License-Identifier: ",
    b"MIT\n",
    b'"""',
    b"\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"x = 1\n",
    b"# coding: x\n",
    b"<?php\n",
    b"---\n",
    b"\xff",
    b"(c) ",
    b"licensed under",
    b"# ---\n",
    b"@license ",
    b"(" * 30,
    b"<!--",
    b"-->",
]


@pytest.mark.parametrize(
    "path", ["a.py", "a.js", "a.c", "a.yaml", "a.sh", "a.php", "a.rb", "a.vue", "a.css", "Dockerfile"]
)
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join) | st.binary(max_size=60))
def test_never_raises_and_fixes_once(tmp_path_factory, path, data):
    root = tmp_path_factory.getbasetemp()
    source = from_bytes(path, data)
    for finding in judge_source(CHECK, root, source, options=TABLE) if source.data is not None else ():
        assert 0 <= finding.span.start <= finding.span.end <= len(source.text)
        assert "\n" not in finding.message
        if finding.fix:
            ((span, header),) = finding.fix
            new = fix.apply(finding.fix, data)
            assert new == data[: span.start] + header + data[span.start :]
            assert judge_source(CHECK, root, from_bytes(path, new), options=TABLE) == []
            if path == "a.py":
                assert ast.dump(ast.parse(new)) == ast.dump(ast.parse(data))
