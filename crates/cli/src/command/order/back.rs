//! `order cancel`, `order refund`, `order amend`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::order::follow::{Back, offers};
use tapsmith_orders::Provider;

use super::at_desk::at_desk;
use super::show::Shown;
use crate::args::{AmendArgs, RefsArgs};
use crate::command::Outcome;
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

/// Orders that were taken back.
#[derive(Debug, Serialize)]
struct TakenBack {
    orders: Vec<Shown>,
}

impl Report for TakenBack {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.orders.iter().try_for_each(|order| order.text(out))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orders.iter().map(serde_json::to_value).collect()
    }
}

/// Takes orders back.
pub(crate) fn run(context: &Context, args: &RefsArgs, back: Back) -> Outcome {
    let mut vault = context.open_vault()?;
    let provider = connect::with_vault(context, &args.provider, &vault)?;
    confirm(context, &*provider, args, back)?;
    let (mut orders, mut stopped) = (Vec::new(), None);
    for reference in &args.references {
        let taken = check_interrupted().and_then(|()| {
            Ok(at_desk(&mut vault, &*provider, |desk| desk.take_back(reference, back))?)
        });
        match taken {
            Ok(taken) => orders.push(Shown::of(taken)),
            Err(failure) => {
                stopped = Some(failure.at(reference));
                break;
            }
        }
    }
    // What was taken back before is said all the same.
    context.printer.print(&TakenBack { orders })?;
    stopped.map_or(Ok(Exit::Good), Err)
}

/// It cannot be undone.
fn confirm(
    context: &Context,
    provider: &dyn Provider,
    args: &RefsArgs,
    back: Back,
) -> Result<(), Failure> {
    let what = match back {
        Back::Cancel => "cancel",
        Back::Refund => "refund",
    };
    let title = provider.name().title();
    if !offers(provider, back) {
        return Err(Failure::say(
            Exit::Refused,
            format_args!("{title} has no way to {what} an order"),
        )
        .hint("ask the printer, and name the id that `tapsmith order show REF` shows"));
    }
    if context.global.yes {
        return Ok(());
    }
    let orders = args.references.join(", ");
    Err(Failure::say(Exit::Refused, format_args!("this would {what} {orders} at {title}"))
        .hint("it cannot be undone: confirm it with --yes"))
}

/// Changes a draft.
pub(crate) fn amend(context: &Context, args: &AmendArgs) -> Outcome {
    let text = files::read(&args.patch)?;
    let patch: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::input(error).at(args.patch.display()))?;
    if !patch.is_object() {
        return Err(
            Failure::say(Exit::Input, "a merge patch is a JSON object").at(args.patch.display())
        );
    }
    let mut vault = context.open_vault()?;
    let name = connect::name(&args.provider, Some(&vault))?;
    if let Some(finding) = name.check_patch(&patch).first() {
        return Err(Failure::say(
            Exit::NotGood,
            format_args!("{}: {finding}", args.patch.display()),
        )
        .hint("nothing was sent"));
    }
    let provider = connect::to(context, &args.provider, name)?;
    let followed = at_desk(&mut vault, &*provider, |desk| desk.amend(&args.reference, &patch))?;
    context.printer.print(&Shown::of(followed))?;
    Ok(Exit::Good)
}
