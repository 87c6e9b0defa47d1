//! What no silicon has told anybody: each open question is a switch, and its default the reading
//! that the documents suggest. `hardware-notes/ntag424-dna.md` lists them.
//!
//! A client is right only if it works with either setting of each.

pub use crate::ev2::unknowns::{
    CheckOrder, CounterAtRewrite, CounterUnasked, CounterWithoutMirror, FreeCounterInSession,
    InterruptingFirst, IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors,
    ReadOfOtherFile, ReadPastEnd, Reselect, SelectInSession, ShortFileIds, WrappedHeader,
};
use crate::switch::switch;

/// All switches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknowns {
    /// In which order a command is checked.
    pub check_order: CheckOrder,
    /// What a protected command of a wrong length is answered with.
    pub missing_mac: MissingMac,
    /// P1, P2 or Le of a wrapped command.
    pub wrapped_header: WrappedHeader,
    /// `ReadData` beyond the end.
    pub read_past_end: ReadPastEnd,
    /// `ISOReadBinary` beyond the end.
    pub iso_read_past_end: IsoReadPastEnd,
    /// Short file identifiers.
    pub short_file_ids: ShortFileIds,
    /// An ISO command refused inside a session.
    pub iso_in_session: IsoInSession,
    /// `ISOSelectFile` inside a session.
    pub select_in_session: SelectInSession,
    /// The current file when the application is selected again.
    pub reselect: Reselect,
    /// `AuthenticateEV2First` while an authentication is under way.
    pub interrupting_first: InterruptingFirst,
    /// A first part of an authentication without its second.
    pub unfinished_authentication: UnfinishedAuthentication,
    /// The delay already spent, when the field goes.
    pub delay_at_power_off: DelayAtPowerOff,
    /// The last frame of a write whose MAC is wrong.
    pub last_frame: LastFrame,
    /// The read counter when settings with SDM replace settings with SDM.
    pub counter_at_rewrite: CounterAtRewrite,
    /// The read counter if it is not among the SDM options.
    pub counter_unasked: CounterUnasked,
    /// A read that comes upon no mirror.
    pub read_beside_mirrors: ReadBesideMirrors,
    /// A read of another file between two reads.
    pub read_of_other_file: ReadOfOtherFile,
    /// The counter option with `SDMMetaRead` at `F`.
    pub counter_without_mirror: CounterWithoutMirror,
    /// The answer to `SetConfiguration`.
    pub configuration_answer: ConfigurationAnswer,
    /// Failed authentications, when their counter is switched off.
    pub failures_off: FailuresOff,
    /// `GetFileCounters` in a session, where everybody may ask.
    pub free_counter_in_session: FreeCounterInSession,
    /// `GetTTStatus` in a session, where everybody may ask.
    pub free_status_in_session: FreeStatusInSession,
}

switch! {
    /// A first part of an authentication that no second part follows.
    UnfinishedAuthentication {
        /// No failure.
        NotCounted,
        /// A failure.
        Counted,
    }
}
switch! {
    /// Delay already spent, when the field goes.
    DelayAtPowerOff {
        /// It stays spent.
        Kept,
        /// The delay starts over.
        StartsOver,
    }
}
switch! {
    /// The answer to `SetConfiguration` in a session that goes on.
    ConfigurationAnswer {
        /// A MAC, as AN12196 shows for option 00h; none for option 05h, as seen.
        MacButForCapabilities,
        /// No MAC for any option, as the data sheet's table says.
        Bare,
    }
}
switch! {
    /// What is still counted when the counter of failed authentications is switched off.
    FailuresOff {
        /// Failures in a row, and they delay as ever.
        InARow,
        /// Nothing, and nothing delays.
        Everything,
    }
}
switch! {
    /// How `GetTTStatus` travels in a session if `TTStatusKey` is free.
    FreeStatusInSession {
        /// In full, as it was seen to before the feature was set up.
        Full,
        /// In plain, as files do.
        Plain,
    }
}
