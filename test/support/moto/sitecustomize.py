"""Corrects the stand-in's table and stream, and makes the stand-in faster.

What only makes it faster may fail: where the stand-in is made otherwise than expected, it stays as it is. Without the
correction it does not start, because tests of several processes would prove nothing.

Python imports this by its name when it starts: https://docs.python.org/3/library/site.html
"""

import logging
import os
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

HERE = os.path.dirname(os.path.abspath(__file__))

# Python imports only the first module of this name. This is the first; the machine may have another.
elsewhere = PathFinder.find_spec("sitecustomize", [path for path in sys.path if os.path.abspath(path) != HERE])
if elsewhere and elsewhere.loader:
    elsewhere.loader.exec_module(module_from_spec(elsewhere))

try:
    import table_and_stream

    table_and_stream.correct()
except Exception as error:
    print(f"The stand-in's table and stream cannot be corrected: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)

# For every event and target, a parser is built anew for each of the same eight paths: a tenth of a second in all.
with suppress(Exception):
    import jsonpath_ng.ext

    jsonpath_ng.ext.parse = lru_cache(jsonpath_ng.ext.parse)

# It writes a line for every request, to a process that is often too busy to read it: all requests wait for that.
logging.getLogger("werkzeug").setLevel(logging.WARNING)

# For every request, the folders of all services are looked up anew.
with suppress(Exception):
    import moto.backends

    services = tuple(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: services

# For every deployment, its template is linted: seconds each, and `npm run check:templates` lints every mode.
with suppress(Exception):
    import sys
    from types import ModuleType

    for name, members in {
        "cfnlint": {},
        "cfnlint.api": {"lint": lambda *_: []},
        "cfnlint.config": {"configure_logging": lambda *_: None},
        "cfnlint.core": {"get_rules": lambda *_: []},
    }.items():
        module = ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module

# It has none of the calls on the block on public snapshots. A region blocks nothing unless somebody has asked for it.
with suppress(Exception):
    from moto.core.responses import ActionResult
    from moto.ec2.responses import EC2Response

    EC2Response.get_snapshot_block_public_access_state = lambda self: ActionResult({"State": "unblocked"})

# It keeps the inline policies of a template's role as objects, and fails where it writes all roles of the account.
with suppress(Exception):
    import json

    from moto.iam.models import Role

    put_policy = Role.put_policy
    Role.put_policy = lambda self, name, policy: put_policy(
        self, name, policy if isinstance(policy, str) else json.dumps(policy)
    )

# It answers for a network ACL that there is not what AWS answers for a route table.
with suppress(Exception):
    from moto.ec2.exceptions import InvalidNetworkAclIdError
    from moto.ec2.models import network_acls

    network_acls.InvalidRouteTableIdError = InvalidNetworkAclIdError
