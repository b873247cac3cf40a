# SPDX-License-Identifier: Apache-2.0
"""Catalogue: more clouds, databases and work tools. Data only."""

from mlhooks.checks.secrets.shapes import UUID, row, table
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

READS = "It reads and changes the data of its owner."

PLATFORMS = (
    *table(
        "It rents, changes and deletes machines and data of the account that it names.",
        "vultr-api-key | Vultr | API key | VULTR_API_KEY | vultr_api_key | {U:36}",
        "ibm-cloud-key | IBM Cloud | API key | IBMCLOUD_API_KEY"
        " | ibmcloud_api_key ibm_cloud_api_key ibm_api_key"
        " iam_apikey watsonx_api_key watsonx_apikey | {b:44}",
        "volcengine-key-id | Volcengine | access key id | VOLC_ACCESSKEY | - | AKLT{w:43-60} | mixed",
        "huawei-secret-key | Huawei Cloud | secret key | HUAWEICLOUD_SDK_SK"
        " | huaweicloud_sdk_sk hw_secret_key"
        " huawei_secret_key | {w:40}",
        "ovh-secret | OVH | secret | OVH_APPLICATION_SECRET | ovh_application_secret ovh_consumer_key"
        " | {w:32}",
        "exoscale-secret | Exoscale | API secret | EXOSCALE_API_SECRET | exoscale_api_secret exoscale_secret"
        " | {b:43}",
        "aiven-token | Aiven | API token | AIVEN_TOKEN | aiven_token aiven_api_token | {B:370-376} | mixed",
    ),
    *table(
        READS,
        "backblaze-key | Backblaze | application key | B2_APPLICATION_KEY | - | K00{d:1}{B:27} | mixed",
        "mongodb-atlas-secret | MongoDB Atlas | service account secret | MONGODB_ATLAS_CLIENT_SECRET"
        " | - | mdb_sa_sk_{b:40}",
        "snowflake-password | Snowflake | password | SNOWFLAKE_PASSWORD | snowflake_password snowsql_pwd"
        " | {b:14-60} | mixed",
        "dbt-token | dbt Cloud | token | DBT_CLOUD_API_TOKEN | - | dbtc_{b:40-70} dbtu_{b:40-70} | mixed",
        "confluent-secret | Confluent | API secret | CONFLUENT_CLOUD_API_SECRET | confluent_cloud_api_secret"
        " confluent_api_secret kafka_api_secret | {B:64} | mixed",
        "fauna-key | Fauna | key | FAUNA_SECRET | - | fnA{b:37} | mixed",
        "tinybird-token | Tinybird | token | TINYBIRD_TOKEN | - | p.eyJ1Ijo{b:60-400}.{b:43}",
        "turso-token | Turso | token | TURSO_AUTH_TOKEN | turso_auth_token libsql_auth_token | {b:60-900}",
        "clickup-token | ClickUp | API token | CLICKUP_API_TOKEN | - | pk_{d:8}_{U:32}",
        "trello-token | Trello | token | TRELLO_TOKEN | - | ATTA{x:64}{X:8}",
        "zoom-secret | Zoom | secret | ZOOM_CLIENT_SECRET | zoom_client_secret zoom_api_secret | {w:32-36}",
        "zendesk-token | Zendesk | API token | ZENDESK_API_TOKEN | zendesk_api_token zendesk_token | {w:40}",
        "opsgenie-key | Opsgenie | API key | OPSGENIE_API_KEY"
        f" | opsgenie_api_key opsgenie_key GenieKey | {UUID}",
        "spotify-secret | Spotify | client secret | SPOTIFY_CLIENT_SECRET | spotify_client_secret"
        " spotipy_client_secret | {x:32}",
        "twitch-secret | Twitch | client secret | TWITCH_CLIENT_SECRET | twitch_client_secret"
        " twitch_oauth_token twitch_access_token | {l:30}",
        "reddit-secret | Reddit | client secret | REDDIT_CLIENT_SECRET"
        " | reddit_client_secret praw_client_secret"
        " | {b:27-30}",
        f"plaid-token | Plaid | access token | PLAID_ACCESS_TOKEN | - | access-production-{UUID}",
        "cloudinary-secret | Cloudinary | API secret | CLOUDINARY_API_SECRET | cloudinary_api_secret"
        " | {b:27}",
        "pusher-secret | Pusher | secret | PUSHER_APP_SECRET | pusher_app_secret pusher_secret | {x:20}",
        "ably-key | Ably | API key | ABLY_API_KEY | ably_api_key ably_key | {b:6}.{b:6}:{b:43}",
        "mailjet-secret | Mailjet | secret key | MAILJET_SECRET_KEY | mailjet_secret_key mailjet_api_secret"
        " mj_apikey_private | {x:32}",
        "openweather-key | OpenWeather | API key | OPENWEATHER_API_KEY | openweather_api_key"
        " openweathermap_api_key owm_api_key | {x:32}",
    ),
    *table(
        "It opens the store in which the other secrets are kept.",
        f"infisical-token | Infisical | service token | INFISICAL_TOKEN | - | st.{UUID}.{{x:32}}.{{x:32}}"
        " st.{x:24}.{x:32}.{x:32}",
        f"bitwarden-token | Bitwarden | access token | BWS_ACCESS_TOKEN | - | 0.{UUID}.{{w:30}}:{{B:22}}==",
    ),
    *table(
        "It lets anyone pose as the application, or the machine, that others trusted.",
        "auth0-secret | Auth0 | client secret | AUTH0_CLIENT_SECRET | auth0_client_secret"
        " auth0_mgmt_client_secret | {b:64}",
        "swarm-token | Docker | swarm join token | SWARM_JOIN_TOKEN | - | SWMTKN-1-{l:50}-{l:25}",
        "packagist-token | Packagist | token | PACKAGIST_TOKEN | -"
        " | packagist_uut_{x:68} packagist_ort_{x:68}",
        "jenkins-token | Jenkins | API token | JENKINS_API_TOKEN | jenkins_api_token jenkins_token"
        " jenkins_user_token | {x:32-34}",
    ),
    row(
        "firebase-server-key",
        "Google",
        "Firebase server key",
        "FCM_SERVER_KEY",
        (
            Form(
                "Firebase server key",
                (Trigger(b"AAAA[0-9A-Za-z_-]{7}:APA91b", 18),),
                rb"AAAA[0-9A-Za-z_-]{7}:APA91b(?P<body>[0-9A-Za-z_-]{134})(?![0-9A-Za-z_-])",
                shown=b"AAAA",
            ),
        ),
        why="It sends messages to every user of the application.",
    ),
    row(
        "convex-key",
        "Convex",
        "deploy key",
        "CONVEX_DEPLOY_KEY",
        (
            Form(
                "deploy key",
                literal(b"|eyJ2MiI6I"),
                rb"(?P<token>\|(?P<body>eyJ2MiI6I[0-9A-Za-z+/_-]{30,300})={0,2})(?![0-9A-Za-z+/=_-])",
                shown=b"|",
            ),
        ),
        why=READS,
    ),
)
