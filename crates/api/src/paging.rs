//! The paged envelope: totals and the links by which clients walk (http-api.md 1.11).

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::values::Links;

use crate::context::Cx;
use crate::error::ApiError;

/// What the store gave, as resources.
pub(crate) struct Paged<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: i64,
}

/// Wraps a page of resources. `parameters` are the names that the list takes, for its template.
pub(crate) fn collection<T>(
    cx: &Cx,
    item_type: &str,
    page: Paged<T>,
    parameters: &str,
) -> Result<Collection<T>, ApiError> {
    let (skip, take) = (cx.skip()?, cx.take()?);
    let size = take.max(1);
    let pages = (page.total + size - 1) / size;
    let last = (pages - 1).max(0);
    let link = |skip: i64, take: i64| format!("{}?skip={skip}&take={take}{}", cx.path, repeated(cx));
    let mut links = Links::new();
    links.insert("Self".to_owned(), link(skip, take));
    links.insert("Template".to_owned(), format!("{}{{?{parameters}}}", cx.path));
    links.insert("Page.All".to_owned(), link(0, i64::from(i32::MAX)));
    links.insert("Page.Current".to_owned(), link(skip, take));
    links.insert("Page.Last".to_owned(), link(last * size, take));
    // Absent, not empty, at the ends: clients loop while it is there.
    if skip + take < page.total {
        links.insert("Page.Next".to_owned(), link(skip + take, take));
    }
    if skip > 0 {
        links.insert("Page.Previous".to_owned(), link((skip - take).max(0), take));
    }
    Ok(Collection {
        item_type: item_type.to_owned(),
        total_results: page.total,
        items_per_page: take,
        number_of_pages: pages,
        last_page_number: last,
        is_stale: false,
        items: page.items,
        links,
    })
}

/// The other parts of the query, which every page link repeats.
fn repeated(cx: &Cx) -> String {
    let kept = cx.query.iter().filter(|(name, _)| !["skip", "take", "apikey"].contains(&name.to_lowercase().as_str()));
    kept.fold(String::new(), |links, (name, value)| {
        links + &format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
    })
}

/// Links by name.
pub(crate) fn links<const N: usize>(pairs: [(&str, String); N]) -> Links {
    pairs.into_iter().map(|(name, link)| (name.to_owned(), link)).collect()
}
