# SPDX-License-Identifier: Apache-2.0
"""Catalogue: models as a service. Data only.

Lengths and alphabets are those of keys in the providers' documentation and client libraries.
"""

from mlhooks.checks.secrets.shapes import UUID, beside, named, row, shaped

COSTS = "Whoever has it runs models at its owner's cost until it is revoked."
MODEL_KEYS = (
    row(
        "replicate-token",
        "Replicate",
        "API token",
        "REPLICATE_API_TOKEN",
        (shaped("API token", "r8_{w:37}"),),
        why=COSTS,
    ),
    row(
        "cohere-api-key",
        "Cohere",
        "API key",
        "CO_API_KEY",
        (
            named(
                "API key",
                ("cohere_api_key", "co_api_key", "cohere_key", "cohere_token", "cohere.Client"),
                "{w:40}",
            ),
            beside("API key", (b"api.cohere.ai", b"api.cohere.com"), "{w:40}"),
        ),
        why=COSTS,
    ),
    row(
        "mistral-api-key",
        "Mistral",
        "API key",
        "MISTRAL_API_KEY",
        (
            named(
                "API key", ("mistral_api_key", "mistral_key", "MistralClient(", "Mistral(api_key"), "{w:32}"
            ),
            beside("API key", (b"api.mistral.ai",), "{w:32}"),
        ),
        why=COSTS,
    ),
    row("groq-api-key", "Groq", "API key", "GROQ_API_KEY", (shaped("API key", "gsk_{w:52}"),), why=COSTS),
    row("xai-api-key", "xAI", "API key", "XAI_API_KEY", (shaped("API key", "xai-{b:70-120}"),), why=COSTS),
    row(
        "openrouter-api-key",
        "OpenRouter",
        "API key",
        "OPENROUTER_API_KEY",
        (shaped("API key", "sk-or-v1-{x:64}"),),
        why=COSTS,
    ),
    row(
        "together-api-key",
        "Together",
        "API key",
        "TOGETHER_API_KEY",
        (
            shaped("API key", "tgp_v1_{b:43}"),
            named("API key", ("together_api_key", "together_ai_api_key", "togetherai_api_key"), "{x:64}"),
            beside("API key", (b"api.together.xyz", b"api.together.ai"), "{x:64}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "perplexity-api-key",
        "Perplexity",
        "API key",
        "PERPLEXITY_API_KEY",
        (shaped("API key", "pplx-{w:48-56}"),),
        why=COSTS,
    ),
    row(
        "deepseek-api-key",
        "DeepSeek",
        "API key",
        "DEEPSEEK_API_KEY",
        (
            named("API key", ("deepseek_api_key", "deepseek_key", "deepseek_token"), "sk-{x:32}"),
            beside("API key", (b"api.deepseek.com",), "sk-{x:32}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "elevenlabs-api-key",
        "ElevenLabs",
        "API key",
        "ELEVENLABS_API_KEY",
        (
            shaped("API key", "sk_{x:48}"),
            named(
                "API key",
                ("elevenlabs_api_key", "eleven_labs_api_key", "eleven_api_key", "xi_api_key"),
                "{x:32}",
            ),
            beside("API key", (b"api.elevenlabs.io",), "{x:32}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "nvidia-api-key",
        "NVIDIA",
        "API key",
        "NVIDIA_API_KEY",
        (
            shaped("API key", "nvapi-{b:60-70}"),
            named("NGC API key", ("ngc_api_key", "ngc_cli_api_key", "ngc_key"), "{w:84}", proof="ngc"),
        ),
        why="It pulls private containers and models of its organisation, and runs models at its cost.",
    ),
    row(
        "voyage-api-key",
        "Voyage",
        "API key",
        "VOYAGE_API_KEY",
        (shaped("API key", "pa-{b:43}", proof="mixed"), named("API key", ("voyage_api_key",), "al-{b:43}")),
        why=COSTS,
    ),
    row(
        "jina-api-key",
        "Jina",
        "API key",
        "JINA_API_KEY",
        (shaped("API key", "jina_{x:32}{b:28}"),),
        why=COSTS,
    ),
    row(
        "fireworks-api-key",
        "Fireworks",
        "API key",
        "FIREWORKS_API_KEY",
        (shaped("API key", "fw_{w:22-48}", proof="mixed"),),
        why=COSTS,
    ),
    row(
        "cerebras-api-key",
        "Cerebras",
        "API key",
        "CEREBRAS_API_KEY",
        (shaped("API key", "csk-{l:48}"),),
        why=COSTS,
    ),
    row(
        "assemblyai-api-key",
        "AssemblyAI",
        "API key",
        "ASSEMBLYAI_API_KEY",
        (
            named(
                "API key",
                (
                    "assemblyai_api_key",
                    "assembly_ai_api_key",
                    "assembly_api_key",
                    "aai.settings.api_key",
                    "aai_api_key",
                    "assemblyai_key",
                ),
                "{x:32}",
            ),
            beside("API key", (b"api.assemblyai.com",), "{x:32}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "deepgram-api-key",
        "Deepgram",
        "API key",
        "DEEPGRAM_API_KEY",
        (
            named(
                "API key",
                ("deepgram_api_key", "dg_api_key", "deepgram_key", "DeepgramClient(", "Deepgram("),
                "{x:40}",
            ),
            beside("API key", (b"api.deepgram.com",), "{x:40}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "stability-api-key",
        "Stability",
        "API key",
        "STABILITY_API_KEY",
        (
            named(
                "API key",
                ("stability_api_key", "stability_key", "stability_ai_api_key", "dreamstudio_api_key"),
                "sk-{w:48}",
            ),
            beside("API key", (b"api.stability.ai",), "sk-{w:48}"),
        ),
        why=COSTS,
    ),
    row(
        "ai21-api-key",
        "AI21",
        "API key",
        "AI21_API_KEY",
        (named("API key", ("ai21_api_key", "ai21_key"), "{w:32}"),),
        why=COSTS,
    ),
    row(
        "anyscale-api-key",
        "Anyscale",
        "API key",
        "ANYSCALE_API_KEY",
        (shaped("API key", "esecret_{w:26-50}"),),
        why=COSTS,
    ),
    row(
        "dashscope-api-key",
        "DashScope",
        "API key",
        "DASHSCOPE_API_KEY",
        (
            named("API key", ("dashscope_api_key", "dashscope.api_key", "qwen_api_key"), "sk-{w:32}"),
            beside("API key", (b"dashscope.aliyuncs.com",), "sk-{x:32}", proof="random"),
        ),
        why=COSTS,
    ),
    row(
        "moonshot-api-key",
        "Moonshot",
        "API key",
        "MOONSHOT_API_KEY",
        (
            named("API key", ("moonshot_api_key", "kimi_api_key"), "sk-{w:48}"),
            beside("API key", (b"api.moonshot.cn", b"api.moonshot.ai"), "sk-{w:48}"),
        ),
        why=COSTS,
    ),
    row(
        "zhipu-api-key",
        "Zhipu",
        "API key",
        "ZHIPUAI_API_KEY",
        (named("API key", ("zhipuai_api_key", "zhipu_api_key", "ZhipuAI(", "zai_api_key"), "{x:32}.{w:16}"),),
        why=COSTS,
    ),
    row(
        "tavily-api-key",
        "Tavily",
        "API key",
        "TAVILY_API_KEY",
        (shaped("API key", "tvly-dev-{b:32}"), shaped("API key", "tvly-{w:32}")),
        why=COSTS,
    ),
    row(
        "firecrawl-api-key",
        "Firecrawl",
        "API key",
        "FIRECRAWL_API_KEY",
        (shaped("API key", "fc-{x:32}"),),
        why=COSTS,
    ),
    row(
        "llamacloud-api-key",
        "LlamaCloud",
        "API key",
        "LLAMA_CLOUD_API_KEY",
        (shaped("API key", "llx-{w:48}"),),
        why=COSTS,
    ),
    row(
        "fal-api-key",
        "fal",
        "API key",
        "FAL_KEY",
        (named("API key", ("fal_key", "fal_api_key", "fal_key_secret"), UUID + ":{x:32}"),),
        why=COSTS,
    ),
)
