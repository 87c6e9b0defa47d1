//! A process and a folder of tokens for each test.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use secrecy::SecretString;
use tapsmith_store::hsm::{HsmError, HsmUri, Token, Tries};

pub(crate) const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
/// Found in nothing else that an error prints.
pub(crate) const PIN: &str = "271828";
/// The folder of a test's tokens; only set in its own process.
const FOLDER: &str = "TAPSMITH_TEST_HSM";

/// Runs `body`, the closure of a test, in a process where SoftHSM2 has no tokens yet.
pub(crate) fn alone<F: FnOnce()>(body: F) {
    assert!(Path::new(LIBRARY).exists(), "SoftHSM2 is not installed: run scripts/need softhsm2");
    if env::var_os(FOLDER).is_some() {
        return body();
    }
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("softhsm2.conf");
    fs::write(&configuration, format!("directories.tokendir = {}\n", folder.path().display()))
        .unwrap();
    let test = test_of::<F>();
    let output = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("SOFTHSM2_CONF", configuration)
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && said.contains("1 passed");
    assert!(passed, "{test}:\n{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// The test in which a closure stands, by the name that the compiler gives the closure.
fn test_of<F>() -> &'static str {
    let name = std::any::type_name::<F>();
    name.strip_prefix("hsm::").and_then(|name| name.strip_suffix("::{{closure}}")).unwrap()
}

/// Where the test's tokens are.
pub(crate) fn folder() -> PathBuf {
    env::var_os(FOLDER).unwrap().into()
}

/// Sets up a token with the PIN [`PIN`].
pub(crate) fn make_token(label: &str) {
    let output = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", label, "--so-pin", "314159", "--pin", PIN])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn uri(label: &str) -> HsmUri {
    format!("pkcs11:token={label}?module-path={LIBRARY}").parse().unwrap()
}

pub(crate) fn pin() -> SecretString {
    PIN.into()
}

pub(crate) fn open(label: &str) -> Result<Token, HsmError> {
    Token::open(&uri(label), &pin(), Tries::First)
}

/// A new token called `label`, opened.
pub(crate) fn token(label: &str) -> Token {
    make_token(label);
    open(label).unwrap()
}

/// What a program without our care can do with the token called `label`.
pub(crate) fn anyone(label: &str) -> Session {
    let module = Pkcs11::new(LIBRARY).unwrap();
    // Refused where the library under test did so before.
    let _ = module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    let mut slots = module.get_slots_with_initialized_token().unwrap();
    slots.retain(|&slot| module.get_token_info(slot).unwrap().label() == label);
    let session = module.open_rw_session(slots.pop().unwrap()).unwrap();
    // Refused where the library under test did so before.
    let _ = session.login(UserType::User, Some(&pin()));
    session
}

/// A key as a careful owner would import it.
pub(crate) fn key(id: &[u8], value: &[u8]) -> Vec<Attribute> {
    vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::AES),
        Attribute::Id(id.to_vec()),
        Attribute::Value(value.to_vec()),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
    ]
}

/// [`key`], with one attribute otherwise.
pub(crate) fn key_but(id: &[u8], otherwise: Attribute) -> Vec<Attribute> {
    let mut key = key(id, &[0xA5; 16]);
    key.retain(|attribute| attribute.attribute_type() != otherwise.attribute_type());
    key.push(otherwise);
    key
}

/// The handles of all secret keys in the token.
pub(crate) fn keys(session: &Session) -> Vec<ObjectHandle> {
    session.find_objects(&[Attribute::Class(ObjectClass::SECRET_KEY)]).unwrap()
}
