//! `provider-sandbox`

use std::io::{self, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde::Serialize;
use tapsmith_orders::Name;
use tapsmith_sandbox::{Config, Exchange, Planned, Sandbox, StartError};

use super::Outcome;
use crate::args::SandboxArgs;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// How often it looks for Ctrl-C.
const GLANCE: Duration = Duration::from_millis(100);

/// Where it is, and the token that it takes: no secret, for it opens nothing else.
#[derive(Debug, Serialize)]
struct Started {
    provider: &'static str,
    url: String,
    token: &'static str,
}

impl Report for Started {
    /// As a shell takes it.
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { provider, url, token } = self;
        writeln!(out, "export TAPSMITH_API_URL={url}")?;
        writeln!(out, "export TAPSMITH_{}_TOKEN={token}", provider.to_uppercase())
    }
}

/// Stands in for a printer's server until Ctrl-C.
pub(crate) fn run(context: &Context, args: &SandboxArgs) -> Outcome {
    let faults = args
        .fault
        .iter()
        .map(|typed| typed.parse::<Planned>().map_err(|error| Failure::input(error).at("--fault")));
    let faults = faults.collect::<Result<_, _>>()?;
    let config = Config { address: args.listen, faults, ..Config::new(args.provider) };
    let sandbox = Sandbox::start(config)?;
    sandbox.on_request(tell);
    context.printer.print(&Started {
        provider: args.provider.as_str(),
        url: sandbox.url(),
        token: sandbox.token(),
    })?;
    say(&format!(
        "a stand-in for {}: nothing is made, nothing is charged. Ctrl-C ends it",
        args.provider.title()
    ));
    let mut moved = Instant::now();
    while check_interrupted().is_ok() {
        sleep(GLANCE);
        if args.advance.is_some_and(|each| moved.elapsed() >= each) {
            moved = Instant::now();
            advance(&sandbox, args.provider);
        }
    }
    Ok(Exit::Interrupted)
}

/// Moves every committed order on, as a printer does while it works.
fn advance(sandbox: &Sandbox, provider: Name) {
    let way: &[&str] = match provider {
        Name::Printags => &[
            "validated",
            "manufacturing",
            "packaged",
            "ready_for_shipping",
            "shipped",
            "delivered",
        ],
        Name::Merchrocket => &["pending", "inprocess", "partial", "fulfilled"],
    };
    for order in sandbox.state().orders.iter().filter(|order| order.is_committed) {
        let after = way.iter().skip_while(|word| **word != order.status).nth(1);
        if let (Some(status), Some(reference)) = (after, &order.reference) {
            // It was there a moment ago.
            let _gone = sandbox.advance(reference, status);
        }
    }
}

/// One line for each request.
fn tell(exchange: &Exchange) {
    say(&exchange.to_string());
}

fn say(line: &str) {
    let _unwritable = writeln!(io::stderr(), "{line}");
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::input(error).at("--listen").hint("name a port that is free, or 0 for any")
    }
}
