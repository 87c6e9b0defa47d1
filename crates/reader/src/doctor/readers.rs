//! What each reader comes to.

use super::{Asked, Finding};
use crate::{
    family::Family,
    pcsc::{Presence, Slot},
};

/// The readers that there are, and what is to be said of each.
pub(super) fn look(asked: &[Asked]) -> Vec<Finding> {
    let usable = asked.iter().filter(|reader| !reader.info.slot.is_skipped()).count();
    let mut findings = vec![match (asked.len(), usable) {
        (0, _) => Finding::warning("readers", "no reader is seen")
            .mend("plug one in; if one is, its driver or its cable is missing"),
        (all, 0) => Finding::warning("readers", format!("{all} seen, and a card lies on none"))
            .mend("if one of them is for cards after all, name it whole: --reader NAME"),
        (all, usable) => Finding::ok("readers", format!("{all} seen, {usable} for cards")),
    }];
    findings.extend(asked.iter().flat_map(one));
    findings
}

fn one(asked: &Asked) -> Vec<Finding> {
    let name = asked.info.name.to_string();
    let slot = asked.info.slot;
    if slot.is_skipped() {
        let skipped = Finding::ok("slot", format!("passed over: {slot}"));
        return vec![skipped.at(&name)];
    }
    let mut findings = vec![slot_of(slot), family(asked), type_2(asked), longest_apdu(asked)];
    if asked.family == Family::Acr122u {
        findings.extend([firmware(asked), out_of_production()]);
    }
    if asked.busy {
        findings.push(
            Finding::warning(
                "in_use",
                "another program keeps it to itself, so that it was not asked",
            )
            .mend("end the other program, or wait for it"),
        );
    }
    if asked.info.presence == Presence::Mute {
        findings.push(
            Finding::warning("card", "what lies on it does not answer").mend("move the card"),
        );
    }
    findings.into_iter().map(|finding| finding.at(&name)).collect()
}

fn slot_of(slot: Slot) -> Finding {
    Finding::ok("slot", format!("for cards: {slot}"))
}

fn family(asked: &Asked) -> Finding {
    match asked.family {
        Family::Generic => {
            Finding::warning("family", "generic: its name is none that is known here")
                .mend("if you know its maker, say so with --reader-profile NAME")
        }
        family => Finding::ok("family", family.to_string()),
    }
}

/// Without frames a card can be read and written; what it is, and whether it lets one in, cannot be asked.
fn type_2(asked: &Asked) -> Finding {
    let source = match asked.family {
        _ if asked.tried => "by its own answers",
        Family::Generic => "by the standard",
        _ => "by its manual",
    };
    let abilities = asked.abilities;
    if abilities.raw_frames {
        return Finding::ok("type_2", format!("any command of a Type 2 card, {source}"));
    }
    let reach = abilities.highest_page;
    let detail = format!("READ and WRITE of a Type 2 card only, pages 0 to {reach}, {source}");
    Finding::warning("type_2", detail)
        .mend("for NTAG21x with a password, and to tell chips apart: an ACR1252U or ACR1552U")
}

fn longest_apdu(asked: &Asked) -> Finding {
    let longest = asked.abilities.longest_apdu;
    Finding::ok("longest_apdu", format!("{longest} bytes at least"))
}

fn firmware(asked: &Asked) -> Finding {
    match &asked.firmware {
        Some(firmware) => Finding::ok("firmware", firmware.clone()),
        None => Finding::unknown("firmware", "it does not say")
            .mend("put a card on it: without one, most drivers let nobody ask"),
    }
}

fn out_of_production() -> Finding {
    Finding::warning("clone", "out of production since 2020: what is sold as an ACR122U is a clone")
        .mend("if it fails: ACR1252U, ACR1552U, uTrust 3700F")
}
