# SPDX-License-Identifier: Apache-2.0
import torch
from torch.package import PackageExporter, PackageImporter


def read(path):
    # ruleid: load-package
    PackageImporter(path).load_pickle("model", "model.pkl")
    # ruleid: load-package
    importer = torch.package.PackageImporter(path)
    # ok: load-package
    PackageExporter(path)
    return importer
