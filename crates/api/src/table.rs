//! The route table: every route of the server, each with the permission it needs.

use std::collections::HashMap;

use crate::route::{Area, Method, Route};
use crate::spelling::Address;

/// Every route, in the order in which an auditor reads them.
pub fn routes() -> Vec<Route> {
    [
        crate::root::routes(),
        crate::people::routes(),
        crate::spaces::routes(),
        crate::environments::routes(),
        crate::project_groups::routes(),
        crate::lifecycles::routes(),
        crate::projects::routes(),
        crate::channels::routes(),
        crate::processes::routes(),
        crate::variables::routes(),
        crate::build_information::routes(),
        crate::library_variable_sets::routes(),
        crate::infrastructure_accounts::routes(),
        crate::certificates::routes(),
        crate::feeds::routes(),
        crate::packages::routes(),
        crate::nuget::routes(),
        crate::releases::routes(),
        crate::deployments::routes(),
        crate::executions::routes(),
        crate::tasks::routes(),
        crate::artifacts::routes(),
        crate::machines::routes(),
        crate::dashboard::routes(),
        crate::events::routes(),
        crate::configuration::routes(),
        crate::server_nodes::routes(),
        crate::tenants::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The OpenAPI document of the whole table, as text.
pub fn openapi() -> String {
    let document = crate::openapi::document(&routes());
    let mut text = serde_json::to_string_pretty(&document).expect("a document of plain values is always text");
    text.push('\n');
    text
}

/// The table as an auditor reads it: each route with the permission that it needs.
pub fn reference() -> String {
    let mut text = String::from(
        "# Routes and permissions\n\nGenerated from the route table by `cargo xtask gen`. Of several permissions one is enough to get past \
         the door; what a document allows is decided when it is opened.\n\n| verb | route | permission | what it does |\n| --- | --- | --- | --- |\n",
    );
    for route in routes() {
        let path = match route.area {
            Area::System | Area::Mixed => format!("/api/{}", route.path),
            Area::Space => format!("/api/{{space}}/{}", route.path),
            Area::Root => format!("/{}", route.path),
        };
        let line =
            [route.method.name(), path.trim_end_matches('/'), &route.access.to_string(), route.summary].join(" | ");
        text += &format!("| {line} |\n");
    }
    text
}

/// The table, indexed for look-up.
pub(crate) struct Table {
    routes: Vec<Route>,
    /// Positions by the number of segments and the first one, lower case.
    index: HashMap<(usize, String), Vec<usize>>,
}

/// What an address leads to.
pub(crate) enum Found<'a> {
    Route(&'a Route, HashMap<&'static str, String>),
    /// The address exists, but not with this verb.
    OtherMethod,
    Nothing,
}

impl Table {
    pub(crate) fn new(routes: Vec<Route>) -> Self {
        let mut index: HashMap<_, Vec<usize>> = HashMap::new();
        for (position, route) in routes.iter().enumerate() {
            let segments: Vec<&str> = segments(route.path).collect();
            let first = segments.first().map(|first| first.to_lowercase()).unwrap_or_default();
            index.entry((segments.len(), first)).or_default().push(position);
        }
        Self { routes, index }
    }

    pub(crate) fn find(&self, method: Method, address: &Address) -> Found<'_> {
        let first = address.segments.first().map(|first| first.to_lowercase()).unwrap_or_default();
        let Some(candidates) = self.index.get(&(address.segments.len(), first)) else { return Found::Nothing };
        let mut other_method = false;
        let mut best: Option<(&Route, HashMap<&'static str, String>)> = None;
        for route in candidates.iter().map(|position| &self.routes[*position]) {
            if route.area == Area::System && address.space.is_some() {
                continue;
            }
            // The root of a space and the root of the server are told apart by the space alone.
            if address.segments.is_empty() && (route.area == Area::System) == address.space.is_some() {
                continue;
            }
            let Some(params) = matches(route.path, &address.segments) else { continue };
            if route.method != method {
                other_method = true;
            } else if best.as_ref().is_none_or(|(_, known)| params.len() < known.len()) {
                // The route with fewer open parts says more: `projects/all` before `projects/{id}`.
                best = Some((route, params));
            }
        }
        match best {
            Some((route, params)) => Found::Route(route, params),
            None if other_method => Found::OtherMethod,
            None => Found::Nothing,
        }
    }
}

fn segments(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn matches(path: &'static str, given: &[String]) -> Option<HashMap<&'static str, String>> {
    let mut params = HashMap::new();
    for (wanted, given) in segments(path).zip(given) {
        match wanted.strip_prefix('{').and_then(|wanted| wanted.strip_suffix('}')) {
            Some(name) => {
                params.insert(name, given.clone());
            }
            None if wanted.eq_ignore_ascii_case(given) => {}
            None => return None,
        }
    }
    Some(params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Access;

    #[test]
    fn no_two_routes_answer_to_the_same_address() {
        let mut seen = std::collections::HashSet::new();
        for route in routes() {
            let shape: Vec<String> = segments(route.path)
                .map(|segment| if segment.starts_with('{') { "{}".to_owned() } else { segment.to_lowercase() })
                .collect();
            let root = shape.is_empty().then_some(route.area == Area::System);
            assert!(seen.insert((route.method, shape, root)), "{} {} is there twice", route.method.name(), route.path);
        }
    }

    #[test]
    fn every_route_is_described() {
        for route in routes() {
            assert!(!route.summary.is_empty(), "{} {} has no description", route.method.name(), route.path);
            assert!(
                !matches!(route.access, Access::Needs([])),
                "{} {} needs no permission at all",
                route.method.name(),
                route.path
            );
        }
    }
}
