//! Without a PC/SC service.

use std::{env, process::Command};

use tapsmith_reader::pcsc::{self, Error};

/// Set in the process that really asks.
const CHILD: &str = "TAPSMITH_TEST_NO_SERVICE";

/// pcsc-lite reads the service's socket from the environment, once a process: so the question is
/// asked in a process of its own, by this very test.
#[test]
fn no_service_is_an_error_of_its_own_and_not_an_empty_list() {
    if env::var_os(CHILD).is_some() {
        assert!(matches!(pcsc::readers(), Err(Error::Service(_))));
        assert!(matches!(pcsc::choose(None), Err(Error::Service(_))));
        return;
    }
    let child = Command::new(env::current_exe().unwrap())
        .env(CHILD, "1")
        .env("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm")
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
}
