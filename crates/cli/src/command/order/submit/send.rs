//! Orders sent, one after the other.

use std::path::Path;

use tapsmith_desk::order::Place;
use tapsmith_desk::order::submit::{How, Outgoing, Submitted};
use tapsmith_orders::Provider;
use tapsmith_store::{OpenVault, SubmissionState};

use super::super::at_desk::at_desk;
use super::super::circuit::Circuit;
use super::super::file::{self, OrderFile};
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
        // Files change between two looks.
        if let Some(finding) = payload.check().iter().find(|finding| finding.is_error()) {
            return Err(Failure::say(Exit::NotGood, format_args!("{}: {finding}", path.display())));
        }
        let reference = payload.reference().unwrap_or_default().to_owned();
        let place = Place::of(self.provider);
        let known = self.vault.submission(&place.key(&reference))?;
        let linked = linked::find(self.vault, &reference, &*payload)?;
        // What may be there already has to be found out first, whatever became of its keys since.
        let is_new = known.is_none_or(|known| known.state == SubmissionState::Refused);
        if let (Some((batch, noted)), true) = (&linked, is_new) {
            linked::check(self.vault, batch, noted, &*payload)?;
            let again = self.args.again.as_deref();
            already::refuse_to_send(self.vault, batch, &noted.order, place.rehearsal, again)?;
        }
        let batch = linked.as_ref().map(|(batch, _)| batch);
        let adopt = self.args.adopt;
        let order = Outgoing { reference: &reference, payload: &*payload, batch, adopt };
        let submitted = at_desk(self.vault, self.provider, |desk| desk.submit(&order))?;
        if !self.args.keep_keys {
            let receipt = payload.receipt()?;
            files::write_private(path, true, |out| out.write_all(&receipt))?;
        }
        Ok(Line::of(path, submitted))
    }

    /// A file that was sent before: it is a receipt by now.
    fn receipt(&self, path: &Path, reference: &str) -> Result<Line, Failure> {
        let key = Place::of(self.provider).key(reference);
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
