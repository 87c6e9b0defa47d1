"""Makes format_1.json: format 1 of the vault's seals, by an implementation that is not ours.

Argon2id and ChaCha20-Poly1305 are those of the Python package `cryptography` (OpenSSL); HChaCha20 is
written out here from draft-irtf-cfrg-xchacha-03, section 2.2, and checked by the draft's own vector.
Run: python3 format_1.py > format_1.json
"""

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

cases = {
    "data_key": seal(
        wrapping_key, nonce, data_key, head + b"Dpassphrase\0" + params.encode()
    ),
    "master": seal(data_key, nonce, master, head + b"M" + batch),
    "record_keys": seal(data_key, nonce, keys, head + b"R" + place),
}

print(
    json.dumps(
        {
            "source": {
                "title": "tapsmith vault, format 1: sealed secrets",
                "note": "made by format_1.py, beside this file, with another implementation",
            },
            "vault_id": text(vault),
            "passphrase": passphrase,
            "params": params,
            "nonce": text(nonce),
            "batch_id": text(batch),
            "record_id": record,
            "generation": generation,
            "secrets": {
                "data_key": text(data_key),
                "master": text(master),
                "record_keys": text(keys),
            },
            "sealed": {name: text(sealed) for name, sealed in cases.items()},
        },
        indent=2,
    )
)
