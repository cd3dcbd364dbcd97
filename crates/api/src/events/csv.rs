//! Events as CSV: written page by page, whatever their number.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use pulpo_access::Caller;
use pulpo_app::App;
use pulpo_app::events::{self, Event, Filter};

use crate::csv::cell;
use crate::{answer, time};

/// Events read at once.
const PAGE: i64 = 1000;
const COLUMNS: &str = "Id,Occurred,Category,Username,UserId,IsService,IdentityEstablishedWith,IpAddress,UserAgent,SpaceId,RelatedDocumentIds,Message\r\n";

/// Where the writing stands.
struct Walk {
    app: App,
    caller: Caller,
    filter: Filter,
    /// Events yet to be written; nothing at the end.
    left: Option<i64>,
}

/// The events of the filter, from its `skip` on: all of them, or as many as were asked for.
pub(super) fn answer(app: App, caller: Caller, filter: Filter, most: Option<i64>) -> Response {
    let walk = Walk { app, caller, filter, left: Some(most.unwrap_or(i64::MAX)) };
    let head = stream::iter([Ok::<_, std::io::Error>(COLUMNS.to_owned())]);
    let rows = stream::unfold(walk, |walk| async move { next(walk).await });
    let body = Body::from_stream(futures_util::StreamExt::chain(head, Box::pin(rows)));
    let mut response = answer::typed(StatusCode::OK, "text/csv; charset=utf-8", body);
    let name = HeaderValue::from_static("attachment; filename=\"events.csv\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    response
}

async fn next(mut walk: Walk) -> Option<(std::io::Result<String>, Walk)> {
    let left = walk.left.filter(|left| *left > 0)?;
    walk.filter.take = left.min(PAGE);
    let page = match events::list(&walk.app, &walk.caller, walk.filter.clone()).await {
        Ok(page) => page.items,
        Err(error) => {
            // The head is out already: the connection breaks, so that half an export is not taken for a whole one.
            walk.left = None;
            return Some((Err(std::io::Error::other(error)), walk));
        }
    };
    let last = page.last()?;
    // Newer events must not shift the rest: the next page begins below the last event of this one.
    walk.filter.to_number = Some(last.event.number - 1);
    walk.filter.skip = 0;
    walk.left = Some(left - i64::try_from(page.len()).unwrap_or(left));
    Some((Ok(page.iter().map(row).collect()), walk))
}

fn row(stored: &Event) -> String {
    let event = &stored.event;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        format!("Events-{}", event.number),
        time::text(event.occurred),
        event.category.name().to_owned(),
        event.actor.username.clone(),
        event.actor.user_id.to_string(),
        event.actor.is_service.to_string(),
        event.actor.established_with.clone(),
        optional(&event.actor.ip_address),
        optional(&event.actor.user_agent),
        event.space_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        event.related.join(" "),
        event.message.clone(),
    ];
    cells.map(|text| cell(&text)).join(",") + "\r\n"
}
