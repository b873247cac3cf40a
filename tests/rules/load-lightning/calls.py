# SPDX-License-Identifier: Apache-2.0
import lightning as L
import pytorch_lightning as pl

from mylib import Other


class Net(pl.LightningModule):
    pass


class Deeper(Net):
    pass


class Data(L.LightningDataModule):
    pass


class Plain:
    pass


def read(path):
    # ruleid: load-lightning
    Net.load_from_checkpoint(path)
    # todoruleid: load-lightning
    Deeper.load_from_checkpoint(path, map_location="cpu")
    # ruleid: load-lightning
    Data.load_from_checkpoint(path)
    # ok: load-lightning
    Net.load_from_checkpoint(path, weights_only=True)
    # ok: load-lightning
    Plain.load_from_checkpoint(path)
    # ok: load-lightning
    Other.load_from_checkpoint(path)
