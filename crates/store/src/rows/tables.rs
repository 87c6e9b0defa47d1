//! All tables of a vault. What the columns mean is said in the SQL of each format. A table's place in
//! the list stands in backups: new ones come at the end.

use super::Table;

/// Declares tables, and the list of them all.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:literal, [$($key:literal),+ $(; $($column:literal),+)?];)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: Table = Table {
                name: $table,
                columns: &[$($key),+ $(, $($column),+)?],
                key: [$($key),+].len(),
            };
        )+

        /// Every table.
        pub static ALL: &[&Table] = &[$(&$name),+];
    };
}

tables! {
    /// One row: the vault itself.
    VAULT = "vault", ["number"; "id"];
    /// One row: what all other tables add up to.
    TOTALS = "totals", ["number"; "totals"];
    /// Whoever can open the data key.
    RECIPIENTS = "recipients", ["number"; "kind", "params", "wrapped"];
    /// Batches.
    BATCHES = "batches", [
        "number"; "id", "name", "first_record", "last_record", "record_count", "base_url", "keys",
        "profile", "created_at", "state", "sealed_master", "hsm"
    ];
    /// The keys of records that do not follow from a master key.
    RECORD_KEYS = "record_keys", ["batch", "record", "generation"; "sealed"];
    /// Records whose generation is above 0.
    GENERATIONS = "generations", ["batch", "record"; "generation"];
    /// How returned cards were found to be.
    LAYOUTS = "layouts", ["batch"; "layout", "learnt_at"];
    /// Which card carries which record.
    CARDS = "cards", [
        "batch", "record"; "uid", "generation", "state", "is_virtual", "updated_at"
    ];
    /// The last verdict on each card.
    INSPECTIONS = "inspections", [
        "batch", "record", "uid"; "generation", "verdict", "is_virtual", "at"
    ];
    /// Orders built.
    ORDERS = "orders", [
        "batch", "reference"; "first_record", "last_record", "at", "runs", "sealed_template",
        "reprint_of"
    ];
    /// Key changes, written before they are tried.
    KEY_CHANGES = "key_changes", [
        "number"; "uid", "slot", "old_version", "new_version", "sealed", "at"
    ];
    /// Changes of file settings.
    FILE_CHANGES = "file_changes", ["number"; "uid", "file", "old", "new", "at"];
    /// Each card's highest read counter.
    TAPS = "taps", ["batch", "uid", "generation"; "highest"];
    /// What happened, one link after the other.
    HISTORY = "history", ["number"; "at", "operator", "event", "link"];
    /// What the user chose.
    SETTINGS = "settings", ["key"; "value"];
    /// Orders sent, or about to be.
    SUBMISSIONS = "submissions", [
        "provider", "place", "reference"; "account", "batch", "cards", "rehearsal", "state",
        "content", "remote_id", "status", "estimate", "total", "attempted_at", "updated_at"
    ];
    /// Files that a provider has.
    UPLOADS = "uploads", ["provider", "place", "content"; "file_id", "name", "size", "at"];
    /// Deliveries judged by samples.
    QA_PLANS = "qa_plans", [
        "plan_id"; "batch", "number", "supplier", "state", "rehearsal", "plan", "outcome", "made_at",
        "judged_at"
    ];
    /// What happened while they were.
    QA_EVENTS = "qa_events", ["plan_id", "number"; "at", "operator", "event"];
}
