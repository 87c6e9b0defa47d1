//! By what taps are judged, and what is remembered of them.

use std::convert::Infallible;

use tapsmith_core::batch::Batch;
use tapsmith_core::suite::Suite;
use tapsmith_core::template::{Mirroring, Template};
use tapsmith_desk::record::BatchLayout;
use tapsmith_desk::tap::{Address, ByVault, Found, Judged, Keyed, Replays, Shape, remember};
use tapsmith_store::OpenVault;

use crate::args::SunVerifyArgs;
use crate::command::sun::keys_file;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Judges taps, and knows those before.
pub(super) struct Bench {
    by: By,
    replays: Replays,
    /// Whether the vault shall remember.
    remembers: bool,
}

enum By {
    Keys {
        keyed: Keyed,
        vault: Option<OpenVault>,
    },
    Batch {
        /// None if the vault has to be asked for every tap.
        keyed: Option<Keyed>,
        vault: OpenVault,
        batch: Box<Batch>,
        found: Found,
        /// Whether a tap says which record's keys are to be fetched, or many have to be tried.
        named: bool,
    },
}

impl Bench {
    pub(super) fn set_up(context: &Context, args: &SunVerifyArgs) -> Result<Self, Failure> {
        let by = match (&args.batch, &args.keys) {
            (Some(_), _) if args.template.is_some() => {
                return Err(Failure::say(
                    Exit::Input,
                    "--template goes with --keys: a batch has its own",
                ));
            }
            (Some(name), _) => {
                let vault = context.open_vault()?;
                let batch = Box::new(vault.batch(name)?);
                let layout = BatchLayout::expected::<Infallible>(&vault, &batch)?;
                let named = layout.template.names_record();
                By::Batch {
                    keyed: Keyed::by_batch(&vault, &batch)?,
                    vault,
                    batch,
                    found: Found::default(),
                    named,
                }
            }
            (None, Some(file)) => {
                let address = address(args)?;
                let keyed = Keyed::by_keys(keys_file::read(file)?, address);
                let vault = args.remember.then(|| context.open_vault()).transpose()?;
                By::Keys { keyed, vault }
            }
            (None, None) => return Err(Failure::say(Exit::Input, "--batch or --keys is needed")),
        };
        Ok(Self { by, replays: Replays::default(), remembers: args.remember })
    }

    /// How many lines are judged at once: few if the vault is asked for each, and fewer if that takes long.
    pub(super) fn lines_at_once(&self) -> usize {
        match self.by {
            By::Batch { keyed: None, named: true, .. } => 256,
            By::Batch { keyed: None, named: false, .. } => 16,
            By::Batch { .. } | By::Keys { .. } => 8192,
        }
    }

    pub(super) fn judge(&mut self, shape: Shape, lines: &[&[u8]]) -> Result<Vec<Judged>, Failure> {
        let mut judged = match &mut self.by {
            By::Keys { keyed, .. } | By::Batch { keyed: Some(keyed), .. } => {
                keyed.judge_all(shape, lines)
            }
            By::Batch { keyed: None, vault, batch, found, .. } => {
                let known = std::mem::take(found);
                let mut by_vault = ByVault::new(vault, batch)?.with_found(known);
                let judged = by_vault.judge_all(shape, lines)?;
                *found = by_vault.into_found();
                judged
            }
        };
        for judged in &mut judged {
            self.replays.mark(judged);
        }
        match &mut self.by {
            By::Batch { vault, batch, .. } if self.remembers => {
                remember(vault, Some(batch), &mut judged)?;
            }
            By::Keys { vault: Some(vault), .. } => remember(vault, None, &mut judged)?,
            By::Batch { .. } | By::Keys { .. } => {}
        }
        Ok(judged)
    }
}

/// The address that the command line says, or the usual names.
fn address(args: &SunVerifyArgs) -> Result<Address, Failure> {
    let plain = if args.lrp { Suite::Lrp } else { Suite::Aes };
    let Some(text) = &args.template else { return Ok(Address::Names(plain)) };
    let mirroring = if args.suncmac { Mirroring::SunCmac } else { Mirroring::Sdm };
    let template = Template::parse_of(mirroring, text);
    let template = template.map_err(|error| Failure::input(error).at("--template"))?;
    if template.is_sun() {
        Ok(Address::Template(Box::new(template.in_suite(plain))))
    } else {
        Err(Failure::say(Exit::Input, "--template: no place for the MAC: add {mac}"))
    }
}
