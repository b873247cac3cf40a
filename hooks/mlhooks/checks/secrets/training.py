# SPDX-License-Identifier: Apache-2.0
"""Catalogue: training, its machines and records, vector stores. Data only.

Lengths and alphabets are those of keys in the providers' documentation and client libraries.
"""

from mlhooks.checks.secrets.shapes import UUID, beside, named, row, shaped
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

READS = "Whoever has it reads and changes the runs, models and data of its owner."
TRAINING = (
    row(
        "runpod-api-key",
        "RunPod",
        "API key",
        "RUNPOD_API_KEY",
        (
            shaped("API key", "rpa_{U:40}{w:6}"),
            named("API key", ("runpod_api_key", "runpod.api_key", "runpod_key"), "{U:40}"),
        ),
        why="Whoever has it rents machines at its owner's cost.",
    ),
    row(
        "modal-token",
        "Modal",
        "token secret",
        "MODAL_TOKEN_SECRET",
        (
            named("token secret", ("modal_token_secret", "token_secret"), "as-{w:22}"),
            beside("token secret", (Trigger(b"ak-[0-9A-Za-z]{22}", 25),), "as-{w:22}"),
        ),
        why="With its token id it runs code in the workspace at its owner's cost.",
    ),
    row(
        "databricks-token",
        "Databricks",
        "personal access token",
        "DATABRICKS_TOKEN",
        (
            shaped("personal access token", "dapi{x:32}-{d:1-2}"),
            shaped("personal access token", "dapi{x:32}"),
        ),
        why="It reads the workspace's data and runs jobs with the rights of its owner.",
    ),
    row(
        "pinecone-api-key",
        "Pinecone",
        "API key",
        "PINECONE_API_KEY",
        (
            shaped("API key", "pcsk_{w:5-6}_{w:63}"),
            named(
                "API key", ("pinecone_api_key", "pinecone_key", "pinecone.init(", "Pinecone(api_key"), UUID
            ),
            beside("API key", (b".pinecone.io", b"us-west1-gcp", b"us-east1-gcp"), UUID, proof="random"),
        ),
        why="It reads, changes and deletes the vectors of its project.",
    ),
    row(
        "langsmith-api-key",
        "LangSmith",
        "API key",
        "LANGSMITH_API_KEY",
        (
            shaped("personal API key", "lsv2_pt_{x:32}_{x:10}"),
            shaped("service API key", "lsv2_sk_{x:32}_{x:10}"),
            shaped("API key", "ls__{x:32}"),
        ),
        why="It reads the recorded prompts and answers of its workspace.",
    ),
    row(
        "wandb-api-key",
        "Weights & Biases",
        "API key",
        "WANDB_API_KEY",
        (
            shaped("API key", "wandb_v1_{b:77}"),
            named(
                "API key",
                ("wandb_api_key", "wandb_key", "wandb_token", "wandb.login(", "wandb login"),
                "{x:40}",
            ),
            named("API key", ("wandb_api_key", "wandb_key", "wandb.login("), "local-{x:40}"),
            Form(
                "API key",
                literal(b"api.wandb.ai"),
                rb"api\.wandb\.ai\s{1,8}login\s{1,8}\S{1,40}\s{1,8}password\s{1,8}(?P<token>(?P<body>[0-9a-f]{40}))"
                rb"(?![0-9A-Za-z])",
            ),
        ),
        why=READS,
    ),
    row(
        "comet-api-key",
        "Comet",
        "API key",
        "COMET_API_KEY",
        (
            named(
                "API key",
                (
                    "comet_api_key",
                    "comet_ml_api_key",
                    "comet_key",
                    "comet_ml.login(",
                    "comet_ml.init(",
                    "comet_ml.start(",
                    "Experiment(api_key",
                    "CometLogger(",
                ),
                "{w:25}",
            ),
        ),
        why=READS,
    ),
    row(
        "neptune-api-token",
        "Neptune",
        "API token",
        "NEPTUNE_API_TOKEN",
        (
            Form(
                "API token",
                literal(b"eyJhcGlfYWRkcmVzcyI6"),
                rb"(?P<body>eyJhcGlfYWRkcmVzcyI6[0-9A-Za-z+/_-]{60,400})={0,2}(?![0-9A-Za-z+/_-])",
                shown=b"eyJh",
                proof="neptune",
            ),
        ),
        why=READS,
    ),
    row(
        "kaggle-api-key",
        "Kaggle",
        "API key",
        "KAGGLE_KEY",
        (
            shaped("API token", "KGAT_{x:32}"),
            named("API key", ("kaggle_key", "kaggle_api_key"), "{x:32}"),
            Form(
                "API key",
                (Trigger(rb'"key":"[0-9a-f]{32}', 39), Trigger(rb'"key": "[0-9a-f]{32}', 40)),
                rb'"key": ?"(?P<token>(?P<body>[0-9a-f]{32}))(?=")',
                proof="beside_username",
            ),
        ),
        why="It acts as its owner: private datasets, notebooks and submissions.",
    ),
    row(
        "roboflow-api-key",
        "Roboflow",
        "API key",
        "ROBOFLOW_API_KEY",
        (named("API key", ("roboflow_api_key", "roboflow_key", "Roboflow("), "{w:20}"),),
        why=READS,
    ),
    row(
        "clearml-secret-key",
        "ClearML",
        "secret key",
        "CLEARML_API_SECRET_KEY",
        (
            named(
                "secret key",
                ("clearml_api_secret_key", "trains_api_secret_key", "clearml_secret_key"),
                "{w:40-80}",
            ),
            beside("secret key", (b"api.clear.ml", b"app.clear.ml"), "{w:48-80}"),
        ),
        why=READS,
    ),
    row(
        "lightning-api-key",
        "Lightning",
        "API key",
        "LIGHTNING_API_KEY",
        (named("API key", ("lightning_api_key", "lightning_ai_api_key"), UUID),),
        why="It runs machines and reads the studios of its owner.",
    ),
    row(
        "qdrant-api-key",
        "Qdrant",
        "API key",
        "QDRANT_API_KEY",
        (
            named(
                "API key",
                ("qdrant_api_key", "qdrant_cloud_api_key", "qdrant_key", "qdrant__service__api_key"),
                "{b:32-100}",
            ),
            beside("API key", (b".qdrant.io", b"QdrantClient("), "{b:54}"),
        ),
        why="It reads, changes and deletes the vectors of its cluster.",
    ),
    row(
        "weaviate-api-key",
        "Weaviate",
        "API key",
        "WEAVIATE_API_KEY",
        (
            named(
                "API key",
                ("weaviate_api_key", "weaviate_key", "wcd_api_key", "wcs_api_key", "AuthApiKey("),
                "{w:36-120}",
            ),
            beside("API key", (b".weaviate.network", b".weaviate.cloud"), "{w:36}"),
        ),
        why="It reads, changes and deletes the vectors of its cluster.",
    ),
    row(
        "langfuse-secret-key",
        "Langfuse",
        "secret key",
        "LANGFUSE_SECRET_KEY",
        (shaped("secret key", "sk-lf-" + UUID),),
        why="It reads the recorded prompts and answers of its project.",
    ),
)
