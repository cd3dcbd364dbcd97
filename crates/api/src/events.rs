//! `/events` (http-api.md 15.3).

use pulpo_access::Permission::EventView;
use pulpo_app::events::{self, Event, Filter};
use pulpo_domain::event::Category;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::events::{EventGroup, EventResource, NamedKind};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::{Needs, Public};
use crate::route::{Route, mixed_get};
use crate::time;

mod csv;
mod kinds;

const PARAMETERS: &str = "skip,regarding,regardingAny,user,users,projects,projectGroups,environments,eventGroups,eventCategories,tenants,from,to,fromAutoId,toAutoId,documentTypes,asCsv,take,ids,spaces,includeSystem";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        mixed_get("events", Needs(&[EventView]), list)
            .about("Lists audit events, newest first; as CSV if asked")
            .queries(&[
                "skip",
                "take",
                "ids",
                "regarding",
                "regardingAny",
                "user",
                "users",
                "projects",
                "projectGroups",
                "environments",
                "tenants",
                "eventGroups",
                "eventCategories",
                "documentTypes",
                "from",
                "to",
                "fromAutoId",
                "toAutoId",
                "spaces",
                "includeSystem",
                "asCsv",
            ])
            .gives::<Collection<EventResource>>(),
        mixed_get("events/categories", Public, categories)
            .about("Lists the categories of events")
            .gives::<Vec<NamedKind>>(),
        mixed_get("events/groups", Public, groups)
            .about("Lists the groups of event categories")
            .gives::<Vec<EventGroup>>(),
        mixed_get("events/agents", Public, agents)
            .about("Lists well-known programs that cause events")
            .gives::<Vec<NamedKind>>(),
        mixed_get("events/documenttypes", Public, document_types)
            .about("Lists the kinds of documents that events are about")
            .gives::<Vec<NamedKind>>(),
        mixed_get("events/{id}", Needs(&[EventView]), one).about("Shows an audit event").gives::<EventResource>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let filter = filter(&cx)?;
    if cx.flag("asCsv") {
        let most = cx.number("take")?;
        return Ok(csv::answer(cx.app, cx.caller, filter, most));
    }
    let page = events::list(&cx.app, &cx.caller, filter).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Event", page, PARAMETERS)?)
}

fn filter(cx: &Cx) -> Result<Filter, ApiError> {
    let numbers = cx.list("ids");
    let numbers = (!numbers.is_empty()).then(|| numbers.iter().filter_map(|id| events::number_of(id)).collect());
    let about = ["regardingAny", "projects", "projectGroups", "environments", "tenants"];
    Ok(Filter {
        reach: cx.reach(),
        numbers,
        regarding: cx.list("regarding"),
        about_any: about.iter().map(|name| cx.list(name)).collect(),
        users: [cx.list("user"), cx.list("users")].concat(),
        categories: wanted_categories(cx),
        document_types: cx.list("documentTypes"),
        from: time::parse("from", cx.query("from"))?,
        to: time::parse("to", cx.query("to"))?,
        from_number: cx.number("fromAutoId")?,
        to_number: cx.number("toAutoId")?,
        skip: cx.skip()?,
        take: cx.take()?,
    })
}

/// The categories that the query names itself or through groups. One that is not known has no events.
fn wanted_categories(cx: &Cx) -> Option<Vec<Category>> {
    let mut names = cx.list("eventCategories");
    let asked = cx.list("eventGroups");
    if names.is_empty() && asked.is_empty() {
        return None;
    }
    let groups = kinds::GROUPS.iter().filter(|group| asked.iter().any(|asked| asked.eq_ignore_ascii_case(group.id)));
    names.extend(groups.flat_map(|group| group.categories).map(|category| category.name().to_owned()));
    let known = Category::ALL.into_iter();
    Some(known.filter(|known| names.iter().any(|name| name.eq_ignore_ascii_case(known.name()))).collect())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&events::get(&cx.app, &cx.caller, cx.reach(), cx.param("id")).await?))
}

async fn categories(_: Cx) -> Answer {
    let kind = |category: Category| NamedKind { id: category.name().to_owned(), name: kinds::words(category.name()) };
    answer::ok(&Category::ALL.map(kind))
}

async fn groups(_: Cx) -> Answer {
    let groups = kinds::GROUPS.iter().map(|group| EventGroup {
        id: group.id.to_owned(),
        name: kinds::words(group.id),
        event_categories: group.categories.iter().map(|category| category.name().to_owned()).collect(),
    });
    answer::ok(&groups.collect::<Vec<_>>())
}

async fn agents(_: Cx) -> Answer {
    answer::ok(&[NamedKind { id: "Server".to_owned(), name: "Server".to_owned() }])
}

async fn document_types(_: Cx) -> Answer {
    let kinds = kinds::DOCUMENT_TYPES.map(|(id, name)| NamedKind { id: id.to_owned(), name: name.to_owned() });
    answer::ok(&kinds)
}

fn resource(stored: &Event) -> EventResource {
    let event = &stored.event;
    let id = format!("Events-{}", event.number);
    EventResource {
        links: links([("Self", format!("/api/events/{id}"))]),
        id,
        space_id: event.space_id.as_ref().map(ToString::to_string),
        category: event.category.name().to_owned(),
        user_id: event.actor.user_id.to_string(),
        username: event.actor.username.clone(),
        is_service: event.actor.is_service,
        identity_established_with: event.actor.established_with.clone(),
        user_agent: event.actor.user_agent.clone(),
        occurred: time::text(event.occurred),
        message: event.message.clone(),
        message_html: escaped(&event.message),
        message_references: Vec::new(),
        related_document_ids: event.related.clone(),
        comments: None,
        details: event.details.clone(),
        ip_address: event.actor.ip_address.clone(),
        api_key_id: event.actor.api_key_id.clone(),
        api_key_hint: event.actor.api_key_hint.clone(),
        hash: stored.hash.clone(),
    }
}

/// What people name things must stay text where it is shown as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_bring_markup_with_it() {
        assert_eq!(escaped("<b onclick='x'>&\"</b>"), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;");
    }
}
