//! `/build-information` (http-api.md 7.5).

use pulpo_access::Permission::{BuildInformationAdminister, BuildInformationPush, FeedView};
use pulpo_app::build_information::{self, Asked};
use pulpo_domain::build_information::{Build, BuildInformation, Commit, PackageBuild};
use pulpo_wire::http::build_information::{
    BuildDetails, BuildInformationResource, CommitDetails, NewBuildInformation, ReleaseBuildInformation,
};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::packages::BulkIds;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::packages::upload;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post};
use crate::time;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("build-information", Needs(&[FeedView]), list)
            .about("Lists what build servers said of versions of packages, newest first")
            .queries(&["packageId", "partialPackageId", "filter", "latest", "skip", "take"])
            .gives::<Collection<BuildInformationResource>>(),
        post("build-information", Needs(&[BuildInformationPush]), push)
            .about("Keeps what a build server says of a version of a package")
            .queries(&["overwriteMode"])
            .takes::<NewBuildInformation>()
            .gives::<BuildInformationResource>(),
        post("package-metadata", Needs(&[BuildInformationPush]), push)
            .about("Keeps what a build server says of a version of a package, in the words of clients of old")
            .queries(&["overwriteMode", "replace"])
            .takes::<NewBuildInformation>()
            .gives::<BuildInformationResource>(),
        delete("build-information/bulk", Needs(&[BuildInformationAdminister]), remove_all)
            .about("Deletes several records of build information")
            .queries(&["ids"])
            .takes::<BulkIds>(),
        get("build-information/{id}", Needs(&[FeedView]), one)
            .about("Shows what a build server said of a version of a package")
            .gives::<BuildInformationResource>(),
        delete("build-information/{id}", Needs(&[BuildInformationAdminister]), remove)
            .about("Deletes what a build server said of a version of a package"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let text = |name| cx.query(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let asked = Asked {
        package_id: text("packageId"),
        partial_package_id: text("partialPackageId").or_else(|| text("filter")),
        latest: cx.flag("latest"),
        skip: cx.skip()?,
        take: cx.take()?,
    };
    let page = build_information::list(&cx.app, &cx.caller, cx.space(), asked).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "BuildInformation", page, "packageId,partialPackageId,filter,latest,skip,take")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&build_information::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn push(mut cx: Cx) -> Answer {
    let body: NewBuildInformation = cx.json().await?;
    let mode = upload::overwrite_mode(&cx, body.overwrite_mode.as_deref())?;
    let details = body.octopus_build_information.or(body.octopus_package_metadata).ok_or_else(|| {
        ApiError::bad_request("there is no OctopusBuildInformation in the body: send what the build server knows")
    })?;
    let said = PackageBuild { package_id: body.package_id, version: body.version, build: build(details) };
    answer::ok(&resource(&build_information::push(&cx.app, &cx.caller, cx.space(), said, mode).await?))
}

async fn remove(cx: Cx) -> Answer {
    build_information::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn remove_all(mut cx: Cx) -> Answer {
    let ids = cx.bulk_ids("records of build information").await?;
    build_information::delete_all(&cx.app, &cx.caller, cx.space(), ids).await?;
    answer::deleted()
}

fn build(said: BuildDetails) -> Build {
    let commits = said.commits.into_iter();
    Build {
        environment: said.build_environment.unwrap_or_default(),
        number: said.build_number.unwrap_or_default(),
        url: said.build_url.unwrap_or_default(),
        branch: said.branch.unwrap_or_default(),
        vcs_type: said.vcs_type.unwrap_or_default(),
        vcs_root: said.vcs_root.unwrap_or_default(),
        commit: said.vcs_commit_number.unwrap_or_default(),
        commits: commits.map(|commit| Commit { id: commit.id, comment: commit.comment.unwrap_or_default() }).collect(),
    }
}

fn commits(build: &Build) -> Vec<CommitDetails> {
    let detail = |commit: &Commit| CommitDetails {
        id: commit.id.clone(),
        comment: Some(commit.comment.clone()),
        link_url: None,
    };
    build.commits.iter().map(detail).collect()
}

fn resource(kept: &BuildInformation) -> BuildInformationResource {
    let build = &kept.of.build;
    let own = format!("/api/{}/build-information/{}", kept.space_id, kept.id);
    BuildInformationResource {
        id: kept.id.to_string(),
        package_id: kept.of.package_id.clone(),
        version: kept.of.version.clone(),
        build_environment: build.environment.clone(),
        build_number: build.number.clone(),
        build_url: build.url.clone(),
        branch: build.branch.clone(),
        vcs_type: build.vcs_type.clone(),
        vcs_root: build.vcs_root.clone(),
        vcs_commit_number: build.commit.clone(),
        vcs_commit_url: None,
        issue_tracker_name: None,
        work_items: Vec::new(),
        commits: commits(build),
        incomplete_data_warning: None,
        created: time::text(kept.created),
        links: links([("Self", own)]),
    }
}

/// As a release shows it.
pub(crate) fn in_release(of: &PackageBuild) -> ReleaseBuildInformation {
    let build = &of.build;
    ReleaseBuildInformation {
        package_id: of.package_id.clone(),
        version: of.version.clone(),
        build_environment: build.environment.clone(),
        build_number: build.number.clone(),
        build_url: build.url.clone(),
        branch: build.branch.clone(),
        vcs_type: build.vcs_type.clone(),
        vcs_root: build.vcs_root.clone(),
        vcs_commit_number: build.commit.clone(),
        vcs_commit_url: None,
        issue_tracker_name: None,
        work_items: Vec::new(),
        commits: commits(build),
    }
}
