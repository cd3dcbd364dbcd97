//! The built-in feed as NuGet clients see it: version 2 of their protocol, as much of it as pushing, listing and
//! installing take (http-api.md 7.4, clients.md 10).

mod atom;
mod odata;
mod query;

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use pulpo_access::Permission::{BuiltInFeedAdminister, BuiltInFeedDownload, FeedView};
use pulpo_app::packages::{self, Ranked, Scan};

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::packages::{PUSH, download, upload};
use crate::route::Access::{Needs, Public};
use crate::route::{Route, delete, get, post, put};

const ATOM: &str = "application/atom+xml;type=feed;charset=utf-8";
const ENTRY: &str = "application/atom+xml;type=entry;charset=utf-8";
const XML: &str = "application/xml;charset=utf-8";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        // NuGet clients look here without their key before they push; what they see names no package.
        get("nuget/packages", Public, service).about("Names what NuGet clients can ask for"),
        get("nuget/v2", Needs(&[FeedView]), signed_in).about(
            "The feed for NuGet clients that show the credentials of their configuration only to a source that asks",
        ),
        put("nuget/packages", PUSH, upload::nuget)
            .about("Takes a NuGet package in; its nuspec says id and version")
            .queries(&["replace"]),
        post("nuget/packages", PUSH, upload::nuget)
            .about("Takes a NuGet package in, as PUT does")
            .queries(&["replace"]),
        get("nuget/packages/{resource}", Needs(&[FeedView]), resource)
            .about("Lists packages for NuGet clients: $metadata, Packages(), Search() and FindPackagesById()")
            .queries(&["$filter", "$orderby", "$skip", "$top", "searchTerm", "includePrerelease", "id"]),
        get("nuget/packages/{resource}/$count", Needs(&[FeedView]), count)
            .about("Counts packages for NuGet clients")
            .queries(&["$filter", "searchTerm", "includePrerelease", "id"]),
        get("nuget/packages/content/{id}/{version}", Needs(&[BuiltInFeedDownload]), content)
            .about("Gives a package's file to NuGet clients"),
        delete("nuget/packages/{id}/{version}", Needs(&[BuiltInFeedAdminister]), remove)
            .about("Deletes a package for NuGet clients"),
    ]
}

/// The password of `Authorization: Basic`, which holds the key; the user's name does not matter.
pub(crate) fn basic_password(header: &str) -> Option<String> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(_, password)| password.trim().to_owned()).filter(|password| !password.is_empty())
}

/// The feed's address, with whatever prefix it was spelled.
fn base(cx: &Cx) -> String {
    let prefix = cx.path.to_ascii_lowercase().find("/nuget/").map_or("", |at| &cx.path[..at]);
    let path = format!("{prefix}/nuget/packages");
    if let Some(address) = &cx.app.settings.public_address {
        return format!("{}{path}", address.trim_end_matches('/'));
    }
    // A proxy that ends TLS says so; the links go to nobody but who asked.
    let is_secure =
        cx.is_secure || cx.header("x-forwarded-proto").is_some_and(|text| text.eq_ignore_ascii_case("https"));
    let scheme = if is_secure { "https" } else { "http" };
    format!("{scheme}://{}{path}", cx.header("host").unwrap_or("localhost"))
}

fn xml(kind: &'static str, text: String) -> Response {
    let mut response = answer::typed(StatusCode::OK, kind, text);
    let version = HeaderValue::from_static("2.0;");
    response.headers_mut().insert("dataserviceversion", version);
    response
}

async fn service(cx: Cx) -> Answer {
    Ok(xml(XML, atom::service(&base(&cx))))
}

/// Whoever comes here has shown who he is, which NuGet 2 goes on doing at the address that it is sent to.
async fn signed_in(cx: Cx) -> Answer {
    let address =
        HeaderValue::from_str(&base(&cx)).map_err(|_| ApiError::bad_request("the address has no place in a header"))?;
    let mut response = StatusCode::FOUND.into_response();
    response.headers_mut().insert(LOCATION, address);
    Ok(response)
}

async fn resource(cx: Cx) -> Answer {
    let name = cx.param("resource").to_owned();
    if name.eq_ignore_ascii_case("$metadata") {
        return Ok(xml(XML, atom::METADATA.to_owned()));
    }
    if let Some((id, version)) = query::key(&name) {
        let scan = Scan { package_id: Some(id.clone()), take: 1, ..Scan::default() };
        let wanted = query::in_version(&version);
        let (found, _) = packages::scan(&cx.app, &cx.caller, cx.space(), scan, wanted).await?;
        let entry =
            found.first().ok_or_else(|| ApiError::not_found(format!("The package '{id}.{version}' was not found.")))?;
        return Ok(xml(ENTRY, atom::entry(&base(&cx), entry, true)));
    }
    let (found, total, asked) = find(&cx, &name).await?;
    let inline_count = cx.query("$inlinecount").is_some_and(|text| text.eq_ignore_ascii_case("allpages"));
    let feed = atom::Feed {
        base: base(&cx),
        name: asked.name,
        total: inline_count.then_some(total),
        next: (asked.skip + found.len() < total && found.len() < asked.top)
            .then(|| query::next(&cx, asked.skip + found.len(), asked.top - found.len())),
    };
    Ok(xml(ATOM, atom::feed(&feed, &found, cx.app.now())))
}

async fn count(cx: Cx) -> Answer {
    let name = cx.param("resource").to_owned();
    let (_, total, _) = find(&cx, &name).await?;
    Ok(answer::text(total.to_string()))
}

async fn find(cx: &Cx, name: &str) -> Result<(Vec<Ranked>, usize, query::Asked), ApiError> {
    let mut asked = query::Asked::parse(cx, name)?;
    let wanted = asked.take_condition();
    let (found, total) = packages::scan(&cx.app, &cx.caller, cx.space(), asked.scan.clone(), wanted).await?;
    Ok((found, total, asked))
}

async fn content(cx: Cx) -> Answer {
    let (id, version) = (cx.param("id"), cx.param("version"));
    let (package, file) = packages::open_version(&cx.app, &cx.caller, cx.space(), id, version).await?;
    download::respond(&package, file)
}

async fn remove(cx: Cx) -> Answer {
    let id = format!("{}.{}", cx.param("id"), cx.param("version"));
    packages::delete(&cx.app, &cx.caller, cx.space(), &id).await?;
    answer::deleted()
}
