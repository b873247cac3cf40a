# SPDX-License-Identifier: Apache-2.0
"""Catalogue: source hosts, package registries, CI and code analysis. Data only."""

from mlhooks.checks.secrets.shapes import UUID, named, row, shaped
from mlhooks.checks.secrets.spec import Form, literal
from mlhooks.core.check import Trigger

PUBLISHES = "Whoever has it publishes packages in its owner's name, and others install them."
BUILDS = "It starts builds and reads their settings, in which more secrets are kept."
SOURCES = "It reads, and may change, the source code and issues of its owner."

DEVELOPMENT = (
    row(
        "atlassian-token",
        "Atlassian",
        "API token",
        "ATLASSIAN_API_TOKEN",
        (
            Form(
                "API token",
                literal(b"ATATT3xFfGF0"),
                rb"ATATT3xFfGF0(?P<body>[0-9A-Za-z_=-]{120,230}=[0-9A-F]{8})(?![0-9A-Za-z_=-])",
                shown=b"ATATT3",
                proof="crc_upper",
            ),
            Form(
                "access token",
                literal(b"ATCTT3xFfG"),
                rb"ATCTT3xFfG(?P<body>[0-9A-Za-z_=-]{120,230}=[0-9A-F]{8})(?![0-9A-Za-z_=-])",
                shown=b"ATCTT3",
                proof="crc_upper",
            ),
            Form(
                "app password",
                (Trigger(b"ATBB[0-9A-Za-z]{24}[0-9A-F]{8}", 36),),
                rb"ATBB(?P<body>[0-9A-Za-z]{24}[0-9A-F]{8})(?![0-9A-Za-z_])",
                shown=b"ATBB",
                proof="crc_upper",
            ),
        ),
        why=SOURCES,
    ),
    row(
        "bitbucket-server-token",
        "Bitbucket Data Center",
        "access token",
        "BITBUCKET_TOKEN",
        (shaped("access token", "BBDC-{B:44}"),),
        why=SOURCES,
    ),
    row(
        "gitea-token",
        "Gitea",
        "access token",
        "GITEA_TOKEN",
        (
            named(
                "access token",
                ("gitea_token", "gitea_access_token", "forgejo_token", "codeberg_token"),
                "{x:40}",
            ),
        ),
        why=SOURCES,
    ),
    row(
        "sourcegraph-token",
        "Sourcegraph",
        "access token",
        "SRC_ACCESS_TOKEN",
        (
            shaped("access token", "sgp_{w:16}_{x:40}"),
            shaped("access token", "sgp_local_{x:40}"),
            shaped("access token", "sgp_{x:40}"),
        ),
        why=SOURCES,
    ),
    row(
        "rubygems-key",
        "RubyGems",
        "API key",
        "GEM_HOST_API_KEY",
        (shaped("API key", "rubygems_{x:48}"),),
        why=PUBLISHES,
    ),
    row(
        "cargo-token",
        "crates.io",
        "API token",
        "CARGO_REGISTRY_TOKEN",
        (shaped("API token", "cio{w:32}", proof="mixed"),),
        why=PUBLISHES,
    ),
    row("nuget-key", "NuGet", "API key", "NUGET_API_KEY", (shaped("API key", "oy2{l:43}"),), why=PUBLISHES),
    row(
        "clojars-token",
        "Clojars",
        "deploy token",
        "CLOJARS_PASSWORD",
        (shaped("deploy token", "CLOJARS_{l:60}"),),
        why=PUBLISHES,
    ),
    row(
        "docker-token",
        "Docker",
        "access token",
        "DOCKER_TOKEN",
        (shaped("access token", "dckr_pat_{b:27}"), shaped("organisation token", "dckr_oat_{b:27-40}")),
        why=PUBLISHES,
    ),
    row(
        "jfrog-key",
        "JFrog",
        "API key",
        "JFROG_API_KEY",
        (shaped("API key", "AKCp{w:61-73}", proof="mixed"), shaped("reference token", "cmVmdGtu{w:56}")),
        why=PUBLISHES,
    ),
    row(
        "anaconda-token",
        "Anaconda",
        "API token",
        "ANACONDA_API_TOKEN",
        (
            named(
                "API token",
                ("anaconda_api_token", "anaconda_token", "binstar_token", "binstar_api_token"),
                "{w:2}-" + UUID,
            ),
        ),
        why=PUBLISHES,
    ),
    row(
        "circleci-token",
        "CircleCI",
        "API token",
        "CIRCLE_TOKEN",
        (
            shaped("personal token", "CCIPAT_{w:22}_{x:40}"),
            shaped("project token", "CCIPRJ_{w:22}_{x:40}"),
            named("API token", ("circle_token", "circleci_token", "circle_ci_token"), "{x:40}"),
        ),
        why=BUILDS,
    ),
    row(
        "buildkite-token",
        "Buildkite",
        "token",
        "BUILDKITE_API_TOKEN",
        (shaped("user token", "bkua_{x:40}"), shaped("agent token", "bkct_{b:60-90}")),
        why=BUILDS,
    ),
    row(
        "travis-token",
        "Travis CI",
        "token",
        "TRAVIS_TOKEN",
        (named("token", ("travis_token", "travis_api_token", "travis_ci_token"), "{b:22}", proof="mixed"),),
        why=BUILDS,
    ),
    row(
        "codecov-token",
        "Codecov",
        "upload token",
        "CODECOV_TOKEN",
        (named("upload token", ("codecov_token",), UUID),),
        why="It uploads reports in the project's name.",
    ),
    row(
        "snyk-token",
        "Snyk",
        "token",
        "SNYK_TOKEN",
        (
            shaped("token", "snyk_uat.{x:8}.{b:60-250}"),
            named("token", ("snyk_token", "snyk_api_token"), UUID),
        ),
        why=SOURCES,
    ),
    row(
        "sonar-token",
        "SonarQube",
        "token",
        "SONAR_TOKEN",
        (
            shaped("user token", "squ_{x:40}"),
            shaped("project token", "sqp_{x:40}"),
            shaped("analysis token", "sqa_{x:40}"),
            named("token", ("sonar_token", "sonar.token=", "sonar.login="), "{x:40}"),
        ),
        why=SOURCES,
    ),
    row(
        "harness-token",
        "Harness",
        "token",
        "HARNESS_API_KEY",
        (
            shaped("personal token", "pat.{b:22}.{x:24}.{w:20}"),
            shaped("service token", "sat.{b:22}.{x:24}.{w:20}"),
        ),
        why=BUILDS,
    ),
    row(
        "octopus-key",
        "Octopus Deploy",
        "API key",
        "OCTOPUS_API_KEY",
        (shaped("API key", "API-{U:26-33}", proof="digits"),),
        why=BUILDS,
    ),
    row(
        "prefect-key",
        "Prefect",
        "API key",
        "PREFECT_API_KEY",
        (shaped("user key", "pnu_{w:36}"), shaped("service account key", "pnb_{w:36}")),
        why=BUILDS,
    ),
    row(
        "postman-key",
        "Postman",
        "API key",
        "POSTMAN_API_KEY",
        (shaped("API key", "PMAK-{x:24}-{x:34}"),),
        why="It reads the collections of its owner, in which more secrets are kept.",
    ),
    row(
        "semgrep-token",
        "Semgrep",
        "app token",
        "SEMGREP_APP_TOKEN",
        (named("app token", ("semgrep_app_token",), "{x:64}"),),
        why=SOURCES,
    ),
    row(
        "readme-key", "ReadMe", "API key", "README_API_KEY", (shaped("API key", "rdme_{l:70}"),), why=SOURCES
    ),
    row(
        "figma-token",
        "Figma",
        "access token",
        "FIGMA_TOKEN",
        (shaped("access token", "figd_{b:40}"),),
        why=SOURCES,
    ),
    row(
        "launchdarkly-key",
        "LaunchDarkly",
        "key",
        "LAUNCHDARKLY_SDK_KEY",
        (shaped("SDK key", "sdk-" + UUID), shaped("API access token", "api-" + UUID)),
        why="It reads, and with an access token changes, what is switched on for whom.",
    ),
)
