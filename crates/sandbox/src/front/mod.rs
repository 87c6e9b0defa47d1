//! HTTP: requests are read whole, answers are sent as they should be, or as they should not.
//!
//! # Layout
//! - [`Asked`]: a request. `body`: bodies that break or trickle.

mod asked;
mod body;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

pub(crate) use asked::{Asked, FormFile};
use body::{Broken, Trickle};

use crate::fault::Sending;
use crate::reply::Reply;
use crate::shop::{Shop, enter};
use crate::visit::Visit;

/// Every path leads to `shop`.
pub(crate) fn router(shop: Arc<Mutex<Shop>>) -> Router {
    // No body is too large: the limit is the client's to know.
    Router::new().fallback(serve).layer(DefaultBodyLimit::disable()).with_state(shop)
}

async fn serve(State(shop): State<Arc<Mutex<Shop>>>, request: Request) -> Response {
    let Ok(asked) = Asked::read(request).await else {
        return response(Reply::empty(400), Sending::Whole);
    };
    let (visit, watch) = {
        let mut shop = enter(&shop);
        (shop.visit(&asked), shop.watch.clone())
    };
    if let Some(watch) = watch {
        watch(&visit.exchange);
    }
    let Visit { reply, sending, later, .. } = visit;
    if let Some((wait, call)) = later {
        // Not here: this ends when the client hangs up.
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            enter(&shop).perform(call, &asked);
        });
    }
    if sending == Sending::Silence {
        return std::future::pending().await;
    }
    response(reply, sending)
}

fn response(reply: Reply, sending: Sending) -> Response {
    let Reply { status, media_type, headers, content, .. } = reply;
    let mut response = Response::new(body(content.into_bytes(), sending));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    if !media_type.is_empty() {
        set(CONTENT_TYPE, &media_type);
    }
    for (name, value) in headers {
        set(name, &value);
    }
    response
}

fn body(bytes: axum::body::Bytes, sending: Sending) -> Body {
    match sending {
        Sending::Whole | Sending::Silence => Body::from(bytes),
        Sending::Half => Body::new(Broken::half_of(&bytes)),
        Sending::Closed => Body::new(Broken::at_once()),
        Sending::Trickle => Body::new(Trickle::new(bytes)),
    }
}
