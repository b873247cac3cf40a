# SPDX-License-Identifier: Apache-2.0
import yaml
from ruamel import yaml as ruamel
from yaml import CLoader as Fast
from yaml import load, unsafe_load

# ruleid: load-yaml
yaml.load("a: 1")
# ruleid: load-yaml
yaml.load("a: 1", Loader=yaml.Loader)
# ruleid: load-yaml
yaml.load_all("a: 1", yaml.UnsafeLoader)
# ruleid: load-yaml
load("a: 1", Loader=Fast)
# ruleid: load-yaml
unsafe_load("a: 1")
# ruleid: load-yaml
yaml.full_load("a: 1")
# ok: load-yaml
yaml.load("a: 1", Loader=yaml.SafeLoader)
# ok: load-yaml
yaml.load("a: 1", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
# ok: load-yaml
yaml.safe_load("a: 1")
# ok: load-yaml
ruamel.load("a: 1")


class Strict(yaml.SafeLoader):
    pass


# ruleid: load-yaml
yaml.load("a: 1", Loader=Strict)
