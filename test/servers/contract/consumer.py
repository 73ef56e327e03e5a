"""Reads a stream from its beginning and holds it against the published contract.

Checks each message against the JSON Schema that its `dataschema` names, and per entity the sequence and the chain of
hashes. Knows nothing of certway but infra/docs/events. Prints a JSON summary; ends with 0 when everything is as it
should be, with 1 when it is not, with 2 when it could not look.
"""

import argparse
import asyncio
import hashlib
import json
import pathlib
import sys

import nats
from jsonschema import Draft202012Validator, FormatChecker, RefResolver
from nats.js.errors import NotFoundError

GENESIS = "0" * 64


def read_schemas(folder):
    """Every published schema by its $id."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.schema.json")):
        for schema in json.loads(path.read_text(encoding="utf-8"))["$defs"].values():
            found[schema["$id"]] = schema
    if not found:
        raise FileNotFoundError(f"no *.schema.json in {folder}")
    return found


class Contract:
    """The published schemas, ready to validate by `dataschema`."""

    def __init__(self, schemas):
        self.schemas = schemas
        self.validators = {}

    def faults(self, event):
        name = event.get("dataschema")
        if name not in self.schemas:
            return [f"no schema {name}"]
        if name not in self.validators:
            schema = self.schemas[name]
            resolver = RefResolver(name, schema, store=self.schemas)
            self.validators[name] = Draft202012Validator(
                schema, resolver=resolver, format_checker=FormatChecker()
            )
        return [
            f"{'/'.join(map(str, error.absolute_path)) or 'event'}: {error.message}"
            for error in self.validators[name].iter_errors(event)
        ]


class Chains:
    """The last event of each entity."""

    def __init__(self):
        self.last = {}

    def faults(self, event, stored):
        entity, _, number = event["id"].rpartition(":")
        sequence, prevhash = self.last.get(entity, (0, GENESIS))
        found = []
        if int(event["sequence"]) != sequence + 1 or int(number) != sequence + 1:
            found.append(f"sequence {event['sequence']} of {entity} where {sequence + 1} was to come")
        if event["prevhash"] != prevhash:
            found.append(f"prevhash of {event['id']} is not the hash of the event before")
        self.last[entity] = (int(number), hashlib.sha256(stored).hexdigest())
        return found


def subject_of(event):
    """The subject on which an event belongs."""
    tenant = event["source"].split("/")[2]
    machine, *name = event["type"].split(".")[2:-1]
    entity = event["id"].rpartition(":")[0]
    journey, _, inner = entity.partition("/")
    place = inner.replace("/", "~") if inner else "self"
    return ".".join(["certway", tenant, journey, machine, place, *name])


def faults_of(message, contract, chains):
    """What is wrong with a stored message, and the id of its event."""
    try:
        event = json.loads(message.data)
        faults = contract.faults(event)
    except (ValueError, AttributeError) as error:
        return None, None, [f"no event: {error}"]
    if faults:
        return event.get("id"), event.get("type"), faults
    faults = chains.faults(event, message.data)
    if subject_of(event) != message.subject:
        faults.append(f"subject is {message.subject}, not {subject_of(event)}")
    if (message.headers or {}).get("Nats-Msg-Id") != event["id"]:
        faults.append("the message id is not the id of the event")
    return event["id"], event["type"], faults


async def read(options):
    contract, chains = Contract(read_schemas(options.schemas)), Chains()
    types, faults, count = {}, [], 0
    connection = await nats.connect(options.server, connect_timeout=5, max_reconnect_attempts=1)
    try:
        context = connection.jetstream()
        end = (await context.stream_info(options.stream)).state.last_seq
        messages = await context.subscribe(">", stream=options.stream, ordered_consumer=True)
        sequence = 0
        while sequence < end:
            message = await messages.next_msg(timeout=10)
            sequence = message.metadata.sequence.stream
            count += 1
            identity, kind, found = faults_of(message, contract, chains)
            types[kind] = types.get(kind, 0) + 1
            faults += [
                {"streamSequence": sequence, "id": identity, "type": kind, "fault": fault}
                for fault in found
            ]
    finally:
        await connection.close()
    return {
        "ok": not faults,
        "events": count,
        "entities": len(chains.last),
        "types": types,
        "faults": faults,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", required=True, help="address of NATS, e.g. nats://127.0.0.1:4222")
    parser.add_argument("--stream", required=True, help="name of the stream, e.g. CERTWAY_ACME_CERT")
    parser.add_argument("--schemas", required=True, help="folder with the *.schema.json files")
    options = parser.parse_args()
    try:
        summary = asyncio.run(read(options))
    except (OSError, NotFoundError, nats.errors.Error) as error:
        print(f"cannot read {options.stream} at {options.server}: {error!r}", file=sys.stderr)
        sys.exit(2)
    print(json.dumps(summary))
    sys.exit(0 if summary["ok"] else 1)


if __name__ == "__main__":
    main()
