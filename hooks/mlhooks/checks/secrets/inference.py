# SPDX-License-Identifier: Apache-2.0
"""Catalogue: more of models as a service, search for them, speech, labels. Data only.

Lengths and alphabets are those of keys in the providers' documentation and client libraries.
"""

from mlhooks.checks.secrets.shapes import UUID, table

INFERENCE = (
    *table(
        "Whoever has it runs models at its owner's cost until it is revoked.",
        "baseten-api-key | Baseten | API key | BASETEN_API_KEY | baseten_api_key | {w:8}.{w:32}",
        "novita-api-key | Novita | API key | NOVITA_API_KEY | novita_api_key | sk_{b:43}",
        f"sambanova-api-key | SambaNova | API key | SAMBANOVA_API_KEY | sambanova_api_key | {UUID}",
        "deepinfra-api-key | DeepInfra | API key | DEEPINFRA_API_KEY | deepinfra_api_key deepinfra_api_token"
        " | {w:32}",
        f"leonardo-api-key | Leonardo | API key | LEONARDO_API_KEY | leonardo_api_key | {UUID}",
        "playht-api-key | PlayHT | API key | PLAYHT_API_KEY | playht_api_key play_ht_api_key | {x:32}",
        "speechmatics-api-key | Speechmatics | API key | SPEECHMATICS_API_KEY | speechmatics_api_key"
        " | {w:32}",
        f"gladia-api-key | Gladia | API key | GLADIA_API_KEY | gladia_api_key x_gladia_key | {UUID}",
        "picovoice-access-key | Picovoice | access key | PICOVOICE_ACCESS_KEY"
        " | picovoice_access_key pv_access_key | {B:54}==",
        f"exa-api-key | Exa | API key | EXA_API_KEY | exa_api_key | {UUID}",
        "serper-api-key | Serper | API key | SERPER_API_KEY | serper_api_key | {x:40}",
        "serpapi-key | SerpApi | API key | SERPAPI_API_KEY | serpapi_api_key serp_api_key serpapi_key"
        " | {x:64}",
        "unstructured-api-key | Unstructured | API key | UNSTRUCTURED_API_KEY | unstructured_api_key"
        " | {w:30-34}",
        "nebius-api-key | Nebius | API key | NEBIUS_API_KEY | nebius_api_key | {b:60-700}",
        "hyperbolic-api-key | Hyperbolic | API key | HYPERBOLIC_API_KEY | hyperbolic_api_key | {b:60-700}",
        "writer-api-key | Writer | API key | WRITER_API_KEY | writer_api_key | {w:32}",
        "siliconflow-api-key | SiliconFlow | API key | SILICONFLOW_API_KEY | siliconflow_api_key | sk-{l:48}",
        "minimax-api-key | MiniMax | API key | MINIMAX_API_KEY | minimax_api_key | {b:60-1200}",
        "deepl-api-key | DeepL | API key | DEEPL_AUTH_KEY"
        f" | deepl_auth_key deepl_api_key deepl.Translator( | {UUID}",
        "wolfram-app-id | Wolfram | app id | WOLFRAM_ALPHA_APPID | wolfram_alpha_appid wolfram_app_id"
        " | {U:6}-{U:10}",
        "e2b-api-key | E2B | API key | E2B_API_KEY | - | e2b_{x:40}",
        "brave-api-key | Brave Search | API key | BRAVE_API_KEY | - | BSA{b:28} | mixed",
        "cartesia-api-key | Cartesia | API key | CARTESIA_API_KEY | - | sk_car_{w:22}",
        "runway-api-key | Runway | API key | RUNWAYML_API_SECRET | - | key_{x:128}",
        "upstage-api-key | Upstage | API key | UPSTAGE_API_KEY | - | up_{w:28} | mixed",
        "browserbase-api-key | Browserbase | API key | BROWSERBASE_API_KEY | - | bb_live_{b:27-40}",
        "apify-token | Apify | API token | APIFY_TOKEN | - | apify_api_{w:36}",
        "predibase-token | Predibase | API token | PREDIBASE_API_TOKEN | - | pb_{b:22} | mixed",
        "livekit-secret | LiveKit | API secret | LIVEKIT_API_SECRET"
        " | livekit_api_secret livekit_secret | {w:40-48}",
    ),
    *table(
        "Whoever has it reads and changes the data of its owner.",
        "civitai-api-key | Civitai | API key | CIVITAI_API_KEY | civitai_api_key civitai_token"
        " civitai_api_token | {x:32}",
        "dagshub-token | DagsHub | access token | DAGSHUB_TOKEN | dagshub_token dagshub_user_token"
        " mlflow_tracking_password | {x:40}",
        "labelstudio-token | Label Studio | access token | LABEL_STUDIO_API_KEY | label_studio_api_key"
        " labelstudio_api_key label_studio_token | {x:40}",
        "ultralytics-api-key | Ultralytics | API key | ULTRALYTICS_API_KEY | ultralytics_api_key"
        " ultralytics_hub_api_key | {x:42}",
        "zilliz-api-key | Zilliz | API key | ZILLIZ_API_KEY"
        " | zilliz_api_key zilliz_cloud_api_key milvus_token"
        " | {x:72}",
        "nomic-api-key | Nomic | API key | NOMIC_API_KEY | - | nk-{b:43} | mixed",
        "vectara-api-key | Vectara | API key | VECTARA_API_KEY | -"
        " | zqt_{b:36-44} zut_{b:36-44} zwt_{b:36-44}",
        "promptlayer-api-key | PromptLayer | API key | PROMPTLAYER_API_KEY | - | pl_{x:32}",
        "edgeimpulse-api-key | Edge Impulse | API key | EI_API_KEY | - | ei_{x:64} ei_{x:128}",
        "helicone-api-key | Helicone | API key | HELICONE_API_KEY | - | sk-helicone-{l:7}-{l:7}-{l:7}-{l:7}",
        "turbopuffer-api-key | Turbopuffer | API key | TURBOPUFFER_API_KEY | - | tpuf_{w:32}",
        "chroma-api-key | Chroma | API key | CHROMA_API_KEY | - | ck-{w:44} | mixed",
        "logfire-token | Pydantic Logfire | write token | LOGFIRE_TOKEN | -"
        " | pylf_v1_us_{w:43} pylf_v1_eu_{w:43}",
    ),
    *table(
        "Whoever has it rents machines at its owner's cost.",
        "vastai-api-key | Vast.ai | API key | VAST_API_KEY | vast_api_key vastai_api_key | {x:64}",
        "lambda-api-key | Lambda | API key | LAMBDA_API_KEY | - | secret_{l:32-44}.{w:32}",
    ),
)
