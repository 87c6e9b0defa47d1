//! The vault's file as a file: its modes, its pragmas, its format's version.

pub(crate) mod connect;
pub(crate) mod migrate;
pub(crate) mod private;

/// The file in the vault's folder.
pub(crate) const NAME: &str = "vault.sqlite";
