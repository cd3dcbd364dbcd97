//! `/packages` and the NuGet push endpoint (http-api.md 7.2 to 7.4).

pub(crate) mod download;
pub(crate) mod upload;

use pulpo_access::Permission::{BuiltInFeedAdminister, BuiltInFeedDownload, BuiltInFeedPush, FeedView};
use pulpo_app::packages::{self, Asked};
use pulpo_domain::feed::Package;
use pulpo_domain::ids::FeedId;
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::packages::{BulkIds, PackageNotes, PackageNotesEntry, PackageNotesList, PackageResource};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Access, Route, delete, get, post};
use crate::time;

/// Who pushes: what is there already can be replaced with the second alone.
pub(crate) const PUSH: Access = Needs(&[BuiltInFeedPush, BuiltInFeedAdminister]);

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("packages", Needs(&[FeedView]), list)
            .about("Lists the packages of the built-in feed, newest first")
            .queries(&["nuGetPackageId", "filter", "latest", "includeNotes", "skip", "take"])
            .gives::<Collection<PackageResource>>(),
        post("packages/raw", PUSH, upload::raw)
            .about("Takes a package file in; its name says id and version")
            .queries(&["overwriteMode", "replace"])
            .gives::<PackageResource>(),
        get("packages/notes", Needs(&[FeedView]), notes)
            .about("Shows the release notes of several packages")
            .queries(&["packageIds"])
            .gives::<PackageNotesList>(),
        delete("packages/bulk", Needs(&[BuiltInFeedAdminister]), remove_all)
            .about("Deletes several packages")
            .queries(&["ids"])
            .takes::<BulkIds>(),
        get("packages/{id}", Needs(&[FeedView]), one).about("Shows a package").gives::<PackageResource>(),
        delete("packages/{id}", Needs(&[BuiltInFeedAdminister]), remove).about("Deletes a package"),
        get("packages/{id}/raw", Needs(&[BuiltInFeedDownload]), download::raw).about("Gives a package's file"),
        get("packages/{id}/{version}/delta-signature", Needs(&[BuiltInFeedPush]), delta_signature)
            .about("Says that packages are sent whole"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let asked = Asked {
        package_id: cx.query("nuGetPackageId").map(str::to_owned),
        filter: cx.query("filter").map(str::to_owned),
        latest: cx.flag("latest"),
        skip: cx.skip()?,
        take: cx.take()?,
    };
    let page = packages::list(&cx.app, &cx.caller, cx.space(), asked).await?;
    let with_notes = cx.flag("includeNotes");
    let resources = page.found.items.iter().map(|package| resource(package, &page.feed_id, with_notes)).collect();
    let parameters = "nuGetPackageId,filter,latest,skip,take,includeNotes";
    answer::ok(&collection(&cx, "Package", Paged { items: resources, total: page.found.total }, parameters)?)
}

async fn one(cx: Cx) -> Answer {
    let package = packages::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&resource(&package.found, &package.feed_id, true))
}

async fn remove(cx: Cx) -> Answer {
    packages::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn remove_all(mut cx: Cx) -> Answer {
    let ids = cx.bulk_ids("packages").await?;
    packages::delete_all(&cx.app, &cx.caller, cx.space(), ids).await?;
    answer::deleted()
}

/// Packages are sent whole: no signature is ever there, whether or not the package is.
async fn delta_signature(cx: Cx) -> Answer {
    let (id, version) = (cx.param("id"), cx.param("version"));
    packages::may_push(&cx.app, &cx.caller, cx.space(), id).await?;
    Err(ApiError::not_found(format!("There is no base for a delta of package {id} {version}; send the whole file.")))
}

async fn notes(cx: Cx) -> Answer {
    let found = packages::several(&cx.app, &cx.caller, cx.space(), cx.list("packageIds")).await?;
    let entry = |found: Result<Package, String>| match found {
        Ok(package) => PackageNotesEntry {
            package_id: package.package_id,
            version: package.version,
            notes: PackageNotes { succeeded: true, notes: package.release_notes, ..PackageNotes::default() },
        },
        Err(id) => {
            let reason = format!("The package '{id}' was not found.");
            PackageNotesEntry {
                package_id: id,
                notes: PackageNotes {
                    succeeded: false,
                    failure_reason: Some(reason.clone()),
                    display_message: Some(reason),
                    ..PackageNotes::default()
                },
                ..PackageNotesEntry::default()
            }
        }
    };
    answer::ok(&PackageNotesList { packages: found.into_iter().map(entry).collect() })
}

/// Notes are left out of lists that did not ask for them: the Go client takes the member for a date (http-api.md 7.3).
pub(crate) fn resource(package: &Package, feed: &FeedId, with_notes: bool) -> PackageResource {
    let id = packages::api_id(package);
    let space = format!("/api/{}", package.space_id);
    let own = format!("{space}/packages/{}", path_segment(&id));
    let feed_link = format!("{space}/feeds/{feed}");
    let of_id = path_segment(&package.package_id);
    PackageResource {
        package_id: package.package_id.clone(),
        nu_get_package_id: package.package_id.clone(),
        feed_id: feed.to_string(),
        nu_get_feed_id: feed.to_string(),
        title: package.title.clone().unwrap_or_else(|| package.package_id.clone()),
        summary: package.summary.clone(),
        version: package.version.clone(),
        description: package.description.clone(),
        published: time::text(package.published),
        release_notes: package.release_notes.clone().filter(|_| with_notes),
        file_extension: package.extension.clone(),
        package_size_bytes: package.size,
        hash: package.sha1.clone(),
        package_version_build_information: None,
        space_id: package.space_id.to_string(),
        links: links([
            ("Self", own.clone()),
            ("Raw", format!("{own}/raw")),
            ("AllVersions", format!("{space}/packages?nuGetPackageId={of_id}")),
            (
                "SearchTemplate",
                format!("{space}/packages{{/id}}{{?nuGetPackageId,filter,latest,skip,take,includeNotes}}"),
            ),
            ("Feed", feed_link),
        ]),
        id,
    }
}

/// What stands in an address as it is; a plus sign does not, for some clients read it as a blank.
pub(crate) fn path_segment(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT).to_string()
}
