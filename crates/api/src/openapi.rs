//! The OpenAPI document, generated from the route table.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::route::{Area, Route};

/// Writes the document.
pub(crate) fn document(routes: &[Route]) -> Value {
    let mut schemas = SchemaSettings::openapi3().into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let path = match route.area {
            Area::System | Area::Mixed => format!("/api/{}", route.path),
            Area::Space => format!("/api/{{space}}/{}", route.path),
            Area::Root => format!("/{}", route.path),
        };
        let entry = paths.entry(path.trim_end_matches('/').to_owned()).or_insert_with(|| json!({}));
        entry[route.method.name().to_lowercase()] = operation(route, &mut schemas);
    }
    let components = schemas.take_definitions(true);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Pulpo", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "Apache-2.0" } },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": { "ApiKey": { "type": "apiKey", "in": "header", "name": "X-Octopus-ApiKey" } },
        },
        "security": [{ "ApiKey": [] }],
    })
}

fn operation(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let in_path =
        route.path.split('/').filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')));
    let space = (route.area == Area::Space).then_some("space");
    let mut parameters: Vec<Value> = space
        .into_iter()
        .chain(in_path)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(
        route.queries.iter().map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } })),
    );
    let permission = route.access.to_string();
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "x-permission": permission,
        "parameters": parameters,
        "responses": { "default": { "description": "An error", "content": content(schemas.subschema_for::<pulpo_wire::http::error::ErrorBody>().to_value()) } },
    });
    if let Some(input) = route.input {
        operation["requestBody"] = json!({ "content": content(input(schemas).to_value()) });
    }
    let success =
        route.output.map(|output| json!({ "description": "Success", "content": content(output(schemas).to_value()) }));
    operation["responses"]["200"] = success.unwrap_or_else(|| json!({ "description": "Success" }));
    operation
}

/// A name for the operation that no other has and that programs can be generated with: `getSpaceProjectsById`.
fn operation_id(route: &Route) -> String {
    let space = (route.area == Area::Space).then_some("space");
    let parts = space.into_iter().chain(route.path.split('/')).filter(|part| !part.is_empty());
    let mut id = route.method.name().to_lowercase();
    let mut is_root = true;
    for part in parts {
        is_root = false;
        if part.starts_with('{') {
            id.push_str("By");
        }
        for word in part.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let (first, rest) = word.split_at(1);
            id.push_str(&first.to_uppercase());
            id.push_str(rest);
        }
    }
    if is_root {
        id.push_str("Root");
    }
    id
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own_that_is_a_word() {
        let routes = crate::table::routes();
        let mut known = BTreeSet::new();
        for route in &routes {
            let id = operation_id(route);
            assert!(id.chars().all(|letter| letter.is_ascii_alphanumeric()), "{id}");
            assert!(known.insert(id.clone()), "{id} is the name of two operations, one of them {}", route.name());
        }
        assert!(known.contains("getRoot") && known.contains("getSpace") && known.contains("getSpaceProjectsById"));
    }
}
