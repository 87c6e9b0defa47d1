//! One file a command: what the card does when it comes.

pub(super) mod change_file_settings;
pub(super) mod change_key;
pub(super) mod change_key_settings;
pub(super) mod create_application;
pub(super) mod create_std_data_file;
pub(super) mod delete_application;
pub(super) mod delete_file;
pub(super) mod format_picc;
pub(super) mod free_memory;
pub(super) mod get_application_ids;
pub(super) mod get_card_uid;
pub(super) mod get_df_names;
pub(super) mod get_file_counters;
pub(super) mod get_file_ids;
pub(super) mod get_file_settings;
pub(super) mod get_iso_file_ids;
pub(super) mod get_key_settings;
pub(super) mod get_key_version;
pub(super) mod get_version;
pub(super) mod read_data;
pub(super) mod read_sig;
pub(super) mod select_application;
pub(super) mod write_data;

use crate::ev2::checks::Shape;

/// A command without a body.
const NOTHING: Shape = Shape { header: 0, data: 0 };

/// Identifiers that no file and no application can have.
///
/// Source: ISO/IEC 7816-4, "File identifier".
const fn is_reserved(iso: u16) -> bool {
    matches!(iso, 0x0000 | 0x3F00 | 0x3FFF | 0xFFFF)
}
