-- Version 3: deliveries judged by samples. What the versions before wrote stays as it is.

-- Plans, as they were made: `plan` and `outcome` are JSON of the desk's. A plan with a rehearsal's cards has
-- `rehearsal` 1; `judged_at` and `outcome` are there once it is accepted or rejected.
CREATE TABLE qa_plans (
    plan_id TEXT NOT NULL PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches,
    number INTEGER NOT NULL,
    supplier TEXT NOT NULL,
    state TEXT NOT NULL,
    rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
    plan TEXT NOT NULL,
    outcome TEXT,
    made_at TEXT NOT NULL,
    judged_at TEXT,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened at the desk, event after event: nothing is taken out or changed.
CREATE TABLE qa_events (
    plan_id TEXT NOT NULL REFERENCES qa_plans,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    event TEXT NOT NULL,
    digest BLOB NOT NULL,
    mac BLOB NOT NULL,
    PRIMARY KEY (plan_id, number)
) STRICT, WITHOUT ROWID;
