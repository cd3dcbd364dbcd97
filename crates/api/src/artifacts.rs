//! `/artifacts` (http-api.md 10.4).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use futures_util::StreamExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use pulpo_access::Permission::{ArtifactCreate, ArtifactDelete, ArtifactEdit, ArtifactView};
use pulpo_app::artifacts::{self, Edit, Filter};
use pulpo_app::packages::Upload;
use pulpo_domain::artifact::Artifact;
use pulpo_wire::http::artifacts::ArtifactResource;
use pulpo_wire::http::collection::Collection;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};
use crate::{stream, time};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("artifacts", Needs(&[ArtifactView]), list)
            .about("Lists artifacts, newest first")
            .queries(&["skip", "take", "regarding", "ids", "partialName", "order"])
            .gives::<Collection<ArtifactResource>>(),
        get("artifacts/{id}", Needs(&[ArtifactView]), one).about("Shows an artifact").gives::<ArtifactResource>(),
        get("artifacts/{id}/content", Needs(&[ArtifactView]), content).about("Gives the content of an artifact"),
        post("artifacts", Needs(&[ArtifactCreate]), create)
            .about("Makes an artifact of a task; its content is put afterwards")
            .takes::<ArtifactResource>()
            .gives::<ArtifactResource>(),
        put("artifacts/{id}", Needs(&[ArtifactEdit]), modify)
            .about("Changes the file name of an artifact")
            .takes::<ArtifactResource>()
            .gives::<ArtifactResource>(),
        put("artifacts/{id}/content", Needs(&[ArtifactCreate]), put_content)
            .about("Makes the body of the request the content of an artifact")
            .gives::<ArtifactResource>(),
        delete("artifacts/{id}", Needs(&[ArtifactDelete]), remove).about("Deletes an artifact"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let filter = Filter {
        ids: cx.list("ids"),
        regarding: cx.list("regarding"),
        partial_name: cx.query("partialName").map(str::to_owned),
        oldest_first: cx.query("order").is_some_and(|order| order.eq_ignore_ascii_case("asc")),
        skip: cx.skip()?,
        take: cx.take()?,
    };
    let page = artifacts::list(&cx.app, &cx.caller, cx.space(), filter).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Artifact", page, "skip,take,regarding,ids,partialName,order")?)
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&artifacts::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn create(mut cx: Cx) -> Answer {
    let body: ArtifactResource = cx.json().await?;
    let edit = Edit { filename: body.filename, source: body.source };
    let made = artifacts::create(&cx.app, &cx.caller, cx.space(), &body.server_task_id, edit).await?;
    answer::created(&resource(&made))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: ArtifactResource = cx.json().await?;
    let edit = Edit { filename: body.filename, source: body.source };
    answer::ok(&resource(&artifacts::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit).await?))
}

async fn remove(cx: Cx) -> Answer {
    artifacts::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn put_content(mut cx: Cx) -> Answer {
    // Nothing is written to the disk for somebody who may not upload.
    artifacts::check_upload(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let mut upload = Upload::start(&cx.app);
    let mut pieces = cx.take_body().into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece =
            piece.map_err(|error| ApiError::bad_request(format!("the body of the request was cut off: {error}")))?;
        upload.write(piece).await?;
    }
    let file = upload.finish().await?;
    answer::ok(&resource(&artifacts::put_content(&cx.app, &cx.caller, cx.space(), cx.param("id"), file).await?))
}

async fn content(cx: Cx) -> Answer {
    let content = artifacts::content(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    let Some(file) = content.file else {
        return Ok(answer::typed(StatusCode::NO_CONTENT, "application/octet-stream", Body::empty()));
    };
    // Always a download, never shown: what scripts and people leave here must not run in somebody's browser.
    let mut response = answer::typed(StatusCode::OK, "application/octet-stream", stream::body(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(content.artifact.size));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&content.artifact.filename)?);
    Ok(response)
}

/// Tells a browser under which name to keep a file (RFC 6266).
fn disposition(filename: &str) -> Result<HeaderValue, ApiError> {
    let plain: String = filename
        .chars()
        .map(|letter| {
            if letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '%') || letter == ' ' { letter } else { '_' }
        })
        .collect();
    let full = utf8_percent_encode(filename, NON_ALPHANUMERIC);
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"))
        .map_err(|error| ApiError::bug(format!("a file name could not be made a header: {error}")))
}

fn resource(artifact: &Artifact) -> ArtifactResource {
    let own = format!("/api/{}/artifacts/{}", artifact.space_id, artifact.id);
    ArtifactResource {
        id: artifact.id.to_string(),
        space_id: artifact.space_id.to_string(),
        filename: artifact.filename.clone(),
        source: artifact.source.clone(),
        server_task_id: artifact.task_id.to_string(),
        created: time::text(artifact.created),
        log_correlation_id: artifact.log_correlation_id.clone(),
        links: links([("Self", own.clone()), ("Content", format!("{own}/content"))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        let text = disposition("a\"b\r\nX: ü.txt").unwrap();
        assert_eq!(text, "attachment; filename=\"a_b__X: _.txt\"; filename*=UTF-8''a%22b%0D%0AX%3A%20%C3%BC%2Etxt");
    }
}
