"""Makes format_1.json: format 1 of the vault's seals, digests, MACs and links, by an implementation that
is not ours.

Argon2id and ChaCha20-Poly1305 are those of the Python package `cryptography` (OpenSSL); HChaCha20 is
written out here from draft-irtf-cfrg-xchacha-03, section 2.2, and checked by the draft's own vector.
Run: python3 format_1.py > format_1.json
"""

import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


def quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] ^= s[x]
        s[z] = ((s[z] << turn) | (s[z] >> (32 - turn))) & 0xFFFFFFFF


def hchacha20(key, nonce16):
    s = list(struct.unpack("<4I8I4I", b"expand 32-byte k" + key + nonce16))
    for _ in range(10):
        for i in range(4):
            quarter(s, i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<8I", *s[:4], *s[12:])


assert hchacha20(bytes(range(32)), bytes.fromhex("000000090000004a0000000031415927")).hex() == (
    "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
)


def seal(key, nonce, secret, associated):
    cipher = ChaCha20Poly1305(hchacha20(key, nonce[:16]))
    return b"\x01" + nonce + cipher.encrypt(bytes(4) + nonce[16:], secret, associated)


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def canonical(table, columns):
    """A row: the table's name, then name and value of each column that holds something."""
    out = table.encode()
    for name, value in columns:
        if value is None:
            continue
        kind, data = {
            int: lambda: (1, value.to_bytes(8, "big", signed=True)),
            str: lambda: (2, value.encode()),
            bytes: lambda: (3, value),
        }[type(value)]()
        out += b"\n" + name.encode() + bytes([kind]) + len(data).to_bytes(4, "big") + data
    return out


def plain(value):
    return {"blob": text(value)} if isinstance(value, bytes) else value


def count(start, length):
    return bytes((start + i) % 256 for i in range(length))


def text(value):
    return value.hex().upper()


vault, data_key, batch = count(0x10, 16), count(0x40, 32), count(0xB0, 16)
salt, nonce = count(0x80, 16), count(0x01, 24)
passphrase = "correct horse battery staple"
params = json.dumps(
    {"kdf": "argon2id-13", "m_kib": 8, "t": 1, "p": 1, "salt": text(salt)}, separators=(",", ":")
)
wrapping_key = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=8).derive(
    passphrase.encode()
)
head = b"tapsmith vault \x01" + vault
master, keys = count(0xC0, 16), count(0x20, 80)
record, generation = 0x1FFFFFFFFFFFFF, 7
place = batch + record.to_bytes(8, "big") + bytes([generation])

imported = bytes([0b00101]) + count(0x70, 16) + bytes(16) + count(0x90, 16) + bytes(32)
piece, backup_head, piece_number = b"rows of a vault", hashlib.sha256(b"head").digest(), 258
cases = {
    "data_key": seal(
        wrapping_key, nonce, data_key, head + b"Dpassphrase\0" + params.encode()
    ),
    "master": seal(data_key, nonce, master, head + b"M" + batch),
    "record_keys": seal(data_key, nonce, keys, head + b"R" + place),
    "imported_keys": seal(data_key, nonce, imported, head + b"I" + place),
    "backup_piece": seal(
        data_key, nonce, piece, head + b"B" + backup_head + piece_number.to_bytes(8, "big") + b"\0"
    ),
    "last_backup_piece": seal(
        data_key, nonce, piece, head + b"B" + backup_head + piece_number.to_bytes(8, "big") + b"\1"
    ),
}

rows_key, history_key = (mac(data_key, label, vault) for label in (b"tapsmith rows", b"tapsmith history"))
row = [
    ("number", 1),
    ("id", batch),
    ("name", "cards"),
    ("first_record", 1),
    ("last_record", record),
    ("record_count", -1),
    ("base_url", "https://example.com/t\u00e4p"),
    ("keys", "derived"),
    ("profile", "{}"),
    ("created_at", "2026-11-21T17:00:00Z"),
    ("state", "active"),
    ("sealed_master", cases["master"]),
    ("hsm", None),
]
event = [
    ("number", 2),
    ("at", "2026-11-21T17:00:00.25Z"),
    ("operator", "Zo\u00eb"),
    ("event", '{"event":"batch_retired","batch":"cards"}'),
]
before = count(0xE0, 32)

print(
    json.dumps(
        {
            "source": {
                "title": "tapsmith vault, format 1: sealed secrets, rows, history",
                "note": "made by format_1.py, beside this file, with another implementation",
            },
            "vault_id": text(vault),
            "passphrase": passphrase,
            "params": params,
            "nonce": text(nonce),
            "batch_id": text(batch),
            "record_id": record,
            "generation": generation,
            "backup_head": text(backup_head),
            "piece_number": piece_number,
            "secrets": {
                "data_key": text(data_key),
                "master": text(master),
                "record_keys": text(keys),
                "imported_keys": text(imported),
                "backup_piece": text(piece),
                "last_backup_piece": text(piece),
            },
            "sealed": {name: text(sealed) for name, sealed in cases.items()},
            "guard_keys": {"rows": text(rows_key), "history": text(history_key)},
            "row": {
                "table": "batches",
                "values": [plain(value) for _, value in row],
                "canonical": text(canonical("batches", row)),
                "digest": text(hashlib.sha256(canonical("batches", row)).digest()[:8]),
                "mac": text(mac(rows_key, canonical("batches", row))),
            },
            "link": {
                "before": text(before),
                "values": [value for _, value in event],
                "canonical": text(canonical("history", event)),
                "link": text(mac(history_key, before, canonical("history", event))),
            },
        },
        indent=2,
    )
)
