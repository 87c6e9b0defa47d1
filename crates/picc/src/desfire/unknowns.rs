//! What no silicon has told anybody of DESFire EV3: each open question is a switch, and its default the reading
//! that the documents suggest. `hardware-notes/desfire-ev3.md` lists them. Those that NTAG 424 DNA has too are its
//! own types.
//!
//! A client is right only if it works with either setting of each.

use crate::ev2::unknowns::{
    CheckOrder, CounterAtRewrite, CounterUnasked, CounterWithoutMirror, FreeCounterInSession,
    InterruptingFirst, IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors,
    ReadOfOtherFile, ReadPastEnd, Reselect, ShortFileIds, WrappedHeader,
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
    /// The current file when the application is selected again.
    pub reselect: Reselect,
    /// `AuthenticateEV2First` while an authentication is under way.
    pub interrupting_first: InterruptingFirst,
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
    /// `GetFileCounters` in a session, where everybody may ask.
    pub free_counter_in_session: FreeCounterInSession,
    /// An authentication of another kind than the key's.
    pub wrong_scheme: WrongScheme,
    /// A file that was created for SDM.
    pub sdm_at_creation: SdmAtCreation,
    /// SDM for a file that was not created for it.
    pub sdm_not_created: SdmNotCreated,
    /// The room of a deleted file or application.
    pub deleted_room: DeletedRoom,
    /// `CreateApplication` with AID 000000.
    pub aid_zero: AidZero,
    /// `GetISOFileIDs` of an application whose files have none.
    pub iso_ids_unused: IsoIdsUnused,
}

switch! {
    /// An authentication for DES keys with an AES key, or the other way round.
    WrongScheme {
        /// 91AE.
        Authentication,
        /// 919D.
        Permission,
    }
}
switch! {
    /// What a file created with the bit for SDM is like before its first `ChangeFileSettings`.
    SdmAtCreation {
        /// SDM is off, and `GetFileSettings` shows a plain file.
        Off,
        /// SDM is on with nothing mirrored, and `GetFileSettings` shows that.
        OnWithNothingMirrored,
    }
}
switch! {
    /// `ChangeFileSettings` with SDM for a file that was created without.
    SdmNotCreated {
        /// 919D, as NTAG 424 DNA answers it for its other files.
        Permission,
        /// 919E.
        Parameter,
    }
}
switch! {
    /// The room that a file or an application took, when it is deleted.
    DeletedRoom {
        /// Lost until `FormatPICC`.
        Lost,
        /// Free again.
        Returned,
    }
}
switch! {
    /// `CreateApplication` with the AID that stands for the PICC.
    AidZero {
        /// 91DE: it is taken.
        Duplicate,
        /// 919E.
        Parameter,
    }
}
switch! {
    /// `GetISOFileIDs` of an application that was created without identifiers for its files.
    IsoIdsUnused {
        /// An empty list.
        Empty,
        /// 919D.
        Permission,
    }
}
