//! Which server it is: each question goes to the one that is stood in for.

use tapsmith_orders::Name;

use crate::call::CallName;
use crate::config::Config;
use crate::front::Asked;
use crate::reply::Reply;
use crate::world::World;
use crate::{merchrocket, printags};

/// The call that `asked` is; none if there is no such call.
pub(crate) fn call_of(provider: Name, asked: &Asked) -> Option<CallName> {
    match provider {
        Name::Printags => printags::call_of(asked),
        Name::Merchrocket => merchrocket::call_of(asked),
    }
}

/// Does `call` in `world`, and answers.
pub(crate) fn answer(config: &Config, world: &mut World, call: CallName, asked: &Asked) -> Reply {
    match config.provider {
        Name::Printags => printags::answer(config, world, call, asked),
        Name::Merchrocket => merchrocket::answer(config, world, call, asked),
    }
}

/// No, in the server's own words.
pub(crate) fn refuse(provider: Name, status: u16, message: &str) -> Reply {
    match provider {
        Name::Printags => printags::refuse(status, message),
        Name::Merchrocket => merchrocket::refuse(status, message),
    }
}

/// Puts an order into `world` that was delivered before; its id.
pub(crate) fn seed(provider: Name, world: &mut World, reference: &str) -> String {
    match provider {
        Name::Printags => printags::seed(world, reference),
        Name::Merchrocket => merchrocket::seed(world, reference),
    }
}
