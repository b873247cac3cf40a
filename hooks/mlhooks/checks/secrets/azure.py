# SPDX-License-Identifier: Apache-2.0
"""Catalogue: Azure. Data only.

Layouts: Microsoft's security-utilities and its article on common annotated security keys (2024).
"""

from mlhooks.checks.secrets.shapes import beside, named, row
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

REFERENCES = ("https://devblogs.microsoft.com/engineering-at-microsoft/common-annotated-security-keys/",)
READS = "It reads and deletes everything in the account that it belongs to."


def _signed(label: str, before: int, signature: bytes, after: bytes, end: bytes) -> Form:
    """A key in base64 with `signature` behind `before` characters; `after` and `end` are what follows."""
    escaped = signature.replace(b"+", rb"\+")
    return Form(
        label,
        (Trigger(escaped + b"[0-9A-Za-z+/_-]{5}", len(signature) + 5),),
        rb"(?P<token>(?P<body>[0-9A-Za-z+/_-]{%d}" % before
        + escaped
        + after
        + b")"
        + end
        + b")(?![0-9A-Za-z/+=_-])",
        proof="azure_signed",
        within=before,
    )


_LONG = (b"[0-9A-Za-z+/_-]{5}[AQgw]", b"={0,2}")
_SHORT = (b"[A-P][0-9A-Za-z+/]{5}", b"=?")
_MIDDLE = (b"[A-D][0-9A-Za-z+/]{5}", b"")

AZURE = (
    row(
        "azure-key",
        "Azure",
        "annotated key",
        "AZURE_API_KEY",
        (
            Form(
                "key",
                literal(b"JQQJ99", b"JQQJ9D", b"JQQJ9H"),
                rb"(?P<token>(?P<body>[0-9A-Za-z]{52}JQQJ9[9DH][0-9A-Za-z][A-L]"
                rb"[0-9A-Za-z]{16}[A-Za-z][0-9A-Za-z]{7})(?:[0-9A-Za-z]{2}==)?)(?![0-9A-Za-z/+=_-])",
                proof="azure_annotated",
                within=52,
            ),
        ),
        why="It opens the service that its signature names, with all that was granted to it.",
        revoke="regenerate it where it was made: the resource's keys, or the user's access tokens",
        references=REFERENCES,
    ),
    row(
        "azure-client-secret",
        "Azure",
        "client secret",
        "AZURE_CLIENT_SECRET",
        (
            Form(
                "client secret",
                (Trigger(rb"[0-9A-Za-z_.~-]{3}[78]Q~[0-9A-Za-z_.~-]{31}", 37),),
                rb"(?P<body>[0-9A-Za-z_.~-]{3}[78]Q~[0-9A-Za-z_.~-]{31,34})(?![0-9A-Za-z_.~-])",
                proof="azure_client",
            ),
        ),
        why="It signs in as the application, with its rights in the tenant.",
        revoke="delete it under the application's certificates and secrets",
    ),
    row(
        "azure-storage-key",
        "Azure",
        "storage account key",
        "AZURE_STORAGE_CONNECTION_STRING",
        (
            _signed("storage account key", 76, b"+ASt", *_LONG),
            named(
                "storage account key",
                ("AccountKey=", "azure_storage_key", "azure_storage_account_key"),
                "{B:86}==",
                proof="mixed",
            ),
            named("shared access key", ("SharedAccessKey=",), "{B:43}=", proof="mixed"),
        ),
        why=READS,
        revoke="rotate it in the Azure portal, Access keys,",
    ),
    row(
        "azure-service-key",
        "Azure",
        "service key",
        "AZURE_KEY",
        (
            *(_signed("service key", 76, signature, *_LONG) for signature in (b"+ABa", b"ACDb")),
            *(
                _signed("shared access key", 33, signature, *_SHORT)
                for signature in (b"+ASb", b"+AEh", b"+ARm", b"AIoT", b"AzCa")
            ),
            *(_signed("service key", 42, signature, *_MIDDLE) for signature in (b"AzSe", b"+ACR")),
            _signed("function key", 44, b"AzFu", *_LONG),
        ),
        why=READS,
        revoke="rotate it in the Azure portal, Access keys,",
        references=REFERENCES,
    ),
    row(
        "azure-openai-key",
        "Azure",
        "AI services key",
        "AZURE_OPENAI_API_KEY",
        (
            named(
                "AI services key",
                (
                    "azure_openai_api_key",
                    "azure_openai_key",
                    "azure_api_key",
                    "azure_cognitive_key",
                    "azure_speech_key",
                    "azure_vision_key",
                    "Ocp-Apim-Subscription-Key",
                    "ocp_apim_subscription_key",
                ),
                "{x:32}",
            ),
            beside("AI services key", (b".openai.azure.com",), "{x:32}", proof="random"),
            beside("AI services key", (b".cognitiveservices.azure.com",), "{x:32}", proof="random"),
        ),
        why="Whoever has it runs models at its owner's cost until it is regenerated.",
        revoke="regenerate it in the Azure portal, Keys and Endpoint,",
    ),
    row(
        "azure-devops-token",
        "Azure",
        "DevOps access token",
        "AZURE_DEVOPS_EXT_PAT",
        (
            named(
                "DevOps access token",
                (
                    "azure_devops_ext_pat",
                    "azure_devops_pat",
                    "ado_pat",
                    "azdo_pat",
                    "vsts_pat",
                    "vss_nuget_pat",
                ),
                "{l:52}",
            ),
            beside("DevOps access token", (b"dev.azure.com", b".visualstudio.com"), "{l:52}", proof="random"),
        ),
        why="It reads, and may change, the source code and builds of its owner.",
        revoke="revoke it in Azure DevOps, User settings, Personal access tokens,",
    ),
    row(
        "azure-sas-token",
        "Azure",
        "shared access signature",
        "AZURE_STORAGE_SAS_TOKEN",
        (
            Form(
                "shared access signature",
                literal(b"&sig=", b"&amp;sig="),
                rb"&(?:amp;)?sig=(?P<token>(?P<body>[0-9A-Za-z%+/]{43,70}(?:%3[Dd]|=)?))(?![0-9A-Za-z%/+=_-])",
                proof="azure_sas",
            ),
        ),
        why="Until the date in the URL it reads, and may write, what the URL names.",
        revoke="rotate the account key that signed it, or revoke the stored access policy,",
    ),
)
