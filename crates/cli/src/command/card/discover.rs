//! `card discover`

use std::io::{self, Write};

use tapsmith_card::tag::Tag;
use tapsmith_core::layout::SlotContent;
use tapsmith_desk::discover::{Discovered, Request, Slot, discover};
use tapsmith_reader::os_random::OsRandom;

use super::{at_card, selector, virtual_cards, words};
use crate::args::DiscoverArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

impl Report for Discovered {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let uid = self.uid.map_or("a random UID".to_owned(), |uid| uid.to_string());
        match self.record_id {
            Some(record) => {
                writeln!(out, "Card {uid} holds the keys of record {record} of {}", self.batch)?;
            }
            None => writeln!(out, "Card {uid}: no record of {} is known for it", self.batch)?,
        }
        writeln!(out, "  address  {}", self.layout.template)?;
        if let Some(file_data) = &self.layout.file_data {
            writeln!(out, "  encrypts {file_data}")?;
        }
        words::write_configuration(out, &self.layout.configuration)?;
        for Slot { number, version, content, is_shared } in &self.slots {
            let content = match content {
                SlotContent::Role(role) if *is_shared => format!("the batch's {role} key"),
                SlotContent::Role(role) => format!("the record's {role} key"),
                SlotContent::Factory => "the factory's key".to_owned(),
                SlotContent::Unknown => "unknown".to_owned(),
            };
            writeln!(out, "  slot {number}   {content} (version {})", version.0)?;
        }
        if self.failed_authentications > 0 {
            writeln!(out, "  {} authentications were spent", self.failed_authentications)?;
        }
        if self.learnt {
            writeln!(out, "Learnt: cards of {} are judged by this from now on.", self.batch)
        } else {
            writeln!(out, "Not learnt: say --learn to judge the batch's cards by this.")
        }
    }
}

/// Finds out how the card on the reader is laid out.
pub(crate) fn run(context: &Context, args: &DiscoverArgs) -> Outcome {
    let selector = selector(context)?;
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    let request = Request {
        batch: &batch,
        record: args.record,
        virtual_cards: virtual_cards(&selector, args.accept_virtual),
        learn: args.learn,
        tolerate: &args.tolerate_factory,
        now: Context::now(),
    };
    let found = at_card(context, &selector, |field| {
        discover(&mut Tag::new(field), &mut vault, request, &mut OsRandom)
    })?;
    context.printer.print(&found)?;
    Ok(Exit::Good)
}
