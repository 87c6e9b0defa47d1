//! `virtual`

use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_core::tamper::Loop;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{UnknownChip, VirtualKind};
use tapsmith_reader::family::Family;
use tapsmith_reader::virtual_card::FileCard;
use tapsmith_reader::vpcd;

use super::Outcome;
use crate::args::{LoopState, VirtualArgs};
use crate::context::{Context, STOP};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Made {
    chip: &'static str,
    uid: Uid,
    state: PathBuf,
}

impl Report for Made {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "A virtual {} with UID {} in {}", self.chip, self.uid, self.state.display())
    }
}

/// Keeps a virtual card in the foreground until Ctrl-C, or only makes it.
pub(crate) fn run(context: &Context, args: &VirtualArgs) -> Outcome {
    let chip = args.chip.as_deref().map(chip_named).transpose()?;
    let address = address(args)?;
    let mut card = open(args, chip)?;
    if let Some(state) = args.tamper_loop {
        set_loop(&mut card, state)?;
    }
    let made = Made { chip: card.kind().name(), uid: card.uid(), state: args.state.clone() };
    context.printer.print(&made)?;
    if args.create_only {
        return Ok(Exit::Good);
    }
    let family = context.global.reader_profile.unwrap_or(Family::Acs);
    let mut card = card.as_seen_by(family.personality());
    let verbose = context.global.verbose > 0;
    vpcd::serve(&mut card, address, &STOP, |event| {
        if verbose {
            let _unwritable = writeln!(io::stderr(), "{event:?}");
        }
    })?;
    Ok(Exit::Interrupted)
}

fn address(args: &VirtualArgs) -> Result<SocketAddr, Failure> {
    let found = args.vpcd.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| {
        let typed = &args.vpcd;
        Failure::say(Exit::Input, format!("--vpcd: {typed:?} is no address like 127.0.0.1:35963"))
    })
}

fn chip_named(name: &str) -> Result<VirtualKind, Failure> {
    name.parse().map_err(|UnknownChip| {
        let known = VirtualKind::ALL.map(VirtualKind::name).join(", ");
        Failure::say(Exit::Input, format!("--chip: no virtual {name} in this version"))
            .hint(format!("there are {known}"))
    })
}

/// The card in the file; a new one, of `chip` and with `--uid`, only if there is no file yet.
fn open(args: &VirtualArgs, chip: Option<VirtualKind>) -> Result<FileCard, Failure> {
    if args.uid == Some(Uid([0; 7])) {
        return Err(Failure::say(Exit::Input, "--uid: zeros stand for a UID that the chip hides"));
    }
    if !args.state.exists() {
        return Ok(FileCard::create(&args.state, chip.unwrap_or(VirtualKind::NTAG424), args.uid)?);
    }
    let card = FileCard::open(&args.state)?;
    let (held, uid) = (card.kind(), card.uid());
    let wanted_uid = args.uid.filter(|wanted| *wanted != uid);
    let wanted_chip = chip.filter(|wanted| wanted.name() != held.name());
    let file = args.state.display();
    let other = match (wanted_uid, wanted_chip) {
        (None, None) => return Ok(card),
        (Some(wanted), _) => format!("{file} is the card {uid}, not {wanted}"),
        (None, Some(wanted)) => {
            format!("{file} is an {held}, not an {wanted}")
        }
    };
    Err(Failure::say(Exit::Refused, other).hint("name another file for a new card"))
}

/// Cuts the loop, or mends it.
fn set_loop(card: &mut FileCard, state: LoopState) -> Result<(), Failure> {
    if card.kind() != VirtualKind::NTAG424TT {
        return Err(Failure::say(Exit::Input, "--loop: this chip has no tamper loop")
            .hint("make a card with --chip ntag424tt"));
    }
    Ok(card.set_loop(match state {
        LoopState::Closed => Loop::Closed,
        LoopState::Open => Loop::Open,
    })?)
}
