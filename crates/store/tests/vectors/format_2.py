"""Makes format_2.json: what format 2 of the vault adds to format 1, by the same implementation that is
not ours: the sealed template of an order, and the order's row.

Run: python3 format_2.py > format_2.json
"""

import contextlib
import hashlib
import io
import json

with contextlib.redirect_stdout(io.StringIO()):
    from format_1 import (
        batch, canonical, data_key, head, mac, nonce, plain, rows_key, seal, text, vault,
    )

reference, template = "T\u00e4p-0001", '{"products":[{"quantity":1}]}\n'
sealed = seal(data_key, nonce, template.encode(), head + b"O" + batch + reference.encode())
row = [
    ("batch", 1),
    ("reference", reference),
    ("first_record", 1),
    ("last_record", 9),
    ("at", "2026-11-21T17:00:00Z"),
    ("runs", "[[1,3,0],[9,9,254]]"),
    ("sealed_template", sealed),
    ("reprint_of", None),
]

print(
    json.dumps(
        {
            "source": {
                "title": "tapsmith vault, format 2: the sealed template of an order, its row",
                "note": "made by format_2.py, beside this file, with another implementation",
            },
            "vault_id": text(vault),
            "data_key": text(data_key),
            "nonce": text(nonce),
            "batch_id": text(batch),
            "reference": reference,
            "template": template,
            "sealed": text(sealed),
            "row": {
                "table": "orders",
                "values": [plain(value) for _, value in row],
                "canonical": text(canonical("orders", row)),
                "digest": text(hashlib.sha256(canonical("orders", row)).digest()[:8]),
                "mac": text(mac(rows_key, canonical("orders", row))),
            },
        },
        indent=2,
    )
)
