//! How the sample stands: below the box, in lines.

use tapsmith_desk::qa::session::{Card, Session, Stands};
use tapsmith_desk::qa::tally::{ClassTally, Tally};

use super::wrap::fitting;
use crate::command::qa::words::seconds;

/// How far it has come, and how many of the cards are good.
pub(super) fn progress(session: &Session, tally: &Tally, width: usize) -> String {
    let (done, all) = (tally.inspected, session.plan().draw_size());
    let said = match percent(tally.good, done) {
        Some(share) => format!("{done} of {all}, yield {share} %"),
        None => format!("{done} of {all}"),
    };
    let room = width.saturating_sub(said.chars().count() + 3).min(60);
    format!("{} {said}", bar(done, all, room))
}

/// `[████░░░░]`, as long as `room` without its ends. Full only when all is done.
fn bar(done: u64, all: u64, room: usize) -> String {
    let length = u64::try_from(room).unwrap_or(0);
    let full = done.min(all).saturating_mul(length).checked_div(all).unwrap_or(0);
    let cell = |at: u64| if at < full { '█' } else { '░' };
    format!("[{}]", (0..length).map(cell).collect::<String>())
}

/// `part` of `all` in percent, with one digit; rounded down, so that only all of them are 100.
fn percent(part: u64, all: u64) -> Option<String> {
    let mille = part.saturating_mul(1000).checked_div(all)?;
    Some(format!("{}.{}", mille / 10, mille % 10))
}

/// Defects by class, against what rejects the lot.
pub(super) fn classes(tally: &Tally, width: usize) -> String {
    let say = |one: &dyn Fn(&ClassTally) -> String, between: &str| {
        tally.classes().iter().map(one).collect::<Vec<_>>().join(between)
    };
    let longest = say(
        &|class| {
            let (name, found) = (class.plan.class, class.defective);
            let (accept, reject) = (class.plan.accept, class.plan.reject);
            format!("{name} {found}, accept up to {accept}, reject at {reject}")
        },
        "   ",
    );
    let long = say(
        &|class| {
            format!("{} {}, reject at {}", class.plan.class, class.defective, class.plan.reject)
        },
        "   ",
    );
    let short = say(
        &|class| format!("{} {}/{}", class.plan.class, class.defective, class.plan.reject),
        "  ",
    );
    fitting(&[longest, long, short], width)
}

/// The time of the last card that was read, and the middle one of all that counted.
pub(super) fn times(session: &Session) -> Option<String> {
    let read = |card: &&Card| card.seen.apdus > 0;
    let last = session.cards().iter().rev().find(read)?;
    let counted = session.cards().iter().filter(read).filter(|c| c.stands() != Stands::Outside);
    let mut times: Vec<u32> = counted.map(|card| card.seen.milliseconds).collect();
    times.sort_unstable();
    let last = seconds(last.seen.milliseconds);
    Some(match times.get(times.len() / 2) {
        Some(median) => format!("last card {last}, median {}", seconds(*median)),
        None => format!("last card {last}"),
    })
}
