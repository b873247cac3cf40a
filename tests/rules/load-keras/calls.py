# SPDX-License-Identifier: Apache-2.0
import keras
import tensorflow as tf
from keras.models import load_model

import mylib


def read(path):
    # ruleid: load-keras
    keras.models.load_model(path, safe_mode=False)
    # ruleid: load-keras
    tf.keras.models.load_model(path, safe_mode=False)
    # ruleid: load-keras
    load_model(path, custom_objects=None, safe_mode=False)
    # ruleid: load-keras
    keras.config.enable_unsafe_deserialization()
    # ok: load-keras
    keras.models.load_model(path)
    # ok: load-keras
    load_model(path, safe_mode=True)
    # ok: load-keras
    mylib.load_model(path, safe_mode=False)
