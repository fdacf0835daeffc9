"""Makes the stand-in's transactions atomic, for its table and for its stream.

moto does the parts of a transaction one by one, where everybody sees them. If one of them fails, it puts a copy of the
table in the table's place. By then the stream may have handed over records of writes that never were. What somebody
else has written meanwhile is lost, although it was acknowledged. The stream that an iterator reads gets no more records.
The new stream gives the same numbers again, so who reads on after the last number misses records.

AWS does all parts or none: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
"""

import sys
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
    def transacted(self, *given, **named):
        before = {name: (table, table.stream_shard, records(table)) for name, table in self.tables.items()}
        try:
            return transact(self, *given, **named)
        except BaseException:
            for name, (table, shard, count) in before.items():
                copy = self.tables[name]
                if copy is table:
                    continue
                table.items = copy.items
                self.tables[name] = table
                if shard:
                    del shard.items[count:]
            raise

    return transacted


def records(table) -> int:
    return len(table.stream_shard.items) if table.stream_shard else 0
