# SPDX-License-Identifier: Apache-2.0
"""Passwords in connection strings of ADO.NET, ODBC and JDBC: `Server=db.host;User Id=app;Password=...`."""

from __future__ import annotations

import re

from mlhooks.checks.secrets.urls import Login, host_reason, password_reason

_NEAR = 400  # bytes of one string before and behind the password
_PASSWORD = re.compile(
    rb"(?i);\s?(?:password|pwd)\s?=\s?(?P<password>'[^'\n;]{1,128}'|[^\x00-\x1f;\"'<>\\\x7f]{1,128})"
)
_HOST = re.compile(
    rb"(?i)(?:^|;)\s?(?:server|data source|address|addr|network address|host|hostname)\s?=\s?"
    rb"(?:tcp:)?(?P<host>[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252}[0-9A-Za-z])?)"
)
_USER = re.compile(rb"(?i)(?:^|;)\s?(?:user id|user|uid|username)\s?=\s?(?P<user>[^;\"'<>]{1,128})")
# ODBC quotes with braces, but what they hold then is no name.
_TEMPLATE = re.compile(rb"\{{1,2}\s?[A-Za-z_][\w.]{0,60}\s?\}{1,2}")
_ENDS = re.compile(rb"[\"'`\n<>]")


def find_connection(data: bytes, at: int) -> Login | None:
    """The login of the connection string whose `;password=` stands at `at`; None where no host is named."""
    match = _PASSWORD.match(data, at)
    if match is None:
        return None
    before = _ENDS.split(data[max(0, at - _NEAR) : at])[-1]
    behind = _ENDS.split(data[match.end() : match.end() + _NEAR], maxsplit=1)[0]
    whole = before + behind
    host, user = _HOST.search(whole), _USER.search(whole)
    if host is None:
        return None
    password = match["password"].strip(b"' ")
    name = host["host"].lower()
    reason = host_reason(name) or password_reason(user["user"] if user else b"", password)
    if _TEMPLATE.fullmatch(password):
        reason = reason or "the password is a placeholder"
    start, end = match.span("password")
    return Login(start, end, "", name.decode("ascii"), password, start, reason)
