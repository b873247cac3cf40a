# SPDX-License-Identifier: Apache-2.0
"""The catalogue of secrets, joined: rules, triggers, and which forms a trigger may begin. Hot: data only."""

from mlhooks.checks.secrets.azure import AZURE
from mlhooks.checks.secrets.business import BUSINESS
from mlhooks.checks.secrets.clients import CLIENTS
from mlhooks.checks.secrets.clouds import CLOUD_TOKENS, CLOUDS
from mlhooks.checks.secrets.development import DEVELOPMENT
from mlhooks.checks.secrets.forges import GITHUB, GITLAB, PACKAGES
from mlhooks.checks.secrets.general import JWTS, KEYS, URLS
from mlhooks.checks.secrets.generic import GENERIC
from mlhooks.checks.secrets.hosting import HOSTING
from mlhooks.checks.secrets.inference import INFERENCE
from mlhooks.checks.secrets.infrastructure import INFRASTRUCTURE
from mlhooks.checks.secrets.messaging import MESSAGING
from mlhooks.checks.secrets.models import MODEL_KEYS
from mlhooks.checks.secrets.observability import OBSERVABILITY
from mlhooks.checks.secrets.platforms import PLATFORMS
from mlhooks.checks.secrets.services import MESSAGES, MODELS
from mlhooks.checks.secrets.signers import SIGNERS
from mlhooks.checks.secrets.training import TRAINING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlhooks.checks.secrets.spec import Form, Secret
    from mlhooks.core.check import Trigger

# The most specific first: where two secrets overlap, the earlier row wins.
NAMED = (
    MODEL_KEYS
    + TRAINING
    + INFERENCE
    + CLOUD_TOKENS
    + AZURE
    + HOSTING
    + INFRASTRUCTURE
    + DEVELOPMENT
    + MESSAGING
)
NAMED += BUSINESS + OBSERVABILITY + PLATFORMS + SIGNERS
SECRETS = KEYS + GITHUB + GITLAB + PACKAGES + MODELS + CLOUDS + MESSAGES + NAMED + JWTS + CLIENTS + URLS
SECRETS += GENERIC
RULES = tuple(secret.rule for secret in SECRETS)


def _join() -> "tuple[tuple[Trigger, ...], tuple[tuple[tuple[Secret, Form], ...], ...]]":
    """Each trigger once, and beside it the forms that it may begin."""
    found: dict[tuple[object, ...], int] = {}
    triggers: list[Trigger] = []
    owners: list[tuple[tuple[Secret, Form], ...]] = []
    for secret in SECRETS:
        for form in secret.forms:
            for trigger in form.triggers:
                at = found.setdefault((trigger.pattern, trigger.nocase, trigger.names), len(triggers))
                if at == len(triggers):
                    triggers.append(trigger)
                    owners.append(())
                owners[at] += ((secret, form),)
    return tuple(triggers), tuple(owners)


TRIGGERS, OWNERS = _join()
