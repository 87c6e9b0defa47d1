//! How much fits on the chip. That it is counted in blocks of 32 bytes is known of every DESFire; what an
//! application takes beside its files is made up.
//!
//! Source: libfreefare and proxmark3; that what was deleted stays lost until the card is formatted is
//! `TalkToYourDESFireCard`'s observation (`desfire_ev3_file_operations.md`).

use super::{Aid, Application, File, Memory};
use crate::desfire::unknowns::DeletedRoom;

/// What the chip has.
const ROOM: usize = 8192;
/// What it hands out at once.
const BLOCK: usize = 32;
/// Of an application, beside its keys.
const APPLICATION: usize = 64;
/// Of a file, beside its bytes.
const FILE: usize = 32;

/// What an application with so many keys takes.
pub(in crate::desfire) const fn of_application(keys: usize) -> usize {
    APPLICATION + (keys * 16).next_multiple_of(BLOCK)
}

/// What a file of so many bytes takes.
pub(in crate::desfire) const fn of_file(size: usize) -> usize {
    FILE + size.next_multiple_of(BLOCK)
}

impl Memory {
    /// Bytes that are free.
    pub fn free(&self) -> usize {
        let taken: usize = self.applications.iter().map(Application::room).sum();
        ROOM.saturating_sub(taken).saturating_sub(self.lost)
    }

    /// Deletes an application.
    pub(in crate::desfire) fn delete(&mut self, aid: Aid, room: DeletedRoom) {
        let taken = self.application(aid).map_or(0, Application::room);
        self.applications.retain(|application| application.aid != aid);
        self.lose(taken, room);
    }

    /// Deletes a file.
    pub(in crate::desfire) fn delete_file(&mut self, aid: Aid, number: u8, room: DeletedRoom) {
        let Some(application) = self.application_mut(aid) else { return };
        let taken = application.file(number).map_or(0, File::room);
        application.files.retain(|file| file.number != number);
        self.lose(taken, room);
    }

    fn lose(&mut self, taken: usize, room: DeletedRoom) {
        if room == DeletedRoom::Lost {
            self.lost += taken;
        }
    }

    pub(super) fn fits(&self) -> bool {
        let taken: usize = self.applications.iter().map(Application::room).sum();
        taken.saturating_add(self.lost) <= ROOM
    }
}

impl Application {
    fn room(&self) -> usize {
        let files: usize = self.files.iter().map(File::room).sum();
        of_application(self.keys.len()) + files
    }
}

impl File {
    fn room(&self) -> usize {
        of_file(self.data.len())
    }
}
