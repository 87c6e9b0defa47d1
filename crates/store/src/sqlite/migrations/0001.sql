-- Version 1. Numbers are the vault's own; `batch` is always batches.number.
-- Words that may grow in number (kinds, states) are checked by the program, not here: SQLite could
-- widen a CHECK only by copying the table.
-- Each row ends in its digest (8 bytes of SHA-256, against damage) and its MAC (HMAC-SHA-256 under a
-- key of the vault, against whoever has the file but not the vault's secrets), both over the row's
-- canonical form: the table's name, then name and value of each column that holds something. A
-- later version may add columns: empty, they change neither.

-- One row: the vault itself.
CREATE TABLE vault (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- One row: of each other table how many rows it has and the sum of their shares, and the history's
-- head. Who takes a row out, or puts an old one back, changes the sum. JSON, sealed.
CREATE TABLE totals (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    totals BLOB NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- Whoever can open the data key: one row for each.
CREATE TABLE recipients (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- A derived batch has its master key sealed here, or says in `hsm` (a PKCS#11 URI) where it is.
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE,
    first_record INTEGER NOT NULL,
    last_record INTEGER NOT NULL,
    record_count INTEGER NOT NULL,
    base_url TEXT NOT NULL,
    keys TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed_master BLOB,
    hsm TEXT,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- The keys of batches whose keys are random or came from elsewhere, sealed together.
CREATE TABLE record_keys (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, record, generation)
) STRICT, WITHOUT ROWID;

-- Records whose generation is above 0.
CREATE TABLE generations (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, record)
) STRICT, WITHOUT ROWID;

-- How returned cards of a batch were found to be, as JSON. It holds no key.
CREATE TABLE layouts (
    batch INTEGER PRIMARY KEY REFERENCES batches,
    layout TEXT NOT NULL,
    learnt_at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- Which card carries which record. A card has one place in the whole vault.
CREATE TABLE cards (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 7),
    generation INTEGER NOT NULL,
    state TEXT NOT NULL,
    is_virtual INTEGER NOT NULL CHECK (is_virtual IN (0, 1)),
    updated_at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, record)
) STRICT, WITHOUT ROWID;

-- The last verdict on each card that was verified under a record.
CREATE TABLE inspections (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    generation INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    is_virtual INTEGER NOT NULL CHECK (is_virtual IN (0, 1)),
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, record, uid)
) STRICT, WITHOUT ROWID;

-- Orders built: which records stand in which.
CREATE TABLE orders (
    batch INTEGER NOT NULL REFERENCES batches,
    reference TEXT NOT NULL,
    first_record INTEGER NOT NULL,
    last_record INTEGER NOT NULL,
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, reference)
) STRICT, WITHOUT ROWID;

-- Key changes, each written before it is tried: the two keys sealed together, 32 bytes. Nothing is
-- ever taken out: whatever a card may hold can be found here.
CREATE TABLE key_changes (
    number INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    slot INTEGER NOT NULL,
    old_version INTEGER NOT NULL,
    new_version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX key_changes_by_card ON key_changes (uid);

-- Changes of file settings, as the chip writes them.
CREATE TABLE file_changes (
    number INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    file INTEGER NOT NULL,
    old BLOB NOT NULL,
    new BLOB NOT NULL,
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- Each card's highest read counter, for each generation of its keys. Batch 0: keys given by hand.
CREATE TABLE taps (
    batch INTEGER NOT NULL,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    generation INTEGER NOT NULL,
    highest INTEGER NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (batch, uid, generation)
) STRICT, WITHOUT ROWID;

-- What happened, as JSON. `link` is a MAC over the link before and this row's other columns.
CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    event TEXT NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32),
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT;
