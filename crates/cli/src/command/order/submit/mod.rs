//! `order submit`

mod line;
mod look;
mod send;

use tapsmith_desk::check::Verdict;
use tapsmith_desk::order::Place;

use crate::args::SubmitArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use line::Sent;
use look::{first_name, look_at_all, look_at_models};
use send::Sender;

/// Sends orders, one after the other, once each. Before the first is sent, all are looked at.
pub(crate) fn run(context: &Context, args: &SubmitArgs) -> Outcome {
    let args = &args.once();
    let looked = look_at_all(context, args)?;
    if looked.verdict == Verdict::Fail {
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
    let place = Place::of(&*provider);
    look_at_models(args, &vault, &*provider)?;
    let mut sender = Sender { args, vault: &mut vault, provider: &*provider, unwritten: None };
    let (orders, worst) = sender.send_all();
    let report =
        Sent { provider: place.provider, place: place.place, rehearsal: place.rehearsal, orders };
    context.printer.print(&report)?;
    worst.map_or(Ok(Exit::Good), Err)
}
