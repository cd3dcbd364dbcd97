//! Taking files in: `POST packages/raw` and `PUT nuget/packages`.

use axum::http::StatusCode;
use pulpo_access::Caller;
use pulpo_app::App;
use pulpo_app::packages::{self, FileName, OverwriteMode, Pushed, Received, Upload};
use pulpo_domain::ids::SpaceId;

use super::resource;
use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::multipart::{Event, Multipart};
use crate::server::DRAINED;

pub(crate) async fn raw(cx: Cx) -> Answer {
    receive(cx, false).await
}

pub(crate) async fn nuget(cx: Cx) -> Answer {
    receive(cx, true).await
}

/// A push under way: who sends what, apart from the body.
struct Push {
    app: App,
    caller: Caller,
    space: SpaceId,
    is_nuget: bool,
    mode: OverwriteMode,
}

async fn receive(mut cx: Cx, is_nuget: bool) -> Answer {
    let mode = overwrite_mode(&cx, None)?;
    let content_type = cx.header("content-type").map(str::to_owned);
    let space = cx.space().clone();
    let mut parts = Multipart::new(cx.take_body(), content_type.as_deref())?;
    let push = Push { app: cx.app, caller: cx.caller, space, is_nuget, mode };
    match push.take(&mut parts).await {
        Ok(Pushed::New(package, feed) | Pushed::Replaced(package, feed)) => {
            answer::json(StatusCode::CREATED, &resource(&package, &feed, true))
        }
        Ok(Pushed::Kept(package, feed)) => answer::ok(&resource(&package, &feed, true)),
        Err(error) => {
            parts.drain(DRAINED).await;
            Err(error)
        }
    }
}

impl Push {
    async fn take(&self, parts: &mut Multipart) -> Result<Pushed, ApiError> {
        let file = parts.first_file().await?;
        // NuGet clients call every package `package.nupkg`.
        let name = if self.is_nuget { FileName::Nuget } else { FileName::Given(file) };
        packages::check(&self.app, &self.caller, &self.space, &name, self.mode).await?;
        let received = self.content(parts).await?;
        Ok(packages::push(&self.app, &self.caller, &self.space, name, received, self.mode).await?)
    }

    /// The content of the part, written as it comes.
    async fn content(&self, parts: &mut Multipart) -> Result<Received, ApiError> {
        let mut upload = Upload::start(&self.app);
        loop {
            match parts.next().await? {
                Event::Content(piece) => upload.write(piece).await?,
                Event::Part(_) | Event::PartEnd | Event::End => return Ok(upload.finish().await?),
            }
        }
    }
}

/// `overwriteMode`, or its older form `replace`; NuGet clients put a slash behind the query. Where a body can say the
/// mode, too, the query comes first.
pub(crate) fn overwrite_mode(cx: &Cx, in_body: Option<&str>) -> Result<OverwriteMode, ApiError> {
    let value = |name: &str| cx.query(name).map(|value| value.trim_end_matches('/').to_lowercase());
    let mode = value("overwriteMode").or_else(|| in_body.map(str::to_lowercase));
    match (mode.as_deref(), value("replace").as_deref()) {
        (Some("failifexists"), _) | (None | Some(""), None | Some("" | "false")) => Ok(OverwriteMode::FailIfExists),
        (Some("overwriteexisting"), _) | (None | Some(""), Some("true")) => Ok(OverwriteMode::OverwriteExisting),
        (Some("ignoreifexists"), _) => Ok(OverwriteMode::IgnoreIfExists),
        (Some(other), _) if !other.is_empty() => Err(ApiError::bad_request(format!(
            "overwriteMode=\"{other}\" is not known; use FailIfExists, OverwriteExisting or IgnoreIfExists"
        ))),
        (_, other) => {
            Err(ApiError::bad_request(format!("replace=\"{}\" is neither true nor false", other.unwrap_or_default())))
        }
    }
}
