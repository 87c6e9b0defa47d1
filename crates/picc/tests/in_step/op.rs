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
    Authenticate { by: Authentication, number: KeyNumber, with: With },
    GetVersion,
    ReadSig,
    GetCardUid,
    GetKeyVersion(KeyNumber),
    GetFileSettings(FileNumber),
    ReadData { file: FileNumber, offset: usize, length: usize, mode: Mode },
    WriteData { file: FileNumber, offset: usize, data: Vec<u8>, mode: Mode },
    ChangeKey { key: NonMasterKey, old: With, new: u8, version: u8 },
    ChangeMasterKey { new: u8, version: u8 },
    ChangeFileSettings { file: FileNumber, proposal: Proposal },
    SelectApplication,
    SelectFile(FileNumber),
    ReadBinary { offset: u16, length: u8 },
    UpdateBinary { offset: u16, data: Vec<u8> },
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
                | Self::Authenticate { by: Authentication::First, .. }
                | Self::SelectApplication
                | Self::SelectFile(_)
                | Self::ReadBinary { .. }
                | Self::UpdateBinary { .. }
        )
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::PowerOff => "power_off",
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

/// Fewer operations than the failures that bring a delay.
pub(crate) fn sequence() -> impl Strategy<Value = Vec<Op>> {
    vec(prop_oneof![3 => state(), 4 => asked(), 6 => files(), 4 => changes()], 1..45)
}

fn number() -> impl Strategy<Value = KeyNumber> {
    prop_oneof![2 => Just(KeyNumber::MASTER), 3 => select(KeyNumber::ALL.to_vec())]
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

/// What changes who speaks with whom.
fn state() -> impl Strategy<Value = Op> {
    let by = prop_oneof![2 => Just(Authentication::First), 1 => Just(Authentication::NonFirst)];
    let authenticate =
        (by, number(), with()).prop_map(|(by, number, with)| Op::Authenticate { by, number, with });
    prop_oneof![
        1 => Just(Op::PowerOff),
        6 => Just(Op::SelectApplication),
        3 => file().prop_map(Op::SelectFile),
        9 => authenticate,
    ]
}

/// What only asks.
fn asked() -> impl Strategy<Value = Op> {
    prop_oneof![
        Just(Op::GetVersion),
        Just(Op::ReadSig),
        Just(Op::GetCardUid),
        number().prop_map(Op::GetKeyVersion),
        file().prop_map(Op::GetFileSettings),
    ]
}

/// What reads and writes.
fn files() -> impl Strategy<Value = Op> {
    let offset = || prop_oneof![3 => Just(0_usize), 2 => 0..40_usize, 1 => 0..260_usize];
    let length = prop_oneof![3 => 0..40_usize, 1 => 0..258_usize];
    let read = (file(), offset(), length, mode())
        .prop_map(|(file, offset, length, mode)| Op::ReadData { file, offset, length, mode });
    let data = || prop_oneof![3 => vec(any::<u8>(), 0..40), 1 => vec(any::<u8>(), 0..256)];
    let write = (file(), offset(), data(), mode())
        .prop_map(|(file, offset, data, mode)| Op::WriteData { file, offset, data, mode });
    let read_binary = (0..260_u16, any::<u8>())
        .prop_map(|(offset, length)| Op::ReadBinary { offset, length });
    let update_binary =
        (0..200_u16, data()).prop_map(|(offset, data)| Op::UpdateBinary { offset, data });
    prop_oneof![3 => read, 3 => write, 1 => read_binary, 1 => update_binary]
}

/// What changes keys and settings.
fn changes() -> impl Strategy<Value = Op> {
    let others = KeyNumber::ALL.into_iter().filter_map(NonMasterKey::new).collect::<Vec<_>>();
    let key = (select(others), with(), any::<u8>(), any::<u8>())
        .prop_map(|(key, old, new, version)| Op::ChangeKey { key, old, new, version });
    let master = (any::<u8>(), any::<u8>())
        .prop_map(|(new, version)| Op::ChangeMasterKey { new, version });
    let settings = (file(), settings::proposal())
        .prop_map(|(file, proposal)| Op::ChangeFileSettings { file, proposal });
    prop_oneof![2 => key, 1 => master, 2 => settings]
}
