# SPDX-License-Identifier: Apache-2.0
"""What looks like a secret without a provider and is none: one table for each kind of mistake."""

from __future__ import annotations

from itertools import count

import pytest

from checks.generic_samples import BASE62, HEX, drawn, uuid
from checks.secrets_samples import every as findings

RANDOM = drawn(BASE62, 32, 11)
MORE = drawn(BASE62 + "+/", 86, 11)

DIGESTS = [
    f'sha256 = "{drawn(HEX, 64, 1)}"',
    f'MODEL_MD5: "{drawn(HEX, 32, 1)}"',
    f'"checksum": "{drawn(HEX, 40, 1)}"',
    f'hash_key = "{drawn(HEX, 64, 2)}"',
    f'commit_token = "{drawn(HEX, 40, 2)}"',
    f'  - {{sha1: {drawn(HEX, 40, 3)}, key: weights.bin}}',
]  # fmt: skip
INTEGRITY = [
    f'<script integrity="sha384-{MORE[:64]}" crossorigin="anonymous">',
    f'"integrity": "sha512-{MORE}=="',
    f'"token": "sha512-{MORE}=="',
    f'integrity_key = "sha256-{MORE[:43]}="',
]
TRIALS = [
    f'<meta http-equiv="origin-trial" content="{MORE}">',
    f'originTrialToken: "{MORE}"',
    f'ORIGIN_TRIAL_TOKEN = "{MORE}"',
]
SPECIAL_TOKENS = [
    'bos_token = "<|begin_of_text|>"', 'eos_token: "<|im_end|>"', '"pad_token": "<|endoftext|>",',
    'tokenizer.mask_token = "[MASKED_TOKEN]"', 'placeholder_token="<placeholder-concept>"',
    '"image_token": "<image_soft_token>"', f'unk_token = "{RANDOM}"', 'sep_token="</separator>"',
    'token = "<|reserved_special_token_0|>"', '"additional_special_token": "<extra_id_99>"',
    'token = "▁international"', "cls_token='[CLASSIFICATION]'", '"decoder_start_token": "<|startoftranscript|>"',
]  # fmt: skip
REFERRED = [
    "secretName: production-db-credentials", f"secretName: {RANDOM}", f"password_ref: {RANDOM}", f'"secret_ref": "{RANDOM}"',
    "token_ref: projects/12345/secrets/api-token/versions/latest",
    "existingSecret: my-release-postgresql", f"token_id = '{RANDOM}'", f"key_name: {RANDOM}", f"secret_arn: {RANDOM}",
    "password: arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
    "password: vault:secret/data/prod#password", "token: op://vault/item/credential", 'api_key = "keyring:system/service"',
    'password = "projects/prod/secrets/db/versions/3"', "token: ssm:/prod/api/token",
]  # fmt: skip
MODELS = [
    'key = "naver-hyperclovax/HyperCLOVAX-SEED-Think-14B"', 'token="Qwen/Qwen2.5-VL-7B-Instruct"',
    'api_key = "meta-llama/Llama-3.2-11B-Vision-Instruct"', "key: facebook/wav2vec2-large-960h-lv60-self",
    'secret_key="laion/CLIP-ViT-bigG-14-laion2B-39B-b160k"', 'token = "yolov8n-obb-dotav1-1024.onnx"',
]  # fmt: skip
CLASSES = [
    'key = "Qwen2_5OmniToken2WavModel"', 'access_token = "OAuth2AccessTokenResponseHandler"',
    'api_key="MaskRCNNResNet50FPNV2Weights"', "token: XLMRobertaTokenizerFast", 'auth = "HTTPDigestAuthHandlerV2"',
    '"key": "encoder.layers.11.self_attn.in_proj_weight"', "api_key=self.settings.getApiKeyFromStore",
]  # fmt: skip
BYTES = [
    'key = b"\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09"', "key = [0x3f, 0x12, 0xa9, 0x7b, 0x1c]",
    'token = "\\u0120\\u0121\\u0122\\u0123\\u0124"', 'secret = "00000000000000000000000000000000"',
    'key = bytes.fromhex("000102030405060708090a0b0c0d0e0f")', 'secret_key = "0123456789abcdef0123456789abcdef"',
]  # fmt: skip
MEDIA = [
    f'"image/png": "iVBORw0KGgo{MORE * 9}"', f"url(data:font/woff2;base64,d09GMg{MORE * 9})",
    f'src = "data:image/png;base64,iVBORw0KGgo{MORE * 9}"', f'secret = "data:application/wasm;base64,AGFzbQ{MORE}"',
    f'key = "{MORE * 9}"',
]  # fmt: skip
LOCKED = [
    f'checksum = "{drawn(HEX, 64, 5)}"', f'{{file = "a.whl", hash = "sha256:{drawn(HEX, 64, 6)}"}}',
    f'"resolved": "https://registry.example/a/-/a-1.0.0.tgz#{drawn(HEX, 40, 7)}"',
]  # fmt: skip
UUIDS = [f"id: {uuid(3)}", f'"kernel_id": "{uuid(4)}"', f"API_KEY={uuid(5)}", f"client_id = '{uuid(6)}'"]
PLACEHOLDERS = [
    'api_key = "your-api-key-goes-here"', "TOKEN=xxxxxxxxxxxxxxxxxxxxxxxx", 'token: "<your token>"', "API_KEY=changeme-please",
    'secret = "REPLACE_WITH_YOUR_SECRET"', 'token = "aaaaaaaaaaaaaaaaaaaaaaaa"', 'api_key="abcdefghijklmnopqrstuvwxyz"',
    "apiKey: 'insert-key-here-1234'", 'token = "1234567890abcdef1234"', 'access_token = "dummy-token-for-docs"',
    'token = "***************"', 'token = "sk-..........."', "API_TOKEN=TODO_fill_this_in_later",
]  # fmt: skip
TEMPLATES = [
    "password: ${DB_PASSWORD}", 'token: "{{ .Values.auth.token }}"', "api_key: {{ api_key_from_vault }}", "token = %(api_token)s",
    'password = "%s-and-more-text"', 'TOKEN="$(cat /run/secrets/token)"', "token: ${{ secrets.API_TOKEN }}", 'key = f"{prefix}_{name}"',
    "PASSWORD=%DB_PASSWORD%", 'password = "#{ENV.fetch(:DB)}"', 'api_key: "@API_KEY_FROM_BUILD@"', 'secret = "__API_SECRET__"',
    "TOKEN=$UPSTREAM_TOKEN_VALUE", "apiKey: `${process.env.API_KEY}`", 'shape("API key", "tgq_v7_{b:43}")',
    'token = r"AKXq[0-9A-Za-z]{61,73}"', 'token = f"{prefix}Qx7Zk9_{count:08d}"', 'api_key = "Zq7Xv2{!r}Kd83jf"',
]  # fmt: skip
ENVIRONMENT = [
    'password = os.environ["DB_PASSWORD"]', "token = os.getenv('API_TOKEN')", "apiKey: process.env.SERVICE_API_KEY,",
    "token = settings.SERVICE_API_TOKEN", 'api_key = config.get("service", "api_key")', "const token = import.meta.env.VITE_TOKEN",
    "password=self.password_from_keychain", 'String password = System.getenv("DB_PASSWORD");', "key := viper.GetString(\"api.key\")",
    "token: file:/run/secrets/token", "apiKey = env:SERVICE_API_KEY", 'auth="env.SERVICE_AUTH_TOKEN"',
    "password = getpass.getpass()", "token=get_token(account)",
    "token = q7Zx9Kd83jfPd02jf93kfj(account)", "api_key=kX9mPq2vLw7zT4[0]", "secret: kX9mPq2vLw7zT4{1}",
]  # fmt: skip
ENCRYPTED = [
    f"password: ENC[AES256_GCM,data:{RANDOM},type:str]", f"password = '{{SSHA}}{RANDOM}'", f'password: "$2b$12${MORE[:53]}"',
    f'PASSWORD = "pbkdf2_sha256$600000${RANDOM}$x="', f"token: ENC({RANDOM})", f'key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5{RANDOM}"',
    f'publicKey: "AAAAB3NzaC1yc2E{MORE}"', f'password: "$argon2id$v=19$m=65536${RANDOM}"',
]  # fmt: skip
TEXTS = [
    "disk.blkid token='UUID=6a38ee5-7235-44e7-8b22-816a403bad5d'", "gpg.get_secret_key keyid=3FAD9F1E4Qx7Zk user=me",
    'throw new SyntaxError("Astral mode required for Unicode token "+D);if(x){if("class"===a)throw E}',
    'throw Error("Unknown Unicode token ",l=(0,y.default)(u,6),D=l[0],p=l[1],b=l[2],m=l[3],C=l[4],g="x")',
    "The password must not be shorter than eight characters.", 'raise ValueError("no token given")', "Pass `self.model_wrapped` so that",
    'throw Error("Unknown Unicode token ",l=f(y,6),D=l[0]);', "| token | a string-like object |", 'if key == "num_attention_heads":',
    'assert(password, "password.is.required")', 'msgid "Password confirmation"', 'label for="password">Password</label>',
    "# key: the name_of_the_column", 'input type="password" name="password" autocomplete="current-password"',
]  # fmt: skip
TABLES = {
    "digests": DIGESTS, "SRI hashes": INTEGRITY, "origin trials": TRIALS, "special tokens": SPECIAL_TOKENS,
    "names of secrets": REFERRED, "model ids": MODELS, "class names": CLASSES, "bytes": BYTES, "media": MEDIA,
    "lock files": LOCKED, "UUIDs": UUIDS, "placeholders": PLACEHOLDERS, "templates": TEMPLATES,
    "environment and stores": ENVIRONMENT, "encrypted and public": ENCRYPTED, "texts": TEXTS,
}  # fmt: skip


@pytest.mark.parametrize(
    "text", [text for table in TABLES.values() for text in table],
    ids=[f"{name}-{number}" for name, table in TABLES.items() for number, _ in zip(count(1), table, strict=False)],
)  # fmt: skip
def test_no_secret(text: str) -> None:
    assert [found.message for found in findings(text) if found.severity != "note"] == []


@pytest.mark.parametrize(
    "name",
    [
        "special tokens",
        "names of secrets",
        "templates",
        "environment and stores",
        "texts",
        "encrypted and public",
    ],
)
def test_not_even_a_note(name: str) -> None:
    """What holds no value at all stays silent under `strict` too."""
    assert [text for text in TABLES[name] if findings(text)] == []
