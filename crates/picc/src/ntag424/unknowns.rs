//! What no silicon has told anybody: each open question is a switch, and its default the reading
//! that the documents suggest. `hardware-notes/ntag424-dna.md` lists them.
//!
//! A client is right only if it works with either setting of each.

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
    /// In which order a wrapped command is checked. The parameters always come last.
    CheckOrder {
        /// Length, state, right.
        LengthFirst,
        /// State, right, length.
        LengthLast,
    }
}
switch! {
    /// A command in a session that lacks its MAC, or has another length than its mode asks for.
    MissingMac {
        /// 917E, as seen for `ChangeKey` and `ChangeFileSettings`.
        Length,
        /// 911E, as for a MAC that is wrong.
        Integrity,
    }
}
switch! {
    /// P1 or P2 of a wrapped command is not 00, or its Le is missing or not 00.
    WrappedHeader {
        /// 917E.
        Length,
        /// Nothing: nobody looks.
        Ignored,
    }
}
switch! {
    /// `ReadData` beyond the end of the file.
    ReadPastEnd {
        /// 91BE, as for `WriteData`.
        Boundary,
        /// 919E.
        Parameter,
    }
}
switch! {
    /// `ISOReadBinary` from the end of the file or beyond.
    IsoReadPastEnd {
        /// 6A86.
        Parameters,
        /// 6B00.
        Offset,
    }
}
switch! {
    /// What the short file identifier of a file is.
    ShortFileIds {
        /// The low five bits of its identifier: 03, 04, 05.
        LowFiveBits,
        /// Its number: 01, 02, 03.
        FileNumbers,
    }
}
switch! {
    /// `ISOReadBinary` or `ISOUpdateBinary` refused with 6982 because of a session.
    IsoInSession {
        /// The session ends, as with any error.
        EndsSession,
        /// The session goes on.
        KeepsSession,
    }
}
switch! {
    /// A successful `ISOSelectFile` inside a session.
    SelectInSession {
        /// The session ends.
        EndsSession,
        /// The session goes on.
        KeepsSession,
    }
}
switch! {
    /// The current file when the application is selected that is selected already.
    Reselect {
        /// No file is selected then.
        ClearsFile,
        /// The file stays selected.
        KeepsFile,
    }
}
switch! {
    /// `AuthenticateEV2First` in place of an authentication's second part.
    InterruptingFirst {
        /// A new authentication begins.
        StartsAnew,
        /// 91CA, as for other commands.
        Aborted,
    }
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
    /// The last frame of a write that takes several, and whose MAC is wrong. The others are written
    /// by then: "the PICC stops further user memory programming".
    LastFrame {
        /// Its data is not written.
        AwaitsMac,
        /// Its data is written too.
        WrittenAhead,
    }
}
switch! {
    /// The read counter when settings with SDM are written over settings with SDM.
    CounterAtRewrite {
        /// It goes on.
        Kept,
        /// It starts at 0.
        Reset,
    }
}
switch! {
    /// The read counter of a file whose SDM options leave it out.
    CounterUnasked {
        /// It counts, unseen.
        Counts,
        /// It stands still.
        Stands,
    }
}
switch! {
    /// A read whose bytes hold no mirror.
    ReadBesideMirrors {
        /// A tap like any other.
        Counts,
        /// No tap.
        DoesNotCount,
    }
}
switch! {
    /// A read of another file between two reads of the NDEF file.
    ReadOfOtherFile {
        /// The next read counts again.
        EndsRun,
        /// The next read belongs to the tap before.
        KeepsRun,
    }
}
switch! {
    /// SDM options with the counter, but `SDMMetaRead` at `F`.
    CounterWithoutMirror {
        /// Taken: the data sheet forbids only the UID.
        Allowed,
        /// 919E.
        Refused,
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
    /// How `GetFileCounters` travels in a session if `SDMCtrRet` is free.
    FreeCounterInSession {
        /// In plain, as files do.
        Plain,
        /// In full, as it does for a key.
        Full,
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
