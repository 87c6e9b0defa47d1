//! Order files, written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tapsmith_core::order::Order;
use tapsmith_core::order::unconfirmed_mapping;
use tapsmith_core::profile::{OrderKeys, Profile};
use tapsmith_store::Vault;

use crate::context::Context;
use crate::failure::Failure;
use crate::files;

/// The setting that says which roles' keys the printer confirmed as `publicKey` and `privateKey`.
pub(crate) const KEY_MAPPING: &str = "printags.key_mapping";

/// An order file that was written.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    file: PathBuf,
    reference: String,
    lines: usize,
}

impl Written {
    pub(super) fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { file, reference, lines } = self;
        writeln!(out, "{}: {lines} lines, reference {reference}", file.display())
    }
}

/// Writes an order, keys and all, for its owner alone.
pub(super) fn write(context: &Context, path: &Path, order: &Order) -> Result<Written, Failure> {
    let json = order.reveal().to_json()?;
    files::write_private(path, context.global.yes, |out| out.write_all(&json))?;
    let lists = [&order.products, &order.groups];
    Ok(Written {
        file: path.to_owned(),
        reference: order.reference.clone().unwrap_or_default(),
        lines: lists.into_iter().flatten().map(Vec::len).sum(),
    })
}

/// A file name for a reference, which may hold anything.
pub(super) fn file_name(reference: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = reference.chars().map(plain).collect();
    format!("{}.json", name.trim_start_matches('.'))
}

/// Which roles' keys go by the order's two names, as `meta_read/file_read`.
pub(crate) fn mapping(keys: OrderKeys) -> String {
    format!("{}/{}", keys.public_key, keys.private_key)
}

/// Whether orders of the profile's cards hold keys.
pub(super) fn holds_keys(profile: &Profile) -> bool {
    profile.chip.has_files()
}

/// The sentence to print with every order as long as the printer has not confirmed which keys it
/// means; none once the vault says that it has.
pub(super) fn notice(vault: &Vault, profile: &Profile) -> Result<Option<String>, Failure> {
    if !holds_keys(profile) {
        return Ok(None);
    }
    let confirmed = vault.setting(KEY_MAPPING)?;
    let ours = mapping(profile.order);
    Ok((confirmed.as_ref() != Some(&ours)).then(|| unconfirmed_mapping(profile)))
}
