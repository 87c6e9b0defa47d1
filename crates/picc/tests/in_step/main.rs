//! Any sequence of commands keeps client and card in step: what the one takes for passed, the other
//! carried out; what is refused ends the session for both; and the memory is what a simple model of
//! it says, after every single command.
//!
//! Independent of each other: the client (`tapsmith-card`), the card (`tapsmith-picc`), and the
//! model, which knows rights and lengths from the data sheet and nothing of bytes, MACs or words.
//! Not independent: the settings' codec, which client and card share; the published dialogues judge
//! it. What the model leaves out has tests of its own: the read counter (`rules/counter`), which
//! settings are valid (`rules/settings`; here each comes with its verdict), which word refuses
//! (`rules/status`).
//!
//! # Layout
//! - [`op`]: an operation of the client. [`settings`]: new settings for a file.
//! - [`model`]: what should come of it. [`drive`]: both, side by side.
//! - [`wire`]: the card as a transport.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod drive;
mod model;
mod op;
mod settings;
mod wire;

use drive::Tally;
use op::{Authentication, Mode, Op, With};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::suite::Suite;
use tapsmith_picc::Unknowns;
use tapsmith_picc::ntag424::{
    CheckOrder, InterruptingFirst, IsoReadPastEnd, MissingMac, ReadPastEnd,
    UnfinishedAuthentication, WrappedHeader,
};

/// The switches by which nothing passes that would not pass otherwise.
fn unknowns() -> impl Strategy<Value = Unknowns> {
    any::<[bool; 7]>().prop_map(|[order, mac, header, read, iso_read, first, unfinished]| {
        let mut unknowns = Unknowns::default();
        if order {
            unknowns.check_order = CheckOrder::LengthLast;
        }
        if mac {
            unknowns.missing_mac = MissingMac::Integrity;
        }
        if header {
            unknowns.wrapped_header = WrappedHeader::Ignored;
        }
        if read {
            unknowns.read_past_end = ReadPastEnd::Parameter;
        }
        if iso_read {
            unknowns.iso_read_past_end = IsoReadPastEnd::Offset;
        }
        if first {
            unknowns.interrupting_first = InterruptingFirst::Aborted;
        }
        if unfinished {
            unknowns.unfinished_authentication = UnfinishedAuthentication::Counted;
        }
        unknowns
    })
}

proptest! {
    #[test]
    fn client_and_card_stay_in_step(
        ops in op::sequence(), lrp: bool, unknowns in unknowns()
    ) {
        let suite = if lrp { Suite::Lrp } else { Suite::Aes };
        drive::run(&ops, suite, unknowns, &mut Tally::new())?;
    }
}

/// What the client does not send, the card cannot count: an encrypted answer, or an encrypted
/// command, still passes behind it. Client and card count blocks each in its own code; only the
/// cipher is one for both.
#[test]
fn a_write_too_long_keeps_them_in_step() {
    let visit = |behind: Op| {
        let (file, data) = (FileNumber::CapabilityContainer, vec![0x5A; 256]);
        let by = Authentication::First;
        [
            Op::SelectApplication,
            Op::Authenticate { by, number: KeyNumber::MASTER, with: With::Right },
            Op::WriteData { file, offset: 0, data, mode: Mode::This(CommMode::Full) },
            behind,
        ]
    };
    for suite in [Suite::Aes, Suite::Lrp] {
        for behind in [Op::GetCardUid, Op::ChangeMasterKey { new: 34, version: 93 }] {
            let mut tally = Tally::new();
            drive::run(&visit(behind), suite, Unknowns::default(), &mut tally).unwrap();
        }
    }
}

/// The property is not empty: every operation both passed and was refused, often enough.
#[test]
fn every_operation_goes_both_ways() {
    for suite in [Suite::Aes, Suite::Lrp] {
        let mut tally = Tally::new();
        let mut runner = TestRunner::deterministic();
        for _ in 0..500 {
            let ops = op::sequence().new_tree(&mut runner).unwrap().current();
            drive::run(&ops, suite, Unknowns::default(), &mut tally).unwrap();
        }
        println!("{suite}: {tally:#?}");
        assert_eq!(tally.len(), 16);
        for (name, [passed, refused]) in tally {
            let often = refused >= 5 || name == "select_application";
            assert!(passed >= 20 && often, "{suite}, {name}: {passed}, {refused}");
        }
    }
}
