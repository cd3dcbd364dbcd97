//! `/feeds` and what they hold (http-api.md 7.1).

use pulpo_access::Caller;
use pulpo_access::Permission;
use pulpo_access::Permission::{FeedEdit, FeedView, ProcessView};
use pulpo_app::App;
use pulpo_app::feeds::{self, Edit};
use pulpo_app::named;
use pulpo_app::packages::{self, Search};
use pulpo_domain::feed::{BUILT_IN_ALIAS, Feed, Package};
use pulpo_domain::ids::{FeedId, SpaceId};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::feeds::{FeedResource, FeedStats};
use pulpo_wire::http::packages::{PackageResource, PackageSearchResult, PackageVersionResource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::packages::{path_segment, resource as package_resource};
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};

/// Who may read a process may read the feeds that it names.
const VIEW: &[Permission] = &[FeedView, ProcessView];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("feeds", Needs(VIEW), list)
            .about("Lists the feeds of the space")
            .queries(&["name", "partialName", "ids", "feedType", "skip", "take"])
            .gives::<Collection<FeedResource>>(),
        get("feeds/all", Needs(VIEW), all)
            .about("Lists all feeds of the space, without paging")
            .gives::<Vec<FeedResource>>(),
        get("feeds/stats", Needs(&[FeedView]), stats)
            .about("Counts the packages of the built-in feed")
            .gives::<FeedStats>(),
        get("feeds/{id}", Needs(VIEW), one).about("Shows a feed").gives::<FeedResource>(),
        post("feeds", Needs(&[FeedEdit]), create)
            .about("Refuses: each space has its built-in feed, and other kinds are not supported")
            .takes::<FeedResource>(),
        put("feeds/{id}", Needs(&[FeedEdit]), modify)
            .about("Changes the settings of a feed")
            .takes::<FeedResource>()
            .gives::<FeedResource>(),
        delete("feeds/{id}", Needs(&[FeedEdit]), remove).about("Refuses: the built-in feed cannot be deleted"),
        get("feeds/{id}/packages", Needs(&[FeedView]), search)
            .about("Finds packages of a feed, the highest version of each first")
            .queries(&[
                "packageId",
                "partialMatch",
                "includeMultipleVersions",
                "includeNotes",
                "includePreRelease",
                "versionRange",
                "preReleaseTag",
                "take",
                "skip",
            ])
            .gives::<Vec<PackageResource>>(),
        get("feeds/{id}/packages/search", Needs(&[FeedView]), search_ids)
            .about("Finds package ids by a part of them")
            .queries(&["term", "take", "skip"])
            .gives::<Collection<PackageSearchResult>>(),
        get("feeds/{id}/packages/versions", Needs(&[FeedView]), versions)
            .about("Lists the versions of a package, highest first")
            .queries(&[
                "packageId",
                "take",
                "skip",
                "includePreRelease",
                "versionRange",
                "preReleaseTag",
                "filter",
                "includeReleaseNotes",
            ])
            .gives::<Collection<PackageVersionResource>>(),
        get("feeds/{id}/packages/notes", Needs(&[FeedView]), notes)
            .about("Gives the release notes of a package as text")
            .queries(&["packageId", "version"]),
    ]
}

async fn list(cx: Cx) -> Answer {
    let (filter, kinds) = (cx.filter()?, cx.list("feedType"));
    let page = found(&cx.app, &cx.caller, cx.space(), filter, kinds).await?;
    answer::ok(&collection(&cx, "Feed", page, "skip,take,ids,partialName,feedType,name")?)
}

async fn all(cx: Cx) -> Answer {
    let (filter, kinds) = (cx.filter_all()?, cx.list("feedType"));
    answer::ok(&found(&cx.app, &cx.caller, cx.space(), filter, kinds).await?.items)
}

/// The feeds that are asked for; the ids may hold the alias, which every script knows.
async fn found(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    mut filter: named::Filter,
    kinds: Vec<String>,
) -> Result<Paged<FeedResource>, ApiError> {
    if !kinds.is_empty() && !kinds.iter().any(|kind| kind.eq_ignore_ascii_case("BuiltIn")) {
        return Ok(Paged { items: Vec::new(), total: 0 });
    }
    for id in &mut filter.ids {
        if id.eq_ignore_ascii_case(BUILT_IN_ALIAS) {
            *id = feeds::get(app, caller, space, BUILT_IN_ALIAS).await?.id.to_string();
        }
    }
    let page = named::list::<Feed>(app, caller, space, filter).await?;
    Ok(Paged { items: page.items.iter().map(resource).collect(), total: page.total })
}

async fn stats(cx: Cx) -> Answer {
    answer::ok(&FeedStats { total_packages: feeds::package_count(&cx.app, cx.space()).await? })
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&feeds::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: FeedResource = cx.json().await?;
    Err(feeds::create(&edit(body)).into())
}

async fn modify(mut cx: Cx) -> Answer {
    let body: FeedResource = cx.json().await?;
    answer::ok(&resource(&feeds::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)).await?))
}

async fn remove(cx: Cx) -> Answer {
    feeds::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

fn edit(body: FeedResource) -> Edit {
    Edit {
        name: body.name,
        feed_type: body.feed_type,
        download_attempts: body.download_attempts,
        download_retry_backoff_seconds: body.download_retry_backoff_seconds,
        delete_unreleased_packages_after_days: body.delete_unreleased_packages_after_days,
    }
}

/// What a search asks for. Pre-releases are left out only for who says so: the newest package is the newest.
fn asked(cx: &Cx) -> Result<Search, ApiError> {
    Ok(Search {
        package_id: cx.query("packageId").map(str::to_owned),
        partial: cx.flag("partialMatch"),
        multiple_versions: cx.flag("includeMultipleVersions"),
        include_prerelease: cx.query("includePreRelease").is_none_or(|value| value.eq_ignore_ascii_case("true")),
        range: cx.query("versionRange").unwrap_or_default().to_owned(),
        tag: cx.query("preReleaseTag").unwrap_or_default().to_owned(),
        filter: cx.query("filter").map(str::to_owned),
        skip: cx.skip()?,
        take: cx.take()?,
    })
}

async fn search(cx: Cx) -> Answer {
    let with_notes = cx.flag("includeNotes");
    let found = packages::search(&cx.app, &cx.caller, cx.space(), cx.param("id"), asked(&cx)?).await?;
    let resource = |package| package_resource(package, &found.feed_id, with_notes);
    answer::ok(&found.found.iter().map(resource).collect::<Vec<_>>())
}

async fn search_ids(cx: Cx) -> Answer {
    let term = cx.query("term").unwrap_or_default();
    let page = (cx.skip()?, cx.take()?);
    let page = packages::search_ids(&cx.app, &cx.caller, cx.space(), cx.param("id"), term, page).await?;
    let result = |package: &Package| PackageSearchResult {
        id: package.package_id.clone(),
        name: package.title.clone().unwrap_or_else(|| package.package_id.clone()),
        description: package.description.clone(),
        latest_version: package.version.clone(),
        links: links([(
            "PackageVersions",
            format!(
                "/api/{}/feeds/{}/packages/versions?packageId={}",
                package.space_id,
                page.feed_id,
                path_segment(&package.package_id)
            ),
        )]),
    };
    let items = page.found.items.iter().map(result).collect();
    answer::ok(&collection(&cx, "PackageDescription", Paged { items, total: page.found.total }, "term,take,skip")?)
}

async fn versions(cx: Cx) -> Answer {
    let with_notes = cx.flag("includeReleaseNotes");
    let page = packages::versions(&cx.app, &cx.caller, cx.space(), cx.param("id"), asked(&cx)?).await?;
    let items = page.found.items.iter().map(|package| version_resource(package, &page.feed_id, with_notes)).collect();
    let parameters = "packageId,take,skip,includePreRelease,versionRange,preReleaseTag,filter,includeReleaseNotes";
    answer::ok(&collection(&cx, "PackageVersion", Paged { items, total: page.found.total }, parameters)?)
}

fn version_resource(package: &Package, feed: &FeedId, with_notes: bool) -> PackageVersionResource {
    let package = package_resource(package, feed, with_notes);
    PackageVersionResource {
        id: package.id,
        feed_id: package.feed_id,
        package_id: package.package_id,
        version: package.version,
        published: package.published,
        release_notes: package.release_notes,
        size_bytes: package.package_size_bytes,
        title: package.title,
        links: package.links,
    }
}

async fn notes(cx: Cx) -> Answer {
    let (package_id, version) = (needed(&cx, "packageId")?, needed(&cx, "version")?);
    let text = packages::notes(&cx.app, &cx.caller, cx.space(), cx.param("id"), &package_id, &version).await?;
    Ok(answer::text(text))
}

fn needed(cx: &Cx, name: &str) -> Result<String, ApiError> {
    cx.query(name).map(str::to_owned).ok_or_else(|| ApiError::bad_request(format!("give a {name} in the query")))
}

pub(crate) fn resource(feed: &Feed) -> FeedResource {
    let space = format!("/api/{}", feed.space_id);
    let own = format!("{space}/feeds/{}", feed.id);
    let versions = "{?packageId,take,skip,includePreRelease,versionRange,preReleaseTag,filter,includeReleaseNotes}";
    let search = "{?packageId,partialMatch,includeMultipleVersions,includeNotes,includePreRelease,versionRange,preReleaseTag,take}";
    FeedResource {
        id: feed.id.to_string(),
        name: feed.name.clone(),
        feed_type: "BuiltIn".to_owned(),
        space_id: feed.space_id.to_string(),
        slug: feed.slug.clone(),
        download_attempts: Some(feed.download_attempts),
        download_retry_backoff_seconds: Some(feed.download_retry_backoff_seconds),
        delete_unreleased_packages_after_days: feed.delete_unreleased_packages_after_days,
        is_built_in_repo_sync_enabled: false,
        delete_packages_associated_with_releases: false,
        package_acquisition_location_options: ["Server", "ExecutionTarget", "NotAcquired"].map(str::to_owned).to_vec(),
        links: links([
            ("Self", own.clone()),
            ("Packages", format!("{space}/packages{{/id}}{{?nuGetPackageId,filter,latest,skip,take,includeNotes}}")),
            ("SearchTemplate", format!("{own}/packages{search}")),
            ("SearchPackagesTemplate", format!("{own}/packages/search{{?term,take,skip}}")),
            ("SearchPackageVersionsTemplate", format!("{own}/packages/versions{versions}")),
            ("VersionsTemplate", format!("{own}/packages/versions{{?packageId}}")),
            ("NotesTemplate", format!("{own}/packages/notes{{?packageId,version}}")),
            ("BuiltInStatus", format!("{space}/feeds/stats")),
            ("NuGetPush", format!("/{}/nuget/packages", feed.space_id)),
            ("ApiPush", format!("{space}/packages/raw")),
        ]),
    }
}
