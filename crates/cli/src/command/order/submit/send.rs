//! Orders sent, one after the other.

use std::path::Path;

use tapsmith_desk::order::Place;
use tapsmith_desk::order::submit::{How, Outgoing, Submitted};
use tapsmith_orders::{Payload, Provider};
use tapsmith_store::{OpenVault, Submission, SubmissionState};

use super::super::at_desk::at_desk;
use super::super::circuit::Circuit;
use super::super::file::{self, OrderFile};
use super::super::linked::Linked;
use super::super::{already, linked};
use super::line::Line;
use crate::args::SubmitArgs;
use crate::context::check_interrupted;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;

/// Sends one file after the other.
pub(super) struct Sender<'s> {
    pub(super) args: &'s SubmitArgs,
    pub(super) vault: &'s mut OpenVault,
    pub(super) provider: &'s dyn Provider,
    /// A receipt that could not be written.
    pub(super) unwritten: Option<Failure>,
}

impl Sender<'_> {
    /// What came of each, and how the program ends if not all are there.
    pub(super) fn send_all(&mut self) -> (Vec<Line>, Option<Failure>) {
        let files = self.args.files.clone();
        let progress = Progress::new("orders", u64::try_from(files.len()).unwrap_or_default());
        let mut circuit = Circuit::default();
        let mut lines = Vec::new();
        for (path, done) in files.iter().zip(1..) {
            if circuit.is_open() || check_interrupted().is_err() {
                lines.push(Line::not_tried(path));
                circuit.not_tried(path.display());
                continue;
            }
            match self.send(path) {
                Ok(line) => {
                    circuit.succeeded();
                    lines.push(line);
                }
                Err(failure) => {
                    lines.push(Line::failed(path, &failure));
                    circuit.failed(path.display(), failure);
                }
            }
            progress.set(done);
        }
        progress.finish();
        self.unwritten.take().into_iter().for_each(|failure| circuit.note(failure));
        (lines, circuit.into_failure())
    }

    fn send(&mut self, path: &Path) -> Result<Line, Failure> {
        let payload = match file::read(path, Some(self.provider.name()))? {
            OrderFile::Order(_, payload) => payload,
            OrderFile::Receipt { reference } => return self.receipt(path, &reference),
        };
        // Files change between two looks.
        if let Some(finding) = payload.check().iter().find(|finding| finding.is_error()) {
            return Err(Failure::say(Exit::NotGood, format_args!("{}: {finding}", path.display())));
        }
        let reference = payload.reference().unwrap_or_default().to_owned();
        let linked = linked::find(self.vault, &reference, &*payload)?;
        let is_fit = self.is_fit(&reference, &*payload, &linked)?;
        let order = Outgoing {
            reference: &reference,
            payload: &*payload,
            batch: linked.batch(),
            adopt: self.args.adopt,
            is_fit,
        };
        let submitted = at_desk(self.vault, self.provider, |desk| desk.submit(&order))?;
        let sent = &submitted.submission;
        let message = self.leave_receipt(path, &*payload, &linked, sent)?;
        Ok(Line::of(path, submitted, message))
    }

    /// Whether the order may be sent. What may be there already has to be found out first, whatever became
    /// of its keys since; anything else that will not do is refused.
    fn is_fit(
        &mut self,
        reference: &str,
        payload: &dyn Payload,
        linked: &Linked,
    ) -> Result<bool, Failure> {
        let place = Place::of(self.provider);
        let state = self.vault.submission(&place.key(reference))?.map(|known| known.state);
        let is_new = matches!(state, None | Some(SubmissionState::Refused));
        let fit = linked.check(self.vault, payload);
        if !is_new {
            return Ok(fit.is_ok());
        }
        fit?;
        let again = self.args.again.as_deref();
        match linked {
            Linked::Built(batch, noted) => {
                already::refuse_to_send(self.vault, batch, &noted.order, place.rehearsal, again)?;
            }
            Linked::Renamed(batch, order) => {
                already::refuse_renamed(self.vault, batch, order, again)?;
            }
            Linked::NoKeys | Linked::Foreign => {}
        }
        Ok(true)
    }

    /// Puts a receipt in the file's place, unless its keys stand nowhere else; says why not.
    fn leave_receipt(
        &mut self,
        path: &Path,
        payload: &dyn Payload,
        linked: &Linked,
        sent: &Submission,
    ) -> Result<Option<String>, Failure> {
        if self.args.keep_keys || matches!(linked, Linked::NoKeys) {
            return Ok(None);
        }
        let changed = match linked {
            Linked::Foreign => {
                return Ok(Some(
                    "its keys are none of this vault's: the file keeps them".to_owned(),
                ));
            }
            Linked::Built(_, noted) => !linked::is_as_built(self.vault, noted, sent)?,
            Linked::NoKeys | Linked::Renamed(..) => true,
        };
        let changed = changed.then(|| {
            "it was changed after it was built, which `order rebuild` cannot tell".to_owned()
        });
        let receipt = payload.receipt()?;
        match files::write_private(path, true, |out| out.write_all(&receipt)) {
            Ok(()) => Ok(changed),
            Err(failure) => {
                let message = format!("the file still holds its keys: {}", failure.sentence());
                self.unwritten.get_or_insert(failure);
                Ok(Some(message))
            }
        }
    }

    /// A file that was sent before: it is a receipt by now.
    fn receipt(&self, path: &Path, reference: &str) -> Result<Line, Failure> {
        let key = Place::of(self.provider).key(reference);
        match self.vault.submission(&key)? {
            Some(submission) if submission.remote_id.is_some() => {
                Ok(Line::of(path, Submitted { submission, how: How::Already }, None))
            }
            _ => Err(Failure::say(
                Exit::Input,
                format_args!("{}: the keys are hidden: this is a receipt, and {reference} was not sent to {}", path.display(), key.place),
            )
            .hint(format!("`tapsmith order rebuild {reference} --out DIR` makes the order again"))),
        }
    }
}
