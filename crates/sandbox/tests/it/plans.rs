//! Faults as they are typed.

use std::time::Duration;

use tapsmith_sandbox::{CallName, Fault, Planned};

fn plan(text: &str) -> Result<Planned, String> {
    text.parse().map_err(|error: tapsmith_sandbox::BadPlan| error.to_string())
}

#[test]
fn a_plan_is_a_fault_a_call_and_a_number() {
    let planned = |fault, call, times| Ok(Planned { call, fault, times });
    let create = Some(CallName::Create);
    assert_eq!(plan("timeout-after@create"), planned(Fault::TimeoutAfter, create, 1));
    let find = Some(CallName::Find);
    assert_eq!(plan("429:2@find*3"), planned(Fault::TooMany(Some(2)), find, 3));
    assert_eq!(plan("500-before@commit*2").unwrap().call, Some(CallName::Commit));
    let half = Duration::from_millis(500);
    assert_eq!(plan("late:0.5"), planned(Fault::Late(half), None, 1));
    assert_eq!(plan("503-before"), planned(Fault::UnavailableBefore(None), None, 1));
    assert_eq!(plan("400*2"), planned(Fault::BadRequest, None, 2));
}

#[test]
fn what_is_written_is_read_again() {
    for fault in Fault::ALL {
        for call in CallName::ALL {
            let planned = Planned::once(fault, call).times(3);
            match plan(&planned.to_string()) {
                Ok(read) => assert_eq!(read, planned),
                Err(error) => assert!(error.contains("cannot happen to"), "{planned}: {error}"),
            }
        }
        assert_eq!(plan(&fault.to_string()), Ok(fault.into()));
    }
}

#[test]
fn what_is_no_plan_says_why() {
    for (text, word) in [
        ("", "no fault \"\""),
        ("nothing", "expected one of timeout-before, "),
        ("html@nowhere", "expected one of account, "),
        ("html*0", "no number of times"),
        ("html*x", "no number of times"),
        ("html*-1", "no number of times"),
        ("html:2", "takes no seconds"),
        ("late", "needs seconds"),
        ("late:-1", "no number of seconds"),
        ("late:NaN", "no number of seconds"),
        ("late:1e300", "no number of seconds"),
        ("429:0.5", "no number of seconds"),
        ("duplicate@find", "duplicate cannot happen to find"),
        ("stale@create", "stale cannot happen to create"),
        ("timeout-after @create", "no fault"),
    ] {
        let error = plan(text).unwrap_err();
        assert!(error.contains(word), "{text}: {error}");
    }
}
