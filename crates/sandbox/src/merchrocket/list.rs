//! Retrieve a list of orders, page by page.
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `GET /api/orders`; the form is Hydra's, as the
//! vendor's client reads it. Newer servers of this make leave the prefix away.

use serde_json::{Map, Value, json};

use super::{good, refuse, show};
use crate::front::Asked;
use crate::reply::Reply;
use crate::world::World;

/// So many orders a page, if the query does not say.
const PAGE: usize = 30;

pub(super) fn answer(world: &World, asked: &Asked, plain: bool) -> Reply {
    let number = |name, other| match asked.query(name) {
        Some(text) => text.parse::<usize>().ok().filter(|number| *number > 0),
        None => Some(other),
    };
    let (Some(page), Some(size)) = (number("page", 1), number("itemsPerPage", PAGE)) else {
        return refuse(400, "Page and itemsPerPage should not be less than 1");
    };
    good(200, list(world, page, size, if plain { "" } else { "hydra:" }))
}

fn list(world: &World, page: usize, size: usize, prefix: &str) -> Value {
    let orders = world.orders.iter().skip(size.saturating_mul(page - 1)).take(size);
    let members: Vec<_> = orders.map(|order| show::member(order)).collect();
    let total = world.orders.len();
    let mut list = Map::new();
    let mut set = |name: String, value: Value| list.insert(name, value);
    set("@context".to_owned(), json!("/api/contexts/Order"));
    set("@id".to_owned(), json!("/api/orders"));
    set("@type".to_owned(), json!(format!("{prefix}Collection")));
    set(format!("{prefix}totalItems"), json!(total));
    set(format!("{prefix}member"), json!(members));
    set(format!("{prefix}view"), view(page, size, total, prefix).into());
    list.into()
}

/// Where the other pages are.
fn view(page: usize, size: usize, total: usize, prefix: &str) -> Map<String, Value> {
    let link = |page: usize| json!(format!("/api/orders?itemsPerPage={size}&page={page}"));
    let last = total.div_ceil(size).max(1);
    let mut view = Map::new();
    let mut set = |name: String, value: Value| view.insert(name, value);
    set("@id".to_owned(), link(page));
    set("@type".to_owned(), json!(format!("{prefix}PartialCollectionView")));
    set(format!("{prefix}first"), link(1));
    set(format!("{prefix}last"), link(last));
    if page < last {
        set(format!("{prefix}next"), link(page + 1));
    }
    view
}
