//! `/configuration`: the server's settings in sections (http-api.md 16).

use pulpo_access::Permission::{AdministerSystem, ConfigureServer};
use pulpo_app::configuration::{self, Kind, Section};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::configuration::{DisplayInfo, PropertyMetadata, SectionMetadata, SectionResource, TypeMetadata};
use serde_json::{Map, Value};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{self, Needs};
use crate::route::{Route, system_get, system_put};

/// Each section asks for one of these.
const ANY: Access = Needs(&[ConfigureServer, AdministerSystem]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        system_get("configuration", ANY, list)
            .about("Lists the sections of the server's configuration")
            .queries(&["skip", "take"])
            .gives::<Collection<SectionResource>>(),
        system_get("configuration/{id}", ANY, one)
            .about("Shows a section of the server's configuration")
            .gives::<SectionResource>(),
        system_get("configuration/{id}/metadata", ANY, metadata)
            .about("Tells what the fields of a section mean")
            .gives::<SectionMetadata>(),
        system_get("configuration/{id}/values", ANY, values).about("Shows the values of a section"),
        system_put("configuration/{id}/values", ANY, change)
            .about("Changes values of a section; those left out stay as they are"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let all = configuration::list(&cx.caller);
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (skip, take) = (usize::try_from(cx.skip()?).unwrap_or(0), usize::try_from(cx.take()?).unwrap_or(usize::MAX));
    let items = all.into_iter().skip(skip).take(take).map(resource).collect();
    answer::ok(&collection(&cx, "ConfigurationSection", Paged { items, total }, "skip,take")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(configuration::get(&cx.caller, cx.param("id"))?))
}

async fn metadata(cx: Cx) -> Answer {
    let section = configuration::get(&cx.caller, cx.param("id"))?;
    let properties = section.fields.iter().map(|field| PropertyMetadata {
        name: field.name.to_owned(),
        kind: match field.kind {
            Kind::Flag => "bool",
            Kind::Number => "int",
            Kind::Texts => "string[]",
            Kind::Text => "string",
            Kind::Secret => "SensitiveValue",
        }
        .to_owned(),
        display_info: DisplayInfo {
            label: field.label.to_owned(),
            description: field.description.to_owned(),
            required: true,
            read_only: false,
        },
    });
    answer::ok(&SectionMetadata {
        id: section.id.to_owned(),
        description: section.description.to_owned(),
        permission: section.permission.name().to_owned(),
        types: vec![TypeMetadata { name: section.id.to_owned(), properties: properties.collect() }],
    })
}

async fn values(cx: Cx) -> Answer {
    let values = configuration::values(&cx.app, &cx.caller, cx.param("id")).await?;
    answer::ok(&with_id(cx.param("id"), values))
}

async fn change(mut cx: Cx) -> Answer {
    let body: Value = cx.json().await?;
    let Value::Object(given) = body else {
        return Err(ApiError::bad_request("the body of the request must be an object with the section's values"));
    };
    let values = configuration::change(&cx.app, &cx.caller, cx.param("id"), given).await?;
    answer::ok(&with_id(cx.param("id"), values))
}

fn with_id(id: &str, values: Value) -> Value {
    let id = id.to_lowercase();
    let own = links([("Self", format!("/api/configuration/{id}/values"))]);
    let mut whole = Map::new();
    whole.insert("Id".to_owned(), Value::from(id));
    whole.extend(values.as_object().cloned().unwrap_or_default());
    whole.insert("Links".to_owned(), serde_json::to_value(own).unwrap_or_default());
    Value::Object(whole)
}

fn resource(section: &Section) -> SectionResource {
    let own = format!("/api/configuration/{}", section.id);
    SectionResource {
        id: section.id.to_owned(),
        name: section.name.to_owned(),
        description: section.description.to_owned(),
        links: links([
            ("Self", own.clone()),
            ("Metadata", format!("{own}/metadata")),
            ("Values", format!("{own}/values")),
        ]),
    }
}
