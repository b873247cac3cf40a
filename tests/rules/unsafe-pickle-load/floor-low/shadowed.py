# SPDX-License-Identifier: Apache-2.0
from json import load


def read(file):
    # ok: torch-load-default
    return load(file)


class torch:
    @staticmethod
    def load(path):
        return path


# todook: torch-load-default
torch.load("model.pt")


def local(torch, path):
    # todook: torch-load-default
    return torch.load(path)
