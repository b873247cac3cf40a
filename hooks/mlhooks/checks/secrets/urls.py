# SPDX-License-Identifier: Apache-2.0
"""Passwords in URLs: whose host it is, and whether anyone would call that a secret."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from mlhooks.checks.secrets.placeholder import is_evident, is_unlikely

_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,30}\Z")
_URL = re.compile(
    rb"""://(?P<user>[^\x00-\x20/@:"'`<>{}\\?#\x7f]{0,128}):(?P<password>[^\x00-\x20/"'`<>{}\\?#\x7f]{1,256})"""
    rb"""@(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252}[0-9A-Za-z])?)"""
    rb"""(?![0-9A-Za-z@%$*{<_-])"""
)

_LOCAL = frozenset(
    b"local localhost localdomain internal intranet lan corp home private docker svc cluster test example "
    b"invalid onion arpa".split()
)
_STAND_IN_HOST = frozenset(
    b"example domain yourdomain mydomain host hostname myhost yourhost server myserver yourserver company "
    b"mycompany yourcompany site mysite website foo bar baz acme contoso test some my your proxy myproxy "
    b"proxyserver your-domain your-server your-host my-domain my-server my-host".split()
)
# What passwords in examples are made of; one that is nothing but these and some digits is no secret.
_WORDS = b"""
correct horse battery staple change changeme placeholder password passwort passwd passphrase pass
pwd pw secret s3cr3t s3cret hunter hunter2 letmein welcome monkey dragon qwerty iloveyou default
admin root user username guest test testing demo example sample dummy fake foo bar baz qux spam eggs
hello world some your mine my the a is this here token apikey api key auth oauth basic bearer
credential cred creds login private value string postgres postgresql mysql mariadb mongo mongodb
redis rabbitmq rabbit amqp minio elastic kafka airflow celery django flask docker db database sa ftp
anonymous anon cvs pserver not real re@l really me xyz abc p@ss p4ss p@ssw0rd p4ssw0rd passw0rd w0rd
word super top strong very long safe secure new old first last none null todo redacted hidden joe
bob alice xyzzy
""".split()
_LONGEST_FIRST = sorted(_WORDS, key=lambda word: -len(word))
_COMMON = re.compile(b"|".join(_LONGEST_FIRST) + b"|x{2,}")
_NO_LETTERS = b"0123456789!@#$%^&*()_-+=.,;:~"
_TEMPLATE = re.compile(
    rb"\A[$:!][A-Za-z_]\w*\Z|%[sdr]|%\(|\$\(|&lt;|\*\*|\.\.\.|\xe2\x80\xa6|\A[\[(].*[\])]\Z|__[A-Za-z]"
    rb"|\A[A-Z][A-Z_]*\Z|\A[#*x.-]+\Z|\A%[A-Za-z_]+%\Z"
)


class Login(NamedTuple):
    """A URL with a password. `start` and `end` are offsets of the URL up to its host, `scheme` and `host`
    are for the message, `password` is the secret, which begins at `at`; `reason` says why it counts as none,
    "" when it counts."""

    start: int
    end: int
    scheme: str
    host: str
    password: bytes
    at: int
    reason: str


def find_login(data: bytes, at: int) -> Login | None:
    """The login of the URL whose `://` stands at `at`; None when that is no URL with user and password."""
    scheme = _SCHEME.search(data, max(0, at - 31), at)
    match = _URL.match(data, at)
    if scheme is None or match is None:
        return None
    host = match["host"].lower()
    reason = host_reason(host) or password_reason(match["user"], match["password"])
    name = scheme[0].decode("ascii").lower()
    place = scheme.start(), match.end()
    return Login(*place, name, host.decode("ascii"), match["password"], match.start("password"), reason)


def host_reason(host: bytes) -> str:
    """Why a host is not one that strangers can reach; "" when it may be."""
    bare = host.strip(b"[].")
    try:
        address = ip_address(bare.decode("ascii"))
    except ValueError:
        pass
    else:
        return "" if address.is_global else "the address is local"
    labels = bare.split(b".")
    if len(labels) < 2 or labels[-1] in _LOCAL or labels[-1].isdigit():
        return "the host is local"
    if len(labels[-1]) < 2 or not labels[-1].replace(b"-", b"").isalnum():
        return "the host is local"
    if b"svc" in labels or b"internal" in labels:
        return "the host is local"
    if labels[-2] in _STAND_IN_HOST or (
        len(labels) > 2 and labels[-3] in (b"example", b"your", b"yourdomain")
    ):
        return "the host is an example"
    return ""


def password_reason(user: bytes, password: bytes) -> str:
    """Why a password is nobody's; "" when it may be somebody's."""
    plain = unquote_to_bytes(password)
    folded, name = plain.lower(), unquote_to_bytes(user).lower()
    if name and (folded == name or folded.strip(b"0123456789!_-.") == name):
        return "the password is the user's name"
    return "the password is a placeholder" if is_stand_in(password, plain) else ""


def is_stand_in(written: bytes, plain: bytes) -> bool:
    """Whether a password, as written and with its escapes resolved, is a template or made of common words."""
    if len(plain) <= 4 or is_evident(plain) or _TEMPLATE.search(written) or _TEMPLATE.search(plain):
        return True
    if plain.isdigit():
        return len(plain) < 8 or is_unlikely(plain)
    return len(_COMMON.sub(b"", plain.lower()).strip(_NO_LETTERS)) <= 1
