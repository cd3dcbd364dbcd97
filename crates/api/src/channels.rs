//! `/channels` and the test of a version rule (http-api.md 5.4).

use pulpo_access::Permission::{ProcessEdit, ProcessView, ProjectView, ReleaseView};
use pulpo_app::channels::{self, Edit};
use pulpo_app::{named, releases};
use pulpo_domain::channel::{ActionPackage, Channel, ChannelRule};
use pulpo_wire::http::channels as wire;
use pulpo_wire::http::channels::{ChannelResource, ChannelRuleResource, RuleTestRequest, RuleTestResult};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::releases::ReleaseResource;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("channels", Needs(&[ProcessView, ProjectView]), list)
            .about("Lists the channels of the space")
            .queries(&["partialName", "ids", "skip", "take"])
            .gives::<Collection<ChannelResource>>(),
        get("channels/all", Needs(&[ProcessView, ProjectView]), all)
            .about("Lists all channels of the space, without paging")
            .gives::<Vec<ChannelResource>>(),
        get("channels/rule-test", Needs(&[ProcessView]), test_by_query)
            .about("Tries a version against a version rule")
            .queries(&["version", "versionRange", "preReleaseTag"])
            .gives::<RuleTestResult>(),
        post("channels/rule-test", Needs(&[ProcessView]), test_by_body)
            .about("Tries a version against a version rule")
            .takes::<RuleTestRequest>()
            .gives::<RuleTestResult>(),
        get("channels/{id}", Needs(&[ProcessView, ProjectView]), one)
            .about("Shows a channel")
            .gives::<ChannelResource>(),
        get("channels/{id}/releases", Needs(&[ReleaseView]), releases_of)
            .about("Lists the releases of a channel")
            .queries(&["searchByVersion", "skip", "take"])
            .gives::<Collection<ReleaseResource>>(),
        post("channels", Needs(&[ProcessEdit]), create)
            .about("Creates a channel")
            .takes::<ChannelResource>()
            .gives::<ChannelResource>(),
        put("channels/{id}", Needs(&[ProcessEdit]), modify)
            .about("Changes a channel")
            .takes::<ChannelResource>()
            .gives::<ChannelResource>(),
        delete("channels/{id}", Needs(&[ProcessEdit]), remove).about("Deletes a channel that nothing uses"),
        get("projects/{id}/channels", Needs(&[ProcessView, ProjectView]), of_project)
            .about("Lists the channels of a project")
            .queries(&["partialName", "skip", "take"])
            .gives::<Collection<ChannelResource>>(),
        get("projects/{project}/channels/{id}", Needs(&[ProcessView, ProjectView]), one)
            .about("Shows a channel of a project")
            .gives::<ChannelResource>(),
        post("projects/{id}/channels", Needs(&[ProcessEdit]), create_in_project)
            .about("Creates a channel of a project")
            .takes::<ChannelResource>()
            .gives::<ChannelResource>(),
    ]
}

async fn list(cx: Cx) -> Answer {
    let page = named::list::<Channel>(&cx.app, &cx.caller, cx.space(), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Channel", page, "skip,take,ids,partialName")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<Channel>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn of_project(cx: Cx) -> Answer {
    let page = channels::of_project(&cx.app, &cx.caller, cx.space(), cx.param("id"), cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Channel", page, "skip,take,partialName")?)
}

async fn releases_of(cx: Cx) -> Answer {
    let search = cx.query("searchByVersion");
    let page = releases::of_channel(&cx.app, &cx.caller, cx.space(), cx.param("id"), search, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(crate::releases::resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Release", page, "skip,take,searchByVersion")?)
}

async fn create(mut cx: Cx) -> Answer {
    let body: ChannelResource = cx.json().await?;
    answer::created(&resource(&channels::create(&cx.app, &cx.caller, cx.space(), edit(body)).await?))
}

async fn create_in_project(mut cx: Cx) -> Answer {
    let body: ChannelResource = cx.json().await?;
    let edit = Edit { project_id: cx.param("id").to_owned(), ..edit(body) };
    answer::created(&resource(&channels::create(&cx.app, &cx.caller, cx.space(), edit).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ChannelResource = cx.json().await?;
    answer::ok(&resource(&channels::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    channels::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn test_by_query(cx: Cx) -> Answer {
    let text = |name| cx.query(name).unwrap_or_default().to_owned();
    test(&text("version"), &text("versionRange"), &text("preReleaseTag"))
}

async fn test_by_body(mut cx: Cx) -> Answer {
    let body: RuleTestRequest = cx.json().await?;
    test(&body.version, &body.version_range, &body.pre_release_tag)
}

fn test(version: &str, range: &str, tag: &str) -> Answer {
    let test = channels::test_rule(version, range, tag);
    answer::ok(&RuleTestResult {
        errors: test.errors,
        satisfies_version_range: test.satisfies_range,
        satisfies_pre_release_tag: test.satisfies_tag,
    })
}

fn edit(body: ChannelResource) -> Edit {
    Edit {
        project_id: body.project_id,
        name: body.name,
        description: body.description,
        is_default: body.is_default,
        lifecycle_id: body.lifecycle_id,
        rules: body.rules.into_iter().map(rule).collect(),
        tenant_tags: body.tenant_tags,
    }
}

fn rule(body: ChannelRuleResource) -> ChannelRule {
    let packages = body.action_packages.into_iter();
    let mut packages: Vec<ActionPackage> = packages
        .map(|package| ActionPackage { action: package.deployment_action, reference: package.package_reference })
        .collect();
    // The older form holds `Action` or `Action:Reference` (CH-03).
    if packages.is_empty() {
        packages.extend(body.actions.iter().map(|text| {
            let (action, reference) = text.split_once(':').unwrap_or((text, ""));
            ActionPackage { action: action.to_owned(), reference: reference.to_owned() }
        }));
    }
    ChannelRule {
        id: body.id,
        version_range: body.version_range.unwrap_or_default(),
        tag: body.tag.unwrap_or_default(),
        packages,
    }
}

pub(crate) fn resource(channel: &Channel) -> ChannelResource {
    let space = format!("/api/{}", channel.space_id);
    let own = format!("{space}/channels/{}", channel.id);
    let rules = channel.rules.iter().map(|rule| ChannelRuleResource {
        id: rule.id.clone(),
        version_range: Some(rule.version_range.clone()).filter(|range| !range.is_empty()),
        tag: Some(rule.tag.clone()).filter(|tag| !tag.is_empty()),
        action_packages: rule
            .packages
            .iter()
            .map(|package| wire::ActionPackage {
                deployment_action: package.action.clone(),
                package_reference: package.reference.clone(),
            })
            .collect(),
        ..ChannelRuleResource::default()
    });
    ChannelResource {
        id: channel.id.to_string(),
        name: channel.name.clone(),
        description: channel.description.clone(),
        project_id: channel.project_id.to_string(),
        lifecycle_id: channel.lifecycle_id.as_ref().map(ToString::to_string),
        is_default: channel.is_default,
        r#type: "Lifecycle".to_owned(),
        rules: rules.collect(),
        git_reference_rules: Vec::new(),
        git_resource_rules: Vec::new(),
        tenant_tags: channel.tenant_tags.clone(),
        slug: channel.slug.clone(),
        space_id: channel.space_id.to_string(),
        custom_field_definitions: Vec::new(),
        links: links([
            ("Self", own.clone()),
            ("Releases", format!("{own}/releases{{?searchByVersion,skip,take}}")),
            ("Project", format!("{space}/projects/{}", channel.project_id)),
        ]),
    }
}
