//! An operation of the client, and sequences of them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tapsmith_card::command::{FileNumber, NonMasterKey};
use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyNumber;

use crate::settings::{self, Proposal};

#[derive(Debug, Clone)]
pub(crate) enum Op {
    PowerOff,
    /// The client drops its session, and tells nobody.
    Forget,
    Authenticate {
        by: Authentication,
        number: KeyNumber,
        with: With,
    },
    GetVersion,
    ReadSig,
    GetCardUid,
    GetKeyVersion(KeyNumber),
    GetFileSettings(FileNumber),
    ReadData {
        file: FileNumber,
        offset: usize,
        length: usize,
        mode: Mode,
    },
    WriteData {
        file: FileNumber,
        offset: usize,
        data: Vec<u8>,
        mode: Mode,
    },
    ChangeKey {
        key: NonMasterKey,
        old: With,
        new: u8,
        version: u8,
    },
    ChangeMasterKey {
        new: u8,
        version: u8,
    },
    ChangeFileSettings {
        file: FileNumber,
        proposal: Proposal,
    },
    SelectApplication,
    SelectFile(FileNumber),
    ReadBinary {
        offset: u16,
        length: u8,
    },
    UpdateBinary {
        offset: u16,
        data: Vec<u8>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authentication {
    First,
    /// Inside a session alone.
    NonFirst,
}

/// Whether the client knows the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    Right,
    Wrong,
}

/// How a client in a session sends a file command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As file and rights ask.
    Right,
    This(CommMode),
}

impl Op {
    /// Whether the client leaves its session for it.
    pub(crate) fn leaves_session(&self) -> bool {
        matches!(
            self,
            Self::PowerOff
                | Self::Forget
                | Self::Authenticate { by: Authentication::First, .. }
                | Self::SelectApplication
                | Self::SelectFile(_)
                | Self::ReadBinary { .. }
                | Self::UpdateBinary { .. }
        )
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::PowerOff | Self::Forget => "field",
            Self::Authenticate { by: Authentication::First, .. } => "first",
            Self::Authenticate { by: Authentication::NonFirst, .. } => "non_first",
            Self::GetVersion => "get_version",
            Self::ReadSig => "read_sig",
            Self::GetCardUid => "get_card_uid",
            Self::GetKeyVersion(_) => "get_key_version",
            Self::GetFileSettings(_) => "get_file_settings",
            Self::ReadData { .. } => "read_data",
            Self::WriteData { .. } => "write_data",
            Self::ChangeKey { .. } => "change_key",
            Self::ChangeMasterKey { .. } => "change_master_key",
            Self::ChangeFileSettings { .. } => "change_file_settings",
            Self::SelectApplication => "select_application",
            Self::SelectFile(_) => "select_file",
            Self::ReadBinary { .. } => "read_binary",
            Self::UpdateBinary { .. } => "update_binary",
        }
    }
}

/// Visits to the card one after the other. No key fails so often that a delay begins.
pub(crate) fn sequence() -> impl Strategy<Value = Vec<Op>> {
    let visit =
        prop_oneof![6 => session(), 2 => phone(), 1 => forgotten(), 1 => vec(any_op(), 1..8)];
    vec(visit, 1..7).prop_map(|visits| visits.concat())
}

/// An authentication, and what is done with it.
fn session() -> BoxedStrategy<Vec<Op>> {
    let op = prop_oneof![4 => asked(), 6 => files(), 5 => changes(), 3 => state()];
    (opening(), authenticate(Authentication::First), vec(op, 0..10))
        .prop_map(|(opening, first, ops)| [opening, vec![first], ops].concat())
        .boxed()
}

/// A session that only the card still knows of.
fn forgotten() -> BoxedStrategy<Vec<Op>> {
    let asked = prop_oneof![asked(), files()];
    (opening(), authenticate(Authentication::First), vec(asked, 1..3))
        .prop_map(|(opening, first, ops)| [opening, vec![first, Op::Forget], ops].concat())
        .boxed()
}

/// What a phone does.
fn phone() -> BoxedStrategy<Vec<Op>> {
    let select = prop_oneof![3 => Just(FileNumber::Ndef), 1 => file()].prop_map(Op::SelectFile);
    (opening(), select, vec(binary(), 1..5))
        .prop_map(|(opening, select, ops)| [opening, vec![select], ops].concat())
        .boxed()
}

fn opening() -> impl Strategy<Value = Vec<Op>> {
    let openings = [vec![Op::SelectApplication], vec![Op::PowerOff, Op::SelectApplication]];
    select(openings.to_vec())
}

fn any_op() -> BoxedStrategy<Op> {
    prop_oneof![3 => state(), 1 => asked(), 2 => files(), 2 => changes(), 1 => binary()].boxed()
}

fn number() -> impl Strategy<Value = KeyNumber> {
    prop_oneof![2 => Just(KeyNumber::MASTER), 1 => select(KeyNumber::ALL.to_vec())]
}

fn file() -> impl Strategy<Value = FileNumber> {
    select(FileNumber::ALL.to_vec())
}

fn with() -> impl Strategy<Value = With> {
    prop_oneof![4 => Just(With::Right), 1 => Just(With::Wrong)]
}

fn mode() -> impl Strategy<Value = Mode> {
    let modes = vec![CommMode::Plain, CommMode::Mac, CommMode::Full];
    prop_oneof![6 => Just(Mode::Right), 1 => select(modes).prop_map(Mode::This)]
}

fn authenticate(by: Authentication) -> impl Strategy<Value = Op> {
    (number(), with()).prop_map(move |(number, with)| Op::Authenticate { by, number, with })
}

/// What changes who speaks with whom.
fn state() -> BoxedStrategy<Op> {
    prop_oneof![
        1 => Just(Op::PowerOff),
        3 => Just(Op::Forget),
        1 => Just(Op::SelectApplication),
        1 => file().prop_map(Op::SelectFile),
        2 => authenticate(Authentication::First),
        6 => authenticate(Authentication::NonFirst),
    ]
    .boxed()
}

/// What only asks.
fn asked() -> BoxedStrategy<Op> {
    prop_oneof![
        Just(Op::GetVersion),
        Just(Op::ReadSig),
        Just(Op::GetCardUid),
        number().prop_map(Op::GetKeyVersion),
        file().prop_map(Op::GetFileSettings),
    ]
    .boxed()
}

/// What reads and writes.
fn files() -> BoxedStrategy<Op> {
    let offset = || prop_oneof![6 => 0..20_usize, 1 => 0..260_usize];
    let length = prop_oneof![5 => 0..20_usize, 1 => 0..258_usize];
    let read = (file(), offset(), length, mode())
        .prop_map(|(file, offset, length, mode)| Op::ReadData { file, offset, length, mode });
    let write = (file(), offset(), data(), mode())
        .prop_map(|(file, offset, data, mode)| Op::WriteData { file, offset, data, mode });
    prop_oneof![read, write].boxed()
}

/// The same by ISO command.
fn binary() -> BoxedStrategy<Op> {
    let offset = || prop_oneof![2 => 0..20_u16, 1 => 0..260_u16];
    let read =
        (offset(), any::<u8>()).prop_map(|(offset, length)| Op::ReadBinary { offset, length });
    let update = (offset(), data()).prop_map(|(offset, data)| Op::UpdateBinary { offset, data });
    prop_oneof![read, update].boxed()
}

fn data() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => vec(any::<u8>(), 0..20), 1 => vec(any::<u8>(), 0..258)]
}

/// What changes keys and settings.
fn changes() -> BoxedStrategy<Op> {
    let others = KeyNumber::ALL.into_iter().filter_map(NonMasterKey::new).collect::<Vec<_>>();
    let key = (select(others), with(), any::<u8>(), any::<u8>())
        .prop_map(|(key, old, new, version)| Op::ChangeKey { key, old, new, version });
    let master =
        (any::<u8>(), any::<u8>()).prop_map(|(new, version)| Op::ChangeMasterKey { new, version });
    let settings = (file(), settings::proposal())
        .prop_map(|(file, proposal)| Op::ChangeFileSettings { file, proposal });
    prop_oneof![2 => key, 1 => master, 2 => settings].boxed()
}
