# SPDX-License-Identifier: Apache-2.0
"""Comments of every kind: tables of programs in which each expected comment is written `«...»`."""

from __future__ import annotations

import io
import time
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhooks.core.comments import Map, comments, render, standable, standable_above, syntax_of
from mlhooks.core.comments.syntax import SYNTAXES
from mlhooks.core.kinds import SUFFIXES

COMMENTLESS = ("json", "csv", "jupyter", "plain-text", "wasm", "")

CASES = [
    ("python", "x = 1  «# a»\n«# b»\n"),
    ("python", "«#!/usr/bin/env python»\nx"),
    ("python", "s = '# no' «# yes»"),
    ("python", 's = """\n# no\n""" «# yes»'),
    ("python", "s = r'\\' + '«# no'»\n"),
    ("python", "s = r'a\\'# no' «#y»"),
    ("python", "s = 'unterminated # no\n«# yes»"),
    ("python", "f'{x!r:>#10}' «# yes»"),
    ("python", 'f"{d["a#"]:{w}\'>} # no" «# yes»'),
    ("python", "f'{{# no' «# yes»"),
    ("python", "f'''{\nx «# inside»\n}''' «# yes»"),
    ("python", "f'{x:%H:%M # no}' «# yes»"),
    ("python", "f'{(lambda: \"#\")()}' «# y»"),
    ("python", "rb'#' + Rb\"#\" «# y»"),
    ("python", '\'\'\'a\'\'\' \'#\' """\\""" # no""" «# y»'),
    ("cython", "cdef int x «# a»"),
    ("shell", "echo a#b «# c»"),
    ("shell", "echo ${#x} ${x#y} ${x##*/} $# «# c»"),
    ("shell", "echo '# no\n# no' \"# no\n# no\" «# yes»"),
    ("shell", "cat <<EOF «# yes»\n# no\nEOF\n«# yes»"),
    ("shell", "cat <<-'Y' <<\"X\"\n# no\n\tY\n# no\nX\n«# y»"),
    ("shell", "cat <<-END\n\t# no\n\tEND\n«# y»"),
    ("shell", "x=$((1 << y)) «# yes»\n«# yes»"),
    ("shell", "cat <<< '# no' «# yes»"),
    ("shell", 'echo "$(echo "# no" «# in»\n )" «# yes»'),
    ("shell", "echo $'it\\'s # no' «# y»"),
    ("shell", "echo \\' «# yes»"),
    ("shell", "echo \\# no «# y»"),
    ("javascript", "a «// b»"),
    ("javascript", "«/* a\n b */» c «// d»"),
    ("javascript", "x = 'http://no' + \"// no\" «// y»"),
    ("javascript", "x = `// no ${ y «// in»\n } // no` «// y»"),
    ("javascript", "x = `a ${ {b: `// no ${c}`} } // no` «// y»"),
    ("javascript", "x = a / b; «// y»\ny = c / d / e «// z»"),
    ("javascript", "x = /[/'\"`]/g; «// y»"),
    ("javascript", "x.replace(/\\/\\//g, '/') «// y»"),
    ("javascript", "if (x) /'/.test(y) «// y»"),
    ("javascript", "f(x) / 2 «// it's»\n"),
    ("javascript", "return /`/ «// y»"),
    ("javascript", "a[0] / 'x' «// y»"),
    ("javascript", "f(x) / 'x' «// y»"),
    ("javascript", "a.return / 'x' «// y»"),
    ("javascript", "x = y «/* c */» / 2; z = '/' «// y»"),
    ("javascript", "i++ / 2 «// it's»"),
    ("javascript", "#!/usr/bin/env node -- // no\n«// y»"),
    ("javascript", "s = 'unterminated // no\n«// y»"),
    ("tsx", "<a href='//no'>{«/* y */»}</a>"),
    ("ts", "type T = `${A}//no` «// y»"),
    ("c", "int x; «// a \\\n b»\nint y; «/* c */»"),
    ("c", 'char *s = "// no"; char c = \'"\'; «// y»'),
    ("c", '#include "a.h" «// y»'),
    ("c++", 'auto s = R"x(// no )" // no)x"; «// y»'),
    ("c++", "int x = 1'000'000; «// it's»"),
    ("header", "#define X '\\'' «/* y */»"),
    ("cuda", "k<<<1, 2>>>(x); «// y»"),
    ("java", 'String s = """\n// no\n"""; «// y»'),
    ("go", "s := `// no\n// no` «// y»\nr := '\"' «// z»"),
    ("rust", "fn f<'a>(x: &'a str) {} «// it's 'a»"),
    ("rust", 's = r##"// no "# // no"##; «/* a /* b */ c */» '),
    ("rust", "let c = '\"'; let d = '\\''; «// y»"),
    ("rust", 'let s = "\n// no"; «/// doc»'),
    ("swift", 'let s = "\\(f("// no"))" «// y»\nlet t = #""// no"# «/* /* */ */»'),
    ("kotlin", 'val s = """// no ${x} """ «/* /* */ */»\nval c = \'"\' «// y»'),
    ("c#", 'var s = @"c:\\" + @"// no "" // no"; «// y»'),
    ("php", "# no\n<?php «# y»\n$s = '# no'; «// a »?> // no <?php «/* b */»"),
    ("php", "<?php\n#[A]\n$x = <<<EOT\n# no\nEOT;\n«# y»"),
    ("ruby", 's = "#{x} # no" «# y»\n'),
    ("ruby", "«=begin\n# in\n=end»\nx = <<~EOS «# y»\n  # no\nEOS\n«# z»"),
    ("ruby", "x =~ /['#]/ «# y»\n__END__\n# no"),
    ("perl", "$#a; s/'/#/; m/#/; «# y»\n\n«=pod\n\n# in\n\n=cut»\n«# z»"),
    ("yaml", "a: b «# c»\n«# d»\ne: f#g\nh: 'it''s # no' «# y»"),
    ("yaml", "a: |\n  # no\n\n  # no\n«# y»\nb: >-\n  # no\nc: d"),
    ("yaml", "- a: |\n    # no\n  b: c «# y»"),
    ("yaml", "- |\n # no\n- b «# y»"),
    ("yaml", "- - >2-\n    # no\n  - x «# y»"),
    ("yaml", "a: | «# y»\n  # no\n"),
    ("yaml", 'a: don\'t «# y»\nb: x"y «# z"»'),
    ("yaml", 'a: "x\n  # no\n  y" «# y»'),
    ("yaml", "a: [b, 'c # no', {d: e}] «# y»\nf: [ «# z»\n  g#h]"),
    ("yaml", "key: a | b\n«# y»\nrun: |\n\n    x\n  «# y»\nb: 1"),
    ("yaml", "--- |\n# no\n"),
    ("yaml", "a: !!str |\n  # no\nb: &x |\n  # no\n«# y»"),
    ("yaml", '"a: b": |\n  # no\n«# y»'),
    ("toml", "a = '# no' «# y»\nb = \"\"\"\n# no\"\"\" «# y»\nc = '''\n# no\\'''«# y»"),
    ("ini", "«; a»\n«# b»\nx = 1 ; no # no"),
    ("dotenv", "«# a»\nX=1 # no"),
    ("dockerfile", "«# a»\nRUN x # no\n  «# b»"),
    ("java-properties", "«! a»\n«# b»\nx = 1 # no"),
    ("makefile", "X = 1 «# a»\nall:\n\techo '# no'\n\t«# b»\ny: a#b"),
    ("cmake", '«#[[ a\n# b ]]» x «# c»\nset(A "# no") set(B [=[# no]=])\n'),
    ("html", "«<!-- a -->»<p title='<!-- no -->'>x</p><script>'<!-- no -->'</script>«<!-- b -->»"),
    ("xml", "<?xml version='1.0'?>\n«<!-- a -->»<a><![CDATA[<!-- no -->]]></a>"),
    ("vue", "<template>«<!-- a -->»</template>"),
    ("markdown", "«<!-- a -->»\n`<!-- no -->`\n```html\n<!-- no -->\n```\n«<!-- b -->»"),
    ("markdown", "~~~~\n<!-- no -->\n~~~\n<!-- no -->\n~~~~\n«<!-- b -->»"),
    ("markdown", "---\na: <!-- no -->\n---\n«<!-- b -->»"),
    ("rst", "«.. a»\n\n.. note:: no\n.. _no: x\n.. [1] no\n.. |x| image:: y\n"),
    ("css", "«/* a */» a{b:url(//no);c:'/* no */'}"),
    ("scss", "a{b:url(//no)} «// y»"),
    ("sql", "select '-- no', \"-- no\" «-- y»\n«/* z */»"),
    ("lua", "s = [[-- no]] «-- y»\n«--[==[ a ]] b ]==]» x = '--no'"),
    ("r", "x <- '# no' «# y»"),
    ("powershell", '«<# a\n#>» $x = "`"# no" «# y»\n$s = @\'\n# no\n\'@\n«# z»'),
    ("wat", '«;; a»\n«(; b (; c ;) ;)» (data ";; no")'),
    ("proto", "«// a»\nstring s = 1; «/* b */»"),
    ("terraform", 'a = "# no ${x("# no")}" «# y»\nb = <<-EOT\n  # no\n  EOT\n«// z»'),
]


def marked(text):
    """The program without the marks, and the ranges between them."""
    data, ranges, begin = bytearray(), [], 0
    for char in text:
        if char == "«":
            begin = len(data)
        elif char == "»":
            ranges.append((begin, len(data)))
        else:
            data += char.encode()
    return bytes(data), ranges


@pytest.mark.parametrize(("kind", "text"), CASES, ids=[f"{kind}-{i}" for i, (kind, _) in enumerate(CASES)])
def test_comments(kind, text):
    data, ranges = marked(text)
    assert [data[c.start : c.end] for c in comments(kind, data)] == [data[a:b] for a, b in ranges]
    assert [(c.start, c.end) for c in comments(kind, data)] == ranges


@pytest.mark.parametrize(("kind", "text"), CASES, ids=[f"{kind}-{i}" for i, (kind, _) in enumerate(CASES)])
def test_comments_with_crlf(kind, text):
    data, ranges = marked(text.replace("\n", "\r\n"))
    assert [(c.start, c.end) for c in comments(kind, data)] == ranges


def test_every_kind_of_the_table_is_known():
    kinds = set(SUFFIXES.values()) | {"dockerfile"}
    assert {kind for kind in kinds if syntax_of(kind) is None} == set(COMMENTLESS) - {""}


@pytest.mark.parametrize("kind", COMMENTLESS)
def test_kinds_without_comments(kind):
    assert comments(kind, b"# a // b") == []
    assert render(kind, b"x") is None
    assert not standable(kind, b"a", 0)
    assert not standable_above(kind, b"a", 0)


def test_parts_of_a_comment():
    (first, second) = comments("c", b"x; /* a */\n  // b\n")
    assert first == (3, 10, 5, 8, False)
    assert second == (13, 17, 15, 17, True)
    assert comments("c", b"/* a")[0] == (0, 4, 2, 4, True)
    assert comments("python", b"\xef\xbb\xbf# a")[0].own_line


# `|` stands where the comment would be appended.
STANDABLE = [
    ("python", "x = f(a,|\n b)", True),
    ("python", 'x = """|\n"""', False),
    ("python", 'x = """\n"""|\n', True),
    ("python", "x = 1 + \\|\n 2", False),
    ("python", "x = '|", False),
    ("javascript", "x = `|\n`", False),
    ("javascript", "x = `a ${\n b|\n}`", False),
    ("javascript", "/*|\n*/", False),
    ("c", "#define A \\|\n 1", False),
    ("shell", "cat <<A|\nx\nA\n", True),
    ("shell", "cat <<A\nx|\nA\n", False),
    ("shell", "cat <<A\nx\nA|\n", False),
    ("shell", "cat <<A\nx\nA\ny|\n", True),
    ("shell", "#!/bin/sh|\n", False),
    ("yaml", "a: b|\n", True),
    ("yaml", "a: |\n", True),
    ("yaml", "a: >\n  x|\n  y\nb: c", False),
    ("yaml", "a: >\n  x\n  y|\nb: c", False),
    ("yaml", "a: >\n  x\nb: c|", True),
    ("yaml", "a: b|\n  c\n", False),
    ("yaml", "a: b\n  c|\nd: e", True),
    ("yaml", "- a|\n- b", True),
    ("yaml", "- a: 1|\n  b: 2", True),
    ("yaml", "a:|\n  b: 2", True),
    ("yaml", "a:\n  - b|\n  - c", True),
    ("yaml", "a: 'x|\n  y'", False),
    ("toml", "a = 1|", True),
    ("toml", "a = '''|\n'''", False),
    ("ini", "a = 1|", False),
    ("dotenv", "a=1|", False),
    ("dockerfile", "RUN x|", False),
    ("makefile", "X = 1|", False),
    ("html", "<p>|\n", True),
    ("html", "<p|\n a>", False),
    ("html", "<script>|\n</script>", False),
    ("markdown", "a|\n", True),
    ("markdown", "```\nx|\n```", False),
    ("rst", "a|\n", False),
    ("php", "<p>|\n<?php x(); ?>", False),
    ("php", "<?php x();|\n", True),
    ("powershell", "a `|\n b", False),
    ("go", "x := `|\n`", False),
    ("rust", 'let x = "|\n";', False),
    ("terraform", "a = <<E\nx|\nE\n", False),
    ("json", "{|", False),
]


@pytest.mark.parametrize(("kind", "text", "expected"), STANDABLE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_standable(kind, text, expected, end):
    at = text.index("|")
    data = (text[:at] + text[at + 1 :]).replace("\n", end).encode()
    offset = len(text[:at].replace("\n", end))
    assert standable(kind, data, offset) is expected


ABOVE = [
    ("python", "a\n|b", True),
    ("python", "a = '''\n|b'''", False),
    ("python", "a = \\\n|b", False),
    ("python", "f(\n|b)", True),
    ("python", "#!/x\n|b", True),
    ("python", "|#!/x\nb", False),
    ("python", "#!/x\n|# coding: latin-1\n", False),
    ("python", "|a", True),
    ("shell", "cat <<A\n|x\nA", False),
    ("shell", "cat <<A\nx\n|A\ny", False),
    ("shell", "cat <<A\nx\nA\n|y", True),
    ("yaml", "a: >\n|  x\n", False),
    ("yaml", "a: >\n  x\n|b: c", True),
    ("yaml", "a: b\n|  c\n", False),
    ("ini", "a\n|b", True),
    ("dotenv", "a\n|b", True),
    ("markdown", "a\n|b", False),
    ("markdown", "a\n\n|b", True),
    ("rst", "a\n\n|b", False),
    ("xml", "|<?xml?>", False),
    ("c", "#define A \\\n|b", False),
    ("php", "|<?php\n", False),
    ("json", "a\n|b", False),
]


@pytest.mark.parametrize(("kind", "text", "expected"), ABOVE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_standable_above(kind, text, expected, end):
    at = text.index("|")
    data = (text[:at] + text[at + 1 :]).replace("\n", end).encode()
    assert standable_above(kind, data, len(text[:at].replace("\n", end))) is expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("python", b"a", b"# a"),
        ("javascript", b"a", b"// a"),
        ("css", b"a", b"/* a */"),
        ("css", b"a */ b", None),
        ("xml", b"a", b"<!-- a -->"),
        ("xml", b"a -- b", None),
        ("wat", b"a", b";; a"),
        ("rst", b"a", b".. a"),
        ("python", b"a\nb", None),
        ("c", b"a\\", None),
        ("php", b"a ?> b", None),
    ],
)
def test_render(kind, text, expected):
    assert render(kind, text) == expected


@pytest.mark.parametrize("kind", sorted(SYNTAXES))
def test_what_is_rendered_is_read(kind):
    mark = render(kind, b"mlhooks: ignore[x] why")
    prefix = b"<?php\n" if kind == "php" else b""
    (comment,) = comments(kind, prefix + mark + b"\n")
    assert (comment.start, comment.end, comment.own_line) == (len(prefix), len(prefix + mark), True)


TOKENS = [
    b"'",
    b'"',
    b"`",
    b"${",
    b"{",
    b"}",
    b"#",
    b"//",
    b"/*",
    b"*/",
    b"\\",
    b"\n",
    b"\r",
    b" ",
    b"<<A",
    b"A\n",
    b"f'",
    b"|",
    b"-",
    b":",
    b"<!--",
    b"-->",
    b"/",
    b"[",
    b"]",
    b"(",
    b")",
    b"a",
    b"<?",
    b"?>",
    b"=begin",
    b"\xff",
    b"--[[",
    b'R"x(',
    b'r#"',
    b"~~~",
    b"<",
    b">",
    b"$(",
    b"#{",
]


@pytest.mark.parametrize("kind", sorted(SYNTAXES))
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map(b"".join), st.integers(0, 60))
def test_never_raises_and_stays_inside(kind, data, offset):
    last = 0
    found = Map(kind, data)
    for comment in found.comments:
        assert last <= comment.start < comment.end <= len(data)
        assert comment.start <= comment.text_start <= comment.text_end <= comment.end
        last = comment.end
    found.standable(offset)
    found.standable_above(offset)


@pytest.mark.parametrize(
    "kind", ["python", "shell", "javascript", "ruby", "c++", "rust", "yaml", "markdown", "html"]
)
@given(st.binary(max_size=200))
def test_never_raises_on_bytes(kind, data):
    for comment in comments(kind, data):
        assert 0 <= comment.start < comment.end <= len(data)


HOSTILE = [
    b"'",
    b'"',
    b"`",
    b"${",
    b"`${",
    b"/",
    b" / ",
    b"= /[",
    b")/",
    b"/**/",
    b"/**/ /",
    b"#",
    b" #",
    b"<<A ",
    b"<<A\n A\n",
    b"<<A\nA\n",
    b"$(",
    b'"$(',
    b"f'{",
    b"\\",
    b"\n",
    b"\r",
    b"[[",
    b'R"(',
    b"/*",
    b"<!--",
    b"<a '",
    b"- ",
    b"a: |\n",
    b"{",
    b"'\\",
    b"s/",
    b"%r{",
    b"``` ",
    b"=a\n",
    b"a:",
    b"? ",
    b"&a",
    b"<script>",
    b" ",
    b"\t#",
    b"url(",
    b"<?",
]


@pytest.mark.parametrize(
    "kind",
    sorted(set(SYNTAXES) - {"jsx", "ts", "tsx", "pyi", "cython", "svg", "vue", "xml", "svelte", "cuda"}),
)
def test_linear_on_hostile_input(kind):
    for piece in HOSTILE:
        data = piece * (40_000 // len(piece))
        begin = time.process_time()
        comments(kind, data)
        assert time.process_time() - begin < 1, piece


@pytest.mark.parametrize(
    ("kind", "piece"), [("javascript", b"${"), ("python", b'"'), ("shell", b"'"), ("yaml", b"- ")]
)
def test_a_hostile_megabyte(kind, piece):
    begin = time.process_time()
    comments(kind, piece * (1_000_000 // len(piece)))
    assert time.process_time() - begin < 10


def _programs():
    """Python files of the running interpreter: always there, and of every style."""
    folder = Path(tokenize.__file__).parent
    return sorted(folder.glob("*.py"))[:60] + sorted((folder / "json").glob("*.py"))


def test_python_agrees_with_tokenize():
    compared = 0
    for file in _programs():
        data = file.read_bytes()
        try:
            tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
        except (SyntaxError, tokenize.TokenError):
            continue
        wanted = [token.string.encode() for token in tokens if token.type == tokenize.COMMENT]
        assert [data[c.start : c.end] for c in comments("python", data)] == wanted, file
        compared += 1
    assert compared > 40
