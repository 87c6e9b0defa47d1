//! The library that speaks for a token: found, loaded, and kept for as long as the program runs.

mod places;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};

use super::error::HsmError;
use super::uri::{HsmUri, Module};

/// Those loaded so far. Never unloaded: a library may have threads of its own, and every token of
/// the program shares its state.
static LOADED: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());

/// The library that `uri` names, ready for use.
pub(super) fn load(uri: &HsmUri) -> Result<Pkcs11, HsmError> {
    let path = locate(uri.module())?;
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = loaded.get(&path) {
        return Ok(module.clone());
    }
    let module = start(&path).map_err(|error| refused(&path, error))?;
    loaded.insert(path, module.clone());
    Ok(module)
}

fn locate(module: &Module) -> Result<PathBuf, HsmError> {
    match module {
        Module::Path(path) => Ok(path.clone()),
        Module::Name(name) => {
            places::named(name).ok_or_else(|| HsmError::NoModule { name: name.clone() })
        }
        Module::Proxy => {
            places::proxy().ok_or_else(|| HsmError::NoModule { name: places::PROXY.to_owned() })
        }
    }
}

fn start(path: &Path) -> Result<Pkcs11, Error> {
    let module = Pkcs11::new(path)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        // Under another of its names.
        Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) | Ok(()) => Ok(module),
        Err(error) => Err(error),
    }
}

/// Why a library cannot be loaded, without the wrapper's words around the system's own.
fn refused(path: &Path, error: Error) -> HsmError {
    let path = path.to_owned();
    match error {
        Error::LibraryLoading(source) => HsmError::Module { path, source: source.into() },
        Error::Pkcs11(..) => HsmError::Module { path, source: HsmError::from(error).into() },
        other => HsmError::Module { path, source: other.into() },
    }
}
