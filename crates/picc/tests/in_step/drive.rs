//! A client and a card through a sequence of operations, the model beside them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::iter::Peekable;
use std::rc::Rc;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, GetCardUid, GetFileSettings, GetKeyVersion,
    GetVersion, Inside, IsoReadBinary, IsoSelectFile, IsoUpdateBinary, Outside, ReadData, ReadSig,
    WriteData,
};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{Error, Session, Tag};
use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyVersion;
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;
use tapsmith_picc::ntag424::Configuration;
use tapsmith_picc::{Memory, Ntag424, Unknowns};

use crate::model::{Model, Outcome, Seen, UID, key_of};
use crate::op::{Authentication, Op};
use crate::settings::FIRST_MIRROR;
use crate::wire::Wire;

/// How often each operation passed, and was refused.
pub(crate) type Tally = BTreeMap<&'static str, [u32; 2]>;

type Result<T> = std::result::Result<T, TestCaseError>;
type Sent<T> = std::result::Result<T, Error<Infallible>>;

const RND_A: [u8; 16] = [0xA5; 16];

struct World<'t> {
    card: Rc<RefCell<Ntag424>>,
    model: Model,
    tally: &'t mut Tally,
}

/// Who sends: a tag in plain, a session in the command's mode.
trait Sender {
    fn send_command<C: Outside + Inside>(&mut self, command: &C) -> Sent<C::Reply>;
}

impl Sender for Tag<Wire> {
    fn send_command<C: Outside + Inside>(&mut self, command: &C) -> Sent<C::Reply> {
        self.send(command)
    }
}

impl Sender for Session<'_, Wire> {
    fn send_command<C: Outside + Inside>(&mut self, command: &C) -> Sent<C::Reply> {
        self.send(command)
    }
}

pub(crate) fn run(ops: &[Op], suite: Suite, unknowns: Unknowns, tally: &mut Tally) -> Result<()> {
    let configuration = Configuration { suite, ..Configuration::default() };
    let memory = Memory::factory(UID).with_configuration(configuration);
    let model = Model::of(&memory);
    let card = Rc::new(RefCell::new(Ntag424::with(memory, unknowns)));
    let mut tag = Tag::new(Wire::new(&card));
    tag.expect_suite(suite);
    let mut world = World { card, model, tally };
    let mut ops = ops.iter().peekable();
    while let Some(op) = ops.next() {
        outside(op, &mut tag, &mut world, &mut ops)?;
    }
    Ok(())
}

/// One operation of a client without a session; if it starts one, all that are part of it.
fn outside<'o>(
    op: &'o Op,
    tag: &mut Tag<Wire>,
    world: &mut World<'_>,
    ops: &mut Peekable<impl Iterator<Item = &'o Op>>,
) -> Result<()> {
    match op {
        Op::PowerOff => {
            world.card.borrow_mut().power_off();
            world.model.power_off();
            Ok(())
        }
        // Outside a session a change of a key does not compile, and NonFirst has nothing to go on.
        Op::Forget
        | Op::Authenticate { by: Authentication::NonFirst, .. }
        | Op::ChangeKey { .. }
        | Op::ChangeMasterKey { .. } => Ok(()),
        Op::Authenticate { number, with, .. } => {
            let key = world.model.key(*number, *with);
            let expected = world.model.authenticate(*number, *with);
            let session = tag.authenticate(*number, &key, RND_A);
            world.judge(op, &session, |_| Seen::Nothing, &expected)?;
            session.map_or(Ok(()), |session| inside(session, world, ops))
        }
        _ => {
            let plain = CommMode::Plain;
            let seen = iso(op, tag).unwrap_or_else(|| wrapped(op, tag, plain, &world.model));
            let expected = world.model.apply(op, None);
            world.judge(op, &seen, Seen::clone, &expected)
        }
    }
}

/// All operations of one session. Refused, it is over for both; left standing, it is in step.
fn inside<'o>(
    mut session: Session<'_, Wire>,
    world: &mut World<'_>,
    ops: &mut Peekable<impl Iterator<Item = &'o Op>>,
) -> Result<()> {
    while let Some(op) = ops.next_if(|op| !op.leaves_session()) {
        match op {
            Op::Authenticate { number, with, .. } => {
                let key = world.model.key(*number, *with);
                let expected = world.model.authenticate(*number, *with);
                let next = session.authenticate(*number, &key, RND_A);
                world.judge(op, &next, |_| Seen::Nothing, &expected)?;
                let Ok(next) = next else { return Ok(()) };
                session = next;
            }
            Op::ChangeMasterKey { new, version } => {
                let expected = world.model.apply(op, Some(CommMode::Full));
                let command = change_master_key(*new, *version);
                let changed = session.change_master_key(&command).map(drop);
                return world.judge(op, &changed, |()| Seen::Nothing, &expected);
            }
            _ => {
                let mode = world.model.mode(op);
                let seen = inside_only(op, &mut session, &world.model)
                    .unwrap_or_else(|| wrapped(op, &mut session, mode, &world.model));
                let expected = world.model.apply(op, Some(mode));
                let refused = expected == Outcome::Refused;
                world.judge(op, &seen, Seen::clone, &expected)?;
                if refused {
                    let probed = probe(&mut session);
                    let over = matches!(probed, Err(Error::Refused { .. }));
                    prop_assert!(over, "the session outlived {op:?}: {probed:?}");
                    return Ok(());
                }
            }
        }
    }
    let probed = probe(&mut session);
    prop_assert_eq!(probed, Ok(UID), "out of step");
    Ok(())
}

/// A command with a MAC both ways, whose answer is encrypted too: in LRP mode a MAC alone does not
/// tell whether both count the same blocks.
fn probe(session: &mut Session<'_, Wire>) -> Sent<Uid> {
    session.send(&GetCardUid)
}

impl World<'_> {
    fn judge<T>(
        &mut self,
        op: &Op,
        sent: &Sent<T>,
        seen: impl Fn(&T) -> Seen,
        expected: &Outcome,
    ) -> Result<()> {
        let outcome = match sent {
            Ok(answer) => Outcome::Passed(self.unmirrored(op, seen(answer))),
            Err(Error::Refused { .. }) => Outcome::Refused,
            Err(Error::TooLong { .. }) => Outcome::TooLong,
            Err(error) => return Err(TestCaseError::fail(format!("{op:?}: {error}"))),
        };
        let count = self.tally.entry(op.name()).or_default();
        count[usize::from(outcome == Outcome::Refused)] += 1;
        prop_assert_eq!(&outcome, expected, "{:?}, {:?}", op, sent.as_ref().err());
        let is = self.model.is(self.card.borrow().memory());
        prop_assert!(is, "after {op:?} the memory is not {:?}", self.model);
        Ok(())
    }

    /// What was read of a file, as far as the model knows it.
    fn unmirrored(&self, op: &Op, seen: Seen) -> Seen {
        let Seen::Bytes(mut bytes) = seen else { return seen };
        let start = match op {
            Op::ReadData { offset, .. } => *offset,
            Op::ReadBinary { offset, .. } => usize::from(*offset),
            _ => 0,
        };
        if self.model.is_mirrored(op) {
            bytes.truncate(FIRST_MIRROR.saturating_sub(start));
        }
        Seen::Bytes(bytes)
    }
}

fn iso(op: &Op, tag: &mut Tag<Wire>) -> Option<Sent<Seen>> {
    let nothing = |()| Seen::Nothing;
    Some(match op {
        Op::SelectApplication => tag.select_application().map(nothing),
        Op::SelectFile(file) => tag.send_iso(&IsoSelectFile::File(*file)).map(nothing),
        Op::ReadBinary { offset, length } => {
            let command = IsoReadBinary { offset: *offset, length: *length };
            tag.send_iso(&command).map(Seen::Bytes)
        }
        Op::UpdateBinary { offset, data } => {
            let command = IsoUpdateBinary { offset: *offset, data: data.clone() };
            tag.send_iso(&command).map(nothing)
        }
        _ => return None,
    })
}

/// What only a session can send.
fn inside_only(op: &Op, session: &mut Session<'_, Wire>, model: &Model) -> Option<Sent<Seen>> {
    match op {
        Op::ChangeKey { key, old, new, version } => {
            let (old, new) = (model.key(key.number(), *old), key_of(*new));
            let command = ChangeKey { key: *key, old, new, version: KeyVersion(*version) };
            Some(session.send(&command).map(|()| Seen::Nothing))
        }
        _ => None,
    }
}

fn wrapped(op: &Op, sender: &mut impl Sender, mode: CommMode, model: &Model) -> Sent<Seen> {
    let nothing = |()| Seen::Nothing;
    let offset = |value| Offset::new(value).unwrap();
    match op {
        Op::GetVersion => sender.send_command(&GetVersion).map(|version| Seen::Uid(version.uid)),
        Op::GetCardUid => sender.send_command(&GetCardUid).map(Seen::Uid),
        Op::ReadSig => sender.send_command(&ReadSig).map(|_| Seen::Nothing),
        Op::GetKeyVersion(key) => {
            sender.send_command(&GetKeyVersion { key: *key }).map(Seen::Version)
        }
        Op::GetFileSettings(file) => {
            let answer = sender.send_command(&GetFileSettings { file: *file });
            answer.map(|info| Seen::Settings(info.settings))
        }
        Op::ReadData { file, offset: start, length, .. } => {
            let (file, start, length) = (*file, offset(*start), offset(*length));
            sender.send_command(&ReadData { file, offset: start, length, mode }).map(Seen::Bytes)
        }
        Op::WriteData { file, offset: start, data, .. } => {
            let (file, start, data) = (*file, offset(*start), data.clone());
            sender.send_command(&WriteData { file, offset: start, data, mode }).map(nothing)
        }
        Op::ChangeFileSettings { file, proposal } => {
            let now = model.file(*file).settings.rights;
            let command = ChangeFileSettings::new(*file, now, proposal.settings);
            sender.send_command(&command).map(nothing)
        }
        _ => Ok(Seen::Nothing),
    }
}

fn change_master_key(new: u8, version: u8) -> ChangeMasterKey {
    ChangeMasterKey { new: key_of(new), version: KeyVersion(version) }
}
