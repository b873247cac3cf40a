# SPDX-License-Identifier: Apache-2.0
"""Catalogue: hosting and clouds. Data only."""

from mlhooks.checks.secrets.shapes import UUID, beside, named, row, shaped
from mlhooks.core.check import Trigger

RENTS = "It rents, changes and deletes machines and data of the account that it names."
DEPLOYS = "It deploys to, and reads the settings of, everything that its owner hosts there."
HOSTING = (
    row(
        "digitalocean-token",
        "DigitalOcean",
        "API token",
        "DIGITALOCEAN_TOKEN",
        (
            shaped("personal access token", "dop_v1_{x:64}"),
            shaped("OAuth token", "doo_v1_{x:64}"),
            shaped("refresh token", "dor_v1_{x:64}"),
        ),
        why=RENTS,
    ),
    row(
        "alibaba-access-key-id",
        "Alibaba Cloud",
        "access key id",
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        (
            shaped("access key id", "LTAI5t{w:18}"),
            shaped("access key id", "LTAI{w:20}", proof="mixed"),
            beside("access key secret", (Trigger(b"LTAI[0-9A-Za-z]{16}", 20),), "{w:30}"),
        ),
        why=RENTS,
    ),
    row(
        "tencent-secret-id",
        "Tencent Cloud",
        "secret id",
        "TENCENTCLOUD_SECRET_ID",
        (
            shaped("secret id", "AKID{w:32}", proof="mixed"),
            beside("secret key", (Trigger(b"AKID[0-9A-Za-z]{32}", 36),), "{w:32}"),
        ),
        why=RENTS,
    ),
    row(
        "yandex-api-key",
        "Yandex Cloud",
        "API key",
        "YANDEX_API_KEY",
        (shaped("API key", "AQVN{b:35-38}", proof="mixed"),),
        why=RENTS,
    ),
    row(
        "heroku-api-key",
        "Heroku",
        "API key",
        "HEROKU_API_KEY",
        (
            shaped("API key", "HRKU-AA{b:58}"),
            shaped("API key", "HRKU-" + UUID),
            named("API key", ("heroku_api_key", "heroku_key"), UUID),
        ),
        why=DEPLOYS,
    ),
    row(
        "cloudflare-token",
        "Cloudflare",
        "API token",
        "CLOUDFLARE_API_TOKEN",
        (
            shaped("user API token", "cfut_{w:40}{x:8}", proof="crc_hex"),
            shaped("account API token", "cfat_{w:40}{x:8}", proof="crc_hex"),
            shaped("global API key", "cfk_{w:40}{x:8}", proof="crc_hex"),
            shaped("origin CA key", "v1.0-{x:24}-{x:146}"),
            named(
                "API token",
                ("cloudflare_api_token", "cf_api_token", "cloudflare_token"),
                "{b:40}",
                proof="mixed",
            ),
            named("global API key", ("cloudflare_api_key", "cf_api_key"), "{x:37}"),
        ),
        why="It changes where the domains of its owner lead.",
        references=("https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",),
    ),
    row(
        "fly-token",
        "Fly.io",
        "access token",
        "FLY_API_TOKEN",
        (
            shaped("access token", "fo1_{b:43}", proof="mixed"),
            shaped("access token", "FlyV1 fm2_{B:100-1000}"),
        ),
        why=DEPLOYS,
    ),
    row(
        "vercel-token",
        "Vercel",
        "token",
        "VERCEL_TOKEN",
        (
            *(
                shaped("token", f"{prefix}_{{b:50}}{{w:6}}", proof="crc_base62")
                for prefix in ("vcp", "vci", "vca", "vcr", "vck")
            ),
            named("token", ("vercel_token", "vercel_api_token"), "{w:24}", proof="mixed"),
        ),
        why=DEPLOYS,
    ),
    row(
        "netlify-token",
        "Netlify",
        "token",
        "NETLIFY_AUTH_TOKEN",
        (shaped("token", "nfp_{w:36}"),),
        why=DEPLOYS,
    ),
    row(
        "render-api-key",
        "Render",
        "API key",
        "RENDER_API_KEY",
        (shaped("API key", "rnd_{w:28-32}"),),
        why=DEPLOYS,
    ),
    row(
        "railway-token",
        "Railway",
        "token",
        "RAILWAY_TOKEN",
        (named("token", ("railway_token", "railway_api_token"), UUID),),
        why=DEPLOYS,
    ),
    row(
        "scaleway-secret-key",
        "Scaleway",
        "secret key",
        "SCW_SECRET_KEY",
        (named("secret key", ("scw_secret_key", "scaleway_secret_key"), UUID),),
        why=RENTS,
    ),
    row(
        "linode-token",
        "Linode",
        "API token",
        "LINODE_TOKEN",
        (named("API token", ("linode_token", "linode_api_token", "linode_cli_token"), "{x:64}"),),
        why=RENTS,
    ),
    row(
        "hetzner-token",
        "Hetzner Cloud",
        "API token",
        "HCLOUD_TOKEN",
        (named("API token", ("hcloud_token", "hetzner_token", "hetzner_api_token"), "{w:64}"),),
        why=RENTS,
    ),
)
