//! The status words that DESFire has beside those of NTAG 424 DNA.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;

/// There is no room left.
pub(super) const OUT_OF_ROOM: Status = Status(0x910E);
/// No application has this AID.
pub(super) const NO_SUCH_APPLICATION: Status = Status(0x91A0);
/// A file, an application or a name is there already.
pub(super) const DUPLICATE: Status = Status(0x91DE);
