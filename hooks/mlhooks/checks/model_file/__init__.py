# SPDX-License-Identifier: Apache-2.0
"""`model-file`: what a committed checkpoint would do when it is loaded, read without loading it."""

from mlhooks.checks.model_file.rules import RULES
from mlhooks.core.check import Check, Option

CHECK = Check(
    "model-file",
    "checkpoints and other model files that run code when they are loaded, or that cannot be read",
    "mlhooks.checks.model_file.judge",
    RULES,
    kinds=(),
    suffixes=(
        *(".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".pt2", ".ptl", ".joblib", ".dill", ".npy", ".npz"),
        *(".bin", ".dat", ".model", ".safetensors", ".onnx", ".keras", ".nemo", ".mar", ".tar"),
    ),
    magics=(
        *(b"PK\x03\x04", b"PK\x05\x06", b"\x93NUMPY", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"),
        *(b"\x5d\0\0", b"x\x01", b"x\x9c", b"x\xda"),
        *(b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"),
    ),
    options=(
        Option(
            "allow-globals",
            "strs",
            [],
            'full names that model files may hold besides torch\'s own list: ["mymodel.Net"]',
            validator="mlhooks.checks.model_file.code_names:problem",
        ),
    ),
    inspector="mlhooks.checks.model_file.inspector",
    files=r"\.(?:pt|pth|ckpt|pkl|pickle|pt2|ptl|joblib|dill|np[yz]|bin|dat|model|safetensors|onnx|keras|nemo"
    r"|mar|tar|zip|gz|tgz|xz|bz2)$",
)
