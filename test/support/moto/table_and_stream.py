"""Makes the stand-in's transactions atomic, for its table and for its stream.

moto does the parts of a transaction one by one, where everybody sees them. If one of them fails, it puts a copy of the
table in the table's place. By then the stream may have handed over records of writes that never were. What somebody
else has written meanwhile is lost, although it was acknowledged. The stream that an iterator reads gets no more records.
The new stream gives the same numbers again, so who reads on after the last number misses records. For each part, moto
copies the whole table: a transaction takes longer with each item that there is.

AWS does all parts or none: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
"""

import sys
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from inspect import isfunction
from threading import RLock


def correct() -> None:
    """Raises where moto is made otherwise than expected."""
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import StreamShard, Table
    from moto.dynamodb.responses import DynamoHandler
    from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

    for made, attributes in ((Table, {"items", "stream_shard"}), (StreamShard, {"items", "table"})):
        missing = attributes.difference(made.__init__.__code__.co_names)
        if missing:
            raise RuntimeError(f"a {made.__name__} has no {' and no '.join(sorted(missing))}")
    lock = RLock()
    for handler in (DynamoHandler, DynamoDBStreamsHandler):
        handler._dispatch = alone(method_of(handler, "_dispatch"), lock)
    DynamoDBBackend.transact_write_items = all_or_nothing(method_of(DynamoDBBackend, "transact_write_items"))
    print("The stand-in's table and stream are corrected.", file=sys.stderr, flush=True)


def method_of(owner, name):
    method = getattr(owner, name, None)
    if not isfunction(method):
        raise RuntimeError(f"{owner.__name__} has no method {name}")
    return method


def alone(dispatch, lock):
    """One request at a time, so that nobody reads, writes or takes records in the middle of a transaction."""

    @wraps(dispatch)
    def dispatched(self, *given, **named):
        with lock:
            return dispatch(self, *given, **named)

    return dispatched


def all_or_nothing(transact):
    """Takes a cancelled transaction back in the table itself, so that table and stream stay the same objects."""

    @wraps(transact)
    def transacted(self, transact_items):
        before = [item_before(self.tables, part) for parts in transact_items for part in parts.values()]
        counts = [(table, records(table)) for table in self.tables.values()]
        try:
            with uncopied(type(table) for table, _ in counts):
                return transact(self, transact_items)
        except BaseException:
            for put_back in filter(None, before):
                put_back()
            for table, count in counts:
                if table.stream_shard:
                    del table.stream_shard.items[count:]
            raise

    return transacted


@contextmanager
def uncopied(classes):
    """moto's own copies of tables are the tables themselves."""
    made = set(classes)
    for each in made:
        each.__deepcopy__ = lambda self, memo: self
    try:
        yield
    finally:
        for each in made:
            del each.__deepcopy__


def item_before(tables, part):
    """What puts back the item that a part of a transaction writes; nothing, where moto refuses the part."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    table = tables.get(part.get("TableName"))
    given = part.get("Item") or part.get("Key") or {}
    if table is None:
        return None
    names = [table.hash_key_attr, *([table.range_key_attr] if table.has_range_key else [])]
    if any(name not in given for name in names):
        return None
    *within, last = (DynamoType(given[name]) for name in names)

    def place():
        return table.items[within[0]] if within else table.items

    old = deepcopy(place().get(last))

    def put_back():
        if old is None:
            place().pop(last, None)
        else:
            place()[last] = old

    return put_back


def records(table) -> int:
    return len(table.stream_shard.items) if table.stream_shard else 0
