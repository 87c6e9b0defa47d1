//! `batch create`

use tapsmith_core::batch::RecordRange;
use tapsmith_core::profile::ContentKind;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::hsm::{HsmUri, UriError};

use super::show::Shown;
use crate::args::{CreateArgs, KeysArg};
use crate::command::Outcome;
use crate::command::profile::load;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::Progress;

/// Makes a batch and its keys.
pub(crate) fn run(context: &Context, args: CreateArgs) -> Outcome {
    let records = RecordRange::new(args.first_record_id, args.count)?;
    let profile = load(&args.profile).map_err(|failure| failure.at("--profile"))?;
    let CreateArgs { name, base_url, keys, hsm, .. } = args;
    if base_url.is_none() && profile.content == ContentKind::Uri {
        return Err(Failure::say(
            Exit::Input,
            "--base-url is missing: the profile's cards show an address",
        )
        .hint("say where every card's address starts, like --base-url https://example.com/c"));
    }
    let base_url = base_url.unwrap_or_default();
    if hsm.is_some() && keys == KeysArg::Random {
        return Err(Failure::say(Exit::Input, "--hsm holds a master key: random keys have none")
            .hint("leave out --keys random"));
    }
    let hsm = hsm.as_deref().map(read_uri).transpose()?;
    let new = NewBatch { name, records, base_url, keys: keys.into(), profile, hsm };
    let mut vault = context.open_vault()?;
    let progress = Progress::new("keys made", records.count());
    let mut keep_on = |done| progress.keep_on(done);
    let batch = create(&mut vault, new, Context::now(), &mut OsRandom, &mut keep_on)?;
    progress.finish();
    let stored = vault.stored(&batch.name)?;
    context.printer.print(&Shown::of(&vault, stored)?)?;
    Ok(Exit::Good)
}

/// Not for clap to read: its errors repeat what was typed, and that may hold a PIN by mistake.
fn read_uri(text: &str) -> Result<HsmUri, Failure> {
    let uri: HsmUri = text.parse().map_err(|error: UriError| match error.hint() {
        Some(hint) => Failure::input(error).at("--hsm").hint(hint),
        None => Failure::input(error).at("--hsm"),
    })?;
    if uri.id().is_some() || uri.object().is_some() {
        return Err(Failure::say(Exit::Input, "the URI names a key: it shall name a token")
            .at("--hsm")
            .hint("leave out id and object: the key's id is the batch's"));
    }
    Ok(uri)
}
