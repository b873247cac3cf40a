# SPDX-License-Identifier: Apache-2.0
"""Ways in which secrets leak, and values made by chance at run time; none was ever in use.

`WAYS` was written while the check was built; `UNSEEN` before it was run for the first time and not looked at
since: it measures.
"""

from __future__ import annotations

from base64 import b64encode
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from uuid import UUID

BASE62 = digits + ascii_uppercase + ascii_lowercase
HEX = "0123456789abcdef"
SIGNS = "!#%*+-.:=?@^_~"


def drawn(members: str, count: int, seed: int) -> str:
    """`count` characters by chance, the first and last letters or digits."""
    draw = Random(f"{members}/{count}/{seed}")
    edge = [char for char in members if char.isalnum()]
    return draw.choice(edge) + "".join(draw.choices(members, k=count - 2)) + draw.choice(edge)


def values(seed: int) -> dict[str, str]:
    """A value of each kind that services and people's password generators make."""
    data = Random(seed).randbytes(30)
    return {
        "base62 of 40": drawn(BASE62, 40, seed),
        "base62 of 20": drawn(BASE62, 20, seed),
        "small letters and digits of 24": drawn(ascii_lowercase + digits, 24, seed),
        "hexadecimal of 32": drawn(HEX, 32, seed),
        "hexadecimal of 64": drawn(HEX, 64, seed),
        "base64": b64encode(data).decode(),
        "base64url of 43": drawn(BASE62 + "-_", 43, seed),
    }


def passwords(seed: int) -> dict[str, str]:
    return {
        "letters and digits of 16": drawn(BASE62, 16, seed),
        "with signs of 14": drawn(BASE62 + SIGNS, 14, seed),
        "with signs of 20": drawn(BASE62 + SIGNS, 20, seed),
        "small letters and digits of 12": drawn(ascii_lowercase + digits, 12, seed),
    }


def uuid(seed: int) -> str:
    return str(UUID(int=Random(seed).getrandbits(128), version=4))


# (file, text): `{}` is the value.
WAYS = [
    ("settings.py", 'API_KEY = "{}"\n'),
    ("settings.py", "SECRET_KEY = '{}'\n"),
    ("settings.py", 'SECRET_KEY: str = "{}"\n'),
    ("app.py", 'os.environ["SERVICE_TOKEN"] = "{}"\n'),
    ("app.py", 'os.environ.setdefault("SERVICE_TOKEN", "{}")\n'),
    ("app.py", "token = os.getenv('SERVICE_TOKEN', '{}')\n"),
    ("app.py", 'token = os.environ.get("SERVICE_TOKEN") or "{}"\n'),
    ("app.py", 'login(token="{}")\n'),
    ("app.py", 'client = Client(host, auth_token="{}", timeout=3)\n'),
    ("app.py", 'service.set_api_key("{}")\n'),
    ("app.py", 'headers = {{"Authorization": "Bearer {}"}}\n'),
    ("app.py", 'headers = dict(Authorization="Bearer {}")\n'),
    ("app.py", 'config = {{"secret": "{}", "a": 1}}\n'),
    ("app.py", "password = b'{}'\n"),
    ("app.py", 'if key == 1 and token == "{}":\n'),
    ("config.yaml", "api_key: {}\n"),
    ("config.yaml", 'api-key: "{}"\n'),
    ("config.yaml", "  clientSecret:   '{}'\n"),
    ("deploy.yaml", "        - name: SERVICE_TOKEN\n          value: {}\n"),
    ("deploy.yaml", '        - name: SERVICE_TOKEN\n          value: "{}"\n'),
    ("compose.yml", "    environment:\n      - SERVICE_TOKEN={}\n"),
    ("compose.yml", "    environment:\n      SERVICE_TOKEN: {}\n"),
    ("pyproject.toml", 'token = "{}"\n'),
    ("pyproject.toml", 'api_token    = "{}"\n'),
    ("setup.cfg", "[server]\ntoken = {}\n"),
    ("app.ini", "secret_key={}\n"),
    ("config.json", '{{"apiKey": "{}"}}\n'),
    ("config.json", '{{"apiKey":"{}"}}\n'),
    ("task.json", '{{"name": "SERVICE_TOKEN", "value": "{}"}}\n'),
    ("task.json", '    {{\n      "name": "SERVICE_TOKEN",\n      "value": "{}"\n    }}\n'),
    (".env", "SERVICE_TOKEN={}\n"),
    (".env", 'SERVICE_TOKEN="{}"\n'),
    (".env.local", "export SERVICE_SECRET={}\n"),
    ("run.sh", 'export SERVICE_API_KEY="{}"\n'),
    ("run.sh", "SERVICE_API_KEY={} python train.py\n"),
    ("run.sh", 'TOKEN="${{TOKEN:-{}}}"\n'),
    ("run.sh", 'curl -H "Authorization: Bearer {}" https://api.registry.example\n'),
    ("run.sh", "curl -H 'X-Api-Key: {}' https://api.registry.example\n"),
    ("run.sh", 'curl "https://api.registry.example/v1?access_token={}&page=2"\n'),
    ("run.sh", "tool login --token {} --quiet\n"),
    ("run.sh", "tool login --token={}\n"),
    ("run.ps1", '$env:SERVICE_TOKEN = "{}"\n'),
    ("run.bat", "set SERVICE_TOKEN={}\n"),
    ("Dockerfile", "ENV SERVICE_TOKEN={}\n"),
    ("Dockerfile", "ENV SERVICE_TOKEN {}\n"),
    ("Dockerfile", 'ARG SERVICE_TOKEN="{}"\n'),
    ("web.config", '<add key="ServiceApiKey" value="{}" />\n'),
    ("pom.xml", "<apiToken>{}</apiToken>\n"),
    ("pom.xml", '<server url="x" apiToken="{}"/>\n'),
    ("Info.plist", "\t<key>ServiceToken</key>\n\t<string>{}</string>\n"),
    ("main.tf", '  access_token = "{}"\n'),
    ("main.tf", 'env = [{{ name = "SERVICE_TOKEN", value = "{}" }}]\n'),
    ("main.go", 'const apiKey = "{}"\n'),
    ("main.go", '\ttoken := "{}"\n'),
    ("main.go", '\tcfg.Token = `{}`\n'),
    ("main.rs", 'const API_KEY: &str = "{}";\n'),
    ("app.ts", "const apiKey: string = '{}';\n"),
    ("app.ts", 'const token = process.env.TOKEN ?? "{}";\n'),
    ("app.js", "const s = new Service({{ apiKey: '{}' }});\n"),
    ("app.js", "axios.defaults.headers.common['X-Auth-Token'] = '{}';\n"),
    ("App.java", 'private static final String API_SECRET = "{}";\n'),
    ("application.properties", "service.api-key={}\n"),
    ("config.php", "define('SERVICE_API_KEY', '{}');\n"),
    ("config.php", "'secret' => '{}',\n"),
    ("config.rb", "config.api_key = '{}'\n"),
    ("config.rb", ":secret_token => '{}'\n"),
    ("config.h", '#define SERVICE_API_KEY "{}"\n'),
    ("a.R", 'Sys.setenv(SERVICE_API_KEY = "{}")\n'),
    ("notes.txt", "API key: {}\n"),
    ("notes.txt", "auth token: `{}`\n"),
    ("nb.ipynb", '   "source": [\n    "login(token=\\"{}\\")\\n"\n   ]\n'),
    ("nb.ipynb", '   "source": [\n    "%env SERVICE_TOKEN={}\\n"\n   ]\n'),
]  # fmt: skip

PASSWORD_WAYS = [
    ("app.py", 'connect(user="app", password="{}")\n'),
    ("app.py", "DB_PASSWORD = '{}'\n"),
    ("config.yaml", "password: {}\n"),
    ("config.yaml", "  db_pass: '{}'\n"),
    (".env", "POSTGRES_PASSWORD={}\n"),
    ("compose.yml", "      MYSQL_ROOT_PASSWORD: {}\n"),
    ("app.ini", "passwd = {}\n"),
    ("config.json", '{{"smtp": {{"pass": "x", "password": "{}"}}}}\n'),
    ("App.cs", 'var s = "Server=db.qwvz-models.dev;User Id=app;Password={};";\n'),
    ("App.java", 'props.setProperty("password", "{}");\n'),
    ("main.go", 'Password: "{}",\n'),
    ("deploy.yaml", "        - name: DB_PASSWORD\n          value: '{}'\n"),
    ("a.sql", "CREATE USER app WITH PASSWORD '{}';\n"),
    ("app.js", "mysql.createConnection({{user: 'app', password: '{}'}});\n"),
    ("app.cs", 'string Pwd = "{}";\n'),
]
