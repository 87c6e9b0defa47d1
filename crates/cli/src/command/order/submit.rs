//! `order submit`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::order::fit::check_models;
use tapsmith_desk::order::submit::{How, Outgoing, Submitted};
use tapsmith_desk::order::{Desk, News};
use tapsmith_orders::{CallError, Payload, Provider};
use tapsmith_store::OpenVault;

use super::check::{Checked, Judged, References};
use super::file::{self, OrderFile};
use super::talk::tell;
use super::{already, circuit::Circuit, linked};
use crate::args::SubmitArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;
use crate::progress::Progress;

#[derive(Debug, Serialize)]
struct Sent {
    provider: String,
    place: String,
    /// Whether nothing is made or charged there.
    rehearsal: bool,
    orders: Vec<Line>,
}

/// What came of a file.
#[derive(Debug, Serialize)]
struct Line {
    file: PathBuf,
    reference: String,
    /// `drafted`, `found`, `already`; `unknown`, `failed`; `not_tried`.
    outcome: &'static str,
    /// What the printer calls the order.
    id: Option<String>,
    cards: Option<u64>,
    /// Why not.
    message: Option<String>,
}

impl Report for Sent {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Line { file, reference, outcome, id, cards, message } in &self.orders {
            write!(out, "{}: {reference}: {}", file.display(), outcome.replace('_', " "))?;
            if let (Some(id), Some(cards)) = (id, cards) {
                write!(out, " as {id}, {cards} cards")?;
            }
            match message {
                Some(message) => writeln!(out, ": {message}")?,
                None => writeln!(out)?,
            }
        }
        if self.orders.iter().any(|line| matches!(line.outcome, "drafted" | "found")) {
            writeln!(out, "Drafts: nothing is made and nothing charged before `order commit`.")?;
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orders.iter().map(serde_json::to_value).collect()
    }
}

/// Sends orders, one after the other, once each. Before the first is sent, all are looked at.
pub(crate) fn run(context: &Context, args: &SubmitArgs) -> Outcome {
    let looked = look_at_all(context, args)?;
    if looked.verdict == tapsmith_desk::check::Verdict::Fail {
        context.printer.print(&looked)?;
        return Ok(Exit::NotGood);
    }
    let mut vault = context.open_vault()?;
    let name = match args.provider.provider {
        Some(name) => name,
        None => {
            first_name(args)?.map_or_else(|| connect::name(&args.provider, Some(&vault)), Ok)?
        }
    };
    let provider = connect::to(context, &args.provider, name)?;
    let place = tapsmith_desk::order::Place::of(&*provider);
    look_at_models(args, &*provider)?;
    let mut sender = Sender { args, vault: &mut vault, provider: &*provider };
    let (orders, worst) = sender.send_all();
    let report =
        Sent { provider: place.provider, place: place.place, rehearsal: place.rehearsal, orders };
    context.printer.print(&report)?;
    worst.map_or(Ok(Exit::Good), Err)
}

/// Reads each file, and says what is wrong with it; memory holds one.
fn look_at_all(context: &Context, args: &SubmitArgs) -> Result<Checked, Failure> {
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
            findings.push(tapsmith_orders::Finding::error("reference", "missing", message));
        }
        judged.push(Judged::of(path, &findings));
    }
    Ok(Checked::of(judged))
}

/// Whose orders the files are: all have to be the same printer's.
fn first_name(args: &SubmitArgs) -> Result<Option<tapsmith_orders::Name>, Failure> {
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
fn look_at_models(args: &SubmitArgs, provider: &dyn Provider) -> Result<(), Failure> {
    let models = match provider.models() {
        Err(CallError::NotOffered { .. }) => return Ok(()),
        models => models?,
    };
    for path in &args.files {
        let OrderFile::Order(_, payload) = file::read(path, None)? else { continue };
        if let Some(finding) = check_models(&payload.wants(), &models).first() {
            return Err(Failure::say(Exit::NotGood, format_args!("{}: {finding}", path.display()))
                .hint("nothing was sent; `tapsmith models` lists what can be ordered"));
        }
    }
    Ok(())
}

/// Sends one file after the other.
struct Sender<'s> {
    args: &'s SubmitArgs,
    vault: &'s mut OpenVault,
    provider: &'s dyn Provider,
}

impl Sender<'_> {
    /// What came of each, and how the program ends if not all are there.
    fn send_all(&mut self) -> (Vec<Line>, Option<Failure>) {
        let files = self.args.files.clone();
        let progress = Progress::new("orders", u64::try_from(files.len()).unwrap_or_default());
        let mut circuit = Circuit::default();
        let mut lines = Vec::new();
        for (path, done) in files.iter().zip(1..) {
            if circuit.is_open() || check_interrupted().is_err() {
                lines.push(Line::not_tried(path));
                circuit.not_tried(path);
                continue;
            }
            match self.send(path) {
                Ok(line) => {
                    circuit.succeeded();
                    lines.push(line);
                }
                Err(failure) => {
                    lines.push(Line::failed(path, &failure));
                    circuit.failed(path, failure);
                }
            }
            progress.set(done);
        }
        progress.finish();
        (lines, circuit.into_failure())
    }

    fn send(&mut self, path: &Path) -> Result<Line, Failure> {
        let payload = match file::read(path, Some(self.provider.name()))? {
            OrderFile::Order(_, payload) => payload,
            OrderFile::Receipt { reference } => return self.receipt(path, &reference),
        };
        let reference = payload.reference().unwrap_or_default().to_owned();
        let place = tapsmith_desk::order::Place::of(self.provider);
        let known = self.vault.submission(&place.key(&reference))?;
        let linked = linked::find(self.vault, &reference, &*payload)?;
        if let (Some((batch, noted)), None) = (&linked, &known) {
            linked::check(self.vault, batch, noted, &*payload)?;
            let again = self.args.again.as_deref();
            already::refuse_to_send(self.vault, batch, &noted.order, place.rehearsal, again)?;
        }
        let batch = linked.as_ref().map(|(batch, _)| batch);
        let adopt = self.args.adopt;
        let order = Outgoing { reference: &reference, payload: &*payload, batch, adopt };
        let mut tell = |news: News<'_>| tell(&news);
        let mut desk = Desk {
            vault: self.vault,
            provider: self.provider,
            clock: &Context::now,
            tell: &mut tell,
        };
        let submitted = desk.submit(&order)?;
        if !self.args.keep_keys {
            let receipt = payload.receipt()?;
            files::write_private(path, true, |out| out.write_all(&receipt))?;
        }
        Ok(Line::of(path, submitted))
    }

    /// A file that was sent before: it is a receipt by now.
    fn receipt(&self, path: &Path, reference: &str) -> Result<Line, Failure> {
        let key = tapsmith_desk::order::Place::of(self.provider).key(reference);
        match self.vault.submission(&key)? {
            Some(submission) if submission.remote_id.is_some() => {
                Ok(Line::of(path, Submitted { submission, how: How::Already }))
            }
            _ => Err(Failure::say(
                Exit::Input,
                format_args!("{}: the keys are hidden: this is a receipt, and {reference} was not sent to {}", path.display(), key.place),
            )
            .hint(format!("`tapsmith order rebuild {reference}` makes the order again"))),
        }
    }
}

impl Line {
    fn of(path: &Path, Submitted { submission, how }: Submitted) -> Self {
        let outcome = match how {
            How::Sent => "drafted",
            How::Found => "found",
            How::Already => "already",
        };
        Self {
            file: path.to_owned(),
            reference: submission.key.reference,
            outcome,
            id: submission.remote_id,
            cards: Some(submission.cards),
            message: None,
        }
    }

    fn failed(path: &Path, failure: &Failure) -> Self {
        let outcome = if failure.exit() == Exit::Unknown { "unknown" } else { "failed" };
        Self { outcome, message: Some(failure.sentence()), ..Self::not_tried(path) }
    }

    fn not_tried(path: &Path) -> Self {
        let reference = match file::read(path, None) {
            Ok(OrderFile::Order(_, payload)) => payload.reference().unwrap_or_default().to_owned(),
            Ok(OrderFile::Receipt { reference }) => reference,
            Err(_) => String::new(),
        };
        let file = path.to_owned();
        Self { file, reference, outcome: "not_tried", id: None, cards: None, message: None }
    }
}
