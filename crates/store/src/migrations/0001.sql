-- Version 1. Numbers are SQLite's own; `batch` is always batches.number.
-- Words that may grow in number (kinds, states) are checked by the program, not here: SQLite could
-- widen a CHECK only by copying the table.

-- One row: the vault itself.
CREATE TABLE vault (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

-- Whoever can open the data key: one row for each.
CREATE TABLE recipients (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE,
    first_record INTEGER NOT NULL,
    last_record INTEGER NOT NULL,
    base_url TEXT NOT NULL,
    keys TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at TEXT NOT NULL,
    sealed_master BLOB
) STRICT;

-- The keys of batches whose keys are random: five to a row.
CREATE TABLE record_keys (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (batch, record, generation)
) STRICT, WITHOUT ROWID;

-- Records whose generation is above 0.
CREATE TABLE generations (
    batch INTEGER NOT NULL REFERENCES batches,
    record INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (batch, record)
) STRICT, WITHOUT ROWID;

-- How returned cards of a batch were found to be, as JSON. It holds no key.
CREATE TABLE layouts (
    batch INTEGER PRIMARY KEY REFERENCES batches,
    layout TEXT NOT NULL,
    learnt_at TEXT NOT NULL
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
    PRIMARY KEY (batch, record)
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
    at TEXT NOT NULL
) STRICT;

CREATE INDEX key_changes_by_card ON key_changes (uid);

-- Changes of file settings, as the chip writes them.
CREATE TABLE file_changes (
    number INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    file INTEGER NOT NULL,
    old BLOB NOT NULL,
    new BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX file_changes_by_card ON file_changes (uid);

-- Each card's highest read counter, for each generation of its keys. No batch: keys given by hand.
CREATE TABLE taps (
    batch INTEGER REFERENCES batches,
    uid BLOB NOT NULL CHECK (length(uid) = 7),
    generation INTEGER NOT NULL,
    highest INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX taps_by_card ON taps (coalesce(batch, 0), uid, generation);
