//! A profile by its name or its file.

use std::path::Path;

use tapsmith_core::profile::Profile;

use crate::failure::Failure;
use crate::files;

/// The shipped profile called `name`, or the one in the file of that name.
pub(crate) fn load(name: &str) -> Result<Profile, Failure> {
    match Profile::shipped(name) {
        Ok(profile) => Ok(profile),
        Err(_) if Path::new(name).exists() => read(Path::new(name)),
        Err(unknown) => Err(Failure::input(unknown).hint("or name a profile's TOML file")),
    }
}

/// The profile in a file.
pub(super) fn read(path: &Path) -> Result<Profile, Failure> {
    let text = files::read(path)?;
    Profile::from_toml(&text).map_err(|error| Failure::input(error).at(path.display()))
}
