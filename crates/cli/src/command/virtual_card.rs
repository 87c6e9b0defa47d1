//! `virtual`

use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_core::uid::Uid;
use tapsmith_reader::virtual_card::FileCard;
use tapsmith_reader::vpcd;

use super::Outcome;
use crate::args::VirtualArgs;
use crate::context::{Context, STOP};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// The chips this version can be, of those `--chip` names.
const CHIP: &str = "ntag424";

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
    check_chip(args)?;
    let address = address(args)?;
    let mut card = open(args)?;
    let made = Made { chip: CHIP, uid: card.memory().uid(), state: args.state.clone() };
    context.printer.print(&made)?;
    if args.create_only {
        return Ok(Exit::Good);
    }
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

fn check_chip(args: &VirtualArgs) -> Result<(), Failure> {
    match args.chip.as_deref() {
        None | Some(CHIP) => Ok(()),
        Some(other) => {
            Err(Failure::say(Exit::Input, format!("--chip: no virtual {other} in this version"))
                .hint(format!("there is {CHIP}")))
        }
    }
}

/// The card in the file; a new one with `--uid` only if there is no file yet.
fn open(args: &VirtualArgs) -> Result<FileCard, Failure> {
    let Some(uid) = args.uid else { return Ok(FileCard::open(&args.state)?) };
    if uid == Uid([0; 7]) {
        return Err(Failure::say(Exit::Input, "--uid: zeros stand for a UID that the chip hides"));
    }
    if !args.state.exists() {
        return Ok(FileCard::create(&args.state, uid)?);
    }
    let card = FileCard::open(&args.state)?;
    if card.memory().uid() == uid {
        Ok(card)
    } else {
        let other =
            format!("{} is the card {}, not {uid}", args.state.display(), card.memory().uid());
        Err(Failure::say(Exit::Refused, other).hint("name another file for a new card"))
    }
}
