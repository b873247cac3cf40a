# SPDX-License-Identifier: Apache-2.0
import json
import pickle
import urllib.request

try:
    import cPickle as pk
except ImportError:
    import pickle as pk

import cloudpickle
import dill
import joblib
import jsonpickle
import numpy as np
import pandas as pd
import shelve


def read(path, text):
    with open(path, "rb") as file:
        # ruleid: load-pickle
        pickle.load(file)
        # todoruleid: load-pickle
        pk.load(file)
        # ruleid: load-pickle
        pickle.Unpickler(file).load()
        # ruleid: load-dill
        dill.load(file)
        # ok: load-pickle
        json.load(file)
    # ruleid: load-cloudpickle
    cloudpickle.loads(text)
    # ruleid: load-jsonpickle
    jsonpickle.decode(text)
    # ruleid: load-joblib
    joblib.load(path)
    # ruleid: load-shelve
    shelve.open(path)
    # ruleid: load-pandas
    pd.read_pickle(path)
    # ruleid: load-numpy
    np.load(path, allow_pickle=True)
    # ok: load-numpy
    np.load(path)
    # ok: load-numpy
    np.load(path, allow_pickle=False)
    # ok: load-dill
    dill.dump(path, file)
    # ok: load-cloudpickle
    cloudpickle.dumps(path)
    # ok: load-jsonpickle
    jsonpickle.encode(path)
    # ok: load-joblib
    joblib.dump(path, path)
    # ok: load-shelve
    json.loads(text)
    # ok: load-pandas
    pd.read_csv(path)


def copy(model):
    # ok: load-pickle
    return pickle.loads(pickle.dumps(model))


def fetch(url):
    # ruleid: load-pickle
    return pickle.load(urllib.request.urlopen(url))
