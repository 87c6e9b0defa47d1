//! What no silicon has told of either chip: the questions that NTAG 424 DNA and DESFire EV3 share. Each default is
//! the reading that the documents suggest.

use crate::switch::switch;

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
    /// How `GetFileCounters` travels in a session if `SDMCtrRet` is free.
    FreeCounterInSession {
        /// In plain, as files do.
        Plain,
        /// In full, as it does for a key.
        Full,
    }
}
