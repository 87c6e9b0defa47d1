//! What is wrong with the files, before anything is sent.

use std::path::Path;

use tapsmith_desk::order::Place;
use tapsmith_desk::order::fit::check_models;
use tapsmith_orders::{CallError, Finding, Name, Payload, Provider};

use tapsmith_store::{OpenVault, SubmissionState};

use super::super::check::{Checked, Judged, References};
use super::super::file::{self, OrderFile};
use crate::args::SubmitArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Reads each file, and says what is wrong with it; memory holds one.
pub(super) fn look_at_all(context: &Context, args: &SubmitArgs) -> Result<Checked, Failure> {
    let mut references = References::default();
    let mut judged = Vec::new();
    for path in &args.files {
        let OrderFile::Order(_, payload) = file::read(path, args.provider.provider)? else {
            continue;
        };
        file::refuse_open(context, path, &*payload)?;
        refuse_final(path, &*payload)?;
        let mut findings = payload.check();
        findings.extend(references.add(path, payload.reference()));
        if payload.reference().is_none_or(str::is_empty) {
            let message = "an order is found again by it: it cannot be sent without";
            findings.push(Finding::error("reference", "missing", message));
        }
        judged.push(Judged::of(path, &findings));
    }
    Ok(Checked::of(judged))
}

/// Whose orders the files are: all have to be the same printer's.
pub(super) fn first_name(args: &SubmitArgs) -> Result<Option<Name>, Failure> {
    let mut found = None;
    for path in &args.files {
        if let OrderFile::Order(name, _) = file::read(path, found)? {
            found = Some(name);
        }
    }
    Ok(found)
}

/// Nothing but a draft is ever sent: an order that is none costs money when it arrives.
fn refuse_final(path: &Path, payload: &dyn Payload) -> Result<(), Failure> {
    if payload.is_draft() {
        return Ok(());
    }
    Err(Failure::say(
        Exit::Refused,
        format_args!(
            "{}: isDraft is not true: it would be made and charged as it arrives",
            path.display()
        ),
    )
    .hint("write \"isDraft\": true, and say `order commit` when it is to be made"))
}

/// Models that the account does not have are found before anything is sent.
pub(super) fn look_at_models(
    args: &SubmitArgs,
    vault: &OpenVault,
    provider: &dyn Provider,
) -> Result<(), Failure> {
    let place = Place::of(provider);
    let is_new = |payload: &dyn Payload| {
        let key = place.key(payload.reference().unwrap_or_default());
        let state = vault.submission(&key)?.map(|known| known.state);
        Ok::<_, Failure>(matches!(state, None | Some(SubmissionState::Refused)))
    };
    let mut new = Vec::new();
    for path in &args.files {
        if let OrderFile::Order(_, payload) = file::read(path, None)?
            && is_new(&*payload)?
        {
            new.push((path, payload.wants()));
        }
    }
    // What was sent before is found out about, whatever can be ordered now.
    if new.is_empty() {
        return Ok(());
    }
    let models = match provider.models() {
        Err(CallError::NotOffered { .. }) => return Ok(()),
        models => models?,
    };
    for (path, wants) in &new {
        if let Some(finding) = check_models(wants, &models).first() {
            return Err(Failure::say(Exit::NotGood, format_args!("{}: {finding}", path.display()))
                .hint("nothing was sent; `tapsmith models` lists what can be ordered"));
        }
    }
    Ok(())
}
