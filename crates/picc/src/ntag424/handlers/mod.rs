//! One file a command: what the card does when it comes.

mod binary;
pub(super) mod change_file_settings;
pub(super) mod change_key;
pub(super) mod get_card_uid;
pub(super) mod get_file_counters;
pub(super) mod get_file_settings;
pub(super) mod get_key_version;
pub(super) mod get_tt_status;
pub(super) mod get_version;
pub(super) mod iso_read_binary;
pub(super) mod iso_select_file;
pub(super) mod iso_update_binary;
pub(super) mod read_data;
pub(super) mod read_sig;
pub(super) mod set_configuration;
pub(super) mod write_data;
