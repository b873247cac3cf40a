# SPDX-License-Identifier: Apache-2.0
import mlflow
import mlflow.pyfunc

from mylib import registry


def read(uri):
    # ruleid: load-mlflow
    mlflow.pyfunc.load_model(uri)
    # ruleid: load-mlflow
    mlflow.pytorch.load_model(uri, map_location="cpu")
    # ok: load-mlflow
    mlflow.log_metric("loss", 1.0)
    # ok: load-mlflow
    registry.load_model(uri)
