# SPDX-License-Identifier: Apache-2.0
"""What runs in the process of detect-secrets: read as text and given to its isolated interpreter by `-c`.

Its settings belong to a whole process, hence one of its own. It gets, as JSON on standard input, the
folder, files relative to it, `plugins` and `filters` as a baseline spells them (without code, which the
caller has taken out or the user has allowed) and `code`, the files of plugins that were allowed. It prints
[[file, line, type, hash of the secret]] and the names of plugins that this version lacks; never a secret.
"""

import json
import os
import sys


def main() -> None:
    given = json.load(sys.stdin)
    printed = sys.stdout
    sys.stdout = sys.stderr  # a plugin's prints are no part of the report
    os.chdir(given["root"])
    from detect_secrets import SecretsCollection
    from detect_secrets.core.plugins import initialize
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.settings import transient_settings

    known = {plugin.__name__ for plugin in get_mapping_from_secret_type_to_class().values()}
    chosen = given["plugins"]
    if chosen is None:
        chosen = [{"name": name} for name in sorted(known)]
    missing = [plugin["name"] for plugin in chosen if plugin["name"] not in known and "path" not in plugin]
    wanted = {"plugins_used": [plugin for plugin in chosen if plugin["name"] not in missing]}
    if given["filters"] is not None:
        wanted["filters_used"] = given["filters"]
    found = SecretsCollection()
    with transient_settings(wanted) as settings:
        get_mapping_from_secret_type_to_class.cache_clear()
        for file in given["code"]:
            settings.configure_plugins(
                [{"name": plugin.__name__, "path": "file://" + file} for plugin in initialize.from_file(file)]
            )
        settings.disable_filters(*given["without"])
        for file in given["files"]:
            found.scan_file(file)
    rows = [[file, secret.line_number, secret.type, secret.secret_hash] for file, secret in found]
    json.dump({"found": rows, "missing": missing}, printed)


if __name__ == "__main__":
    main()
