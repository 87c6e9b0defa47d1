-- Version 2: orders that are sent. What version 1 wrote stays as it is.

-- Which records an order has, in the generation of the keys that went into it, as JSON
-- `[[first,last,generation],...]`; its template, sealed; and the order it is a reprint of. All three
-- are empty in rows of version 1.
ALTER TABLE orders ADD COLUMN runs TEXT;
ALTER TABLE orders ADD COLUMN sealed_template BLOB;
ALTER TABLE orders ADD COLUMN reprint_of TEXT;

-- What the user chose once for all commands. Which keys there are the program knows.
CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Orders sent, or about to be: written before the first byte leaves. `place` is the server; what is
-- rehearsed and what is real have different ones. `content` is SHA-256 of what is sent, `status` the
-- provider's own word, `estimate` and `total` are decimals.
CREATE TABLE submissions (
    provider TEXT NOT NULL,
    place TEXT NOT NULL,
    reference TEXT NOT NULL,
    account TEXT,
    batch INTEGER REFERENCES batches,
    cards INTEGER NOT NULL,
    rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
    state TEXT NOT NULL,
    content BLOB NOT NULL CHECK (length(content) = 32),
    remote_id TEXT,
    status TEXT,
    estimate TEXT,
    total TEXT,
    attempted_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (provider, place, reference)
) STRICT, WITHOUT ROWID;

-- Files that a provider has, by SHA-256 of what is in them.
CREATE TABLE uploads (
    provider TEXT NOT NULL,
    place TEXT NOT NULL,
    content BLOB NOT NULL CHECK (length(content) = 32),
    file_id TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (provider, place, content)
) STRICT, WITHOUT ROWID;
