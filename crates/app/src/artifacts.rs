//! Artifacts: files that a step, or a person, leaves with a task (domain.md AR).

use std::fs::File;

use pulpo_access::permissions::{ArtifactCreate, ArtifactDelete, ArtifactEdit};
use pulpo_access::{Caller, Granted, Permission, Permits, Sealed};
use pulpo_domain::artifact::{Artifact, check_filename};
use pulpo_domain::ids::{ArtifactId, SpaceId};
use pulpo_domain::task::Task;
use pulpo_store::query::ScopeColumns;
use pulpo_store::{Page, Query, Tx};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::packages::Received;
use crate::tasks;

/// Who may know that an artifact exists: decided by the artifact's own place (CVE-2024-4811).
const VIEW: &[Permission] = &[Permission::ArtifactView];
const SCOPE: ScopeColumns = ScopeColumns {
    project: Some("project_id"),
    environment: Some("environment_id"),
    tenant: Some("tenant_id"),
    ..ScopeColumns::NONE
};
/// The longest file name that every file system takes.
const LONGEST_NAME: usize = 255;

/// What a list of artifacts is asked for; empty lists do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub ids: Vec<String>,
    /// Tasks, deployments, projects, environments, tenants, releases: artifacts of any of them.
    pub regarding: Vec<String>,
    /// A part of the file name.
    pub partial_name: Option<String>,
    pub oldest_first: bool,
    pub skip: i64,
    pub take: i64,
}

/// What a person can say about an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub filename: String,
    pub source: Option<String>,
}

/// The content of an artifact, opened.
pub struct Content {
    pub artifact: Artifact,
    /// Nothing: none was uploaded yet.
    pub file: Option<File>,
}

pub async fn list(app: &App, caller: &Caller, space: &SpaceId, filter: Filter) -> Result<Page<Artifact>> {
    let scope = caller.scope(Permission::ArtifactView, Some(space));
    let mut query = Query::new().eq("space_id", space.as_str()).scope(&scope, SCOPE);
    if !filter.ids.is_empty() {
        query = query.one_of("id", &filter.ids);
    }
    for id in &filter.regarding {
        query = query.raw(
            "(task_id = $1 OR project_id = $1 OR environment_id = $1 OR tenant_id = $1 OR task_id IN \
             (SELECT task_id FROM deployment WHERE deployment.id = $1 OR deployment.release_id = $1))",
            &[id.into()],
        );
    }
    if let Some(part) = &filter.partial_name {
        query = query.contains("name_key", part);
    }
    let order = if filter.oldest_first { "created, number" } else { "created DESC, number DESC" };
    app.read(move |tx| Ok(tx.page(&query.order(order), filter.skip, filter.take)?)).await
}

pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Artifact> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &space, &id)?).open_to_see(&caller, VIEW, &id)?)).await
}

/// Makes an artifact of a task, whose place it takes; its content comes afterwards.
pub async fn create(app: &App, caller: &Caller, space: &SpaceId, task_id: &str, edit: Edit) -> Result<Artifact> {
    let (caller, space, task_id) = (caller.clone(), space.clone(), task_id.to_owned());
    app.write(move |tx| {
        // Whoever may not see the task is told that there is none.
        let task = tx.load::<Task>(&task_id)?.map(|found| found.record);
        let task = task.filter(|task| task.space_id.as_ref() == Some(&space));
        let task = task.ok_or_else(|| Error::not_found("task", task_id.clone()))?;
        let task =
            Sealed::new(task).open_to_see(&caller, &[tasks::VIEW, &[Permission::ArtifactCreate]].concat(), &task_id)?;
        let blank = Artifact {
            id: ArtifactId::numbered(tx.next_number(ArtifactId::COLLECTION)?),
            space_id: space,
            filename: String::new(),
            source: None,
            task_id: task.id,
            project_id: task.project_id,
            environment_id: task.environment_id,
            tenant_id: task.tenant_id,
            created: tx.now(),
            log_correlation_id: None,
            blob: None,
            size: 0,
        };
        let granted = Granted::<ArtifactCreate, _>::create(edited(blank, edit)?, &caller)?;
        tx.insert(&granted)?;
        record(tx, &caller, Change::Created, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Changes the file name and source.
pub async fn modify(app: &App, caller: &Caller, space: &SpaceId, id: &str, edit: Edit) -> Result<Artifact> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ArtifactEdit>(tx, &caller, &space, &id)?;
        let changed = edited(granted.clone(), edit)?;
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        record(tx, &caller, Change::Modified, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ArtifactDelete>(tx, &caller, &space, &id)?;
        tx.delete(&granted)?;
        // The blob goes when nothing has named it for a day: another artifact may have the same content.
        if let Some(blob) = &granted.blob {
            tx.touch_blob(blob, granted.size)?;
        }
        record(tx, &caller, Change::Deleted, &granted)
    })
    .await
}

/// Refuses content that the caller may not upload, before it comes.
pub async fn check_upload(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| open::<ArtifactCreate>(tx, &caller, &space, &id).map(|_| ())).await
}

/// Makes a file the content of the artifact. Durable when this returns.
pub async fn put_content(app: &App, caller: &Caller, space: &SpaceId, id: &str, file: Received) -> Result<Artifact> {
    let blobs = app.store().blobs().clone();
    // Until the row is there that names the blob, nothing may sweep it.
    let _naming = blobs.naming().await;
    let info = file.keep(&blobs).await?;
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let granted = open::<ArtifactCreate>(tx, &caller, &space, &id)?;
        if let Some(old) = &granted.blob {
            tx.touch_blob(old, granted.size)?;
        }
        let mut changed = granted.clone();
        changed.size = info.size;
        tx.touch_blob(&info.hash, info.size)?;
        changed.blob = Some(info.hash);
        let granted = granted.changed_to(changed, &caller)?;
        tx.update(&granted)?;
        record(tx, &caller, Change::Modified, &granted)?;
        Ok(granted.into_inner())
    })
    .await
}

/// Opens the content for whoever may see the artifact.
pub async fn content(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<Content> {
    let artifact = get(app, caller, space, id).await?;
    let Some(blob) = artifact.blob.clone() else { return Ok(Content { artifact, file: None }) };
    let file = app.store().blobs().file(&blob).await?;
    Ok(Content { artifact, file: Some(file) })
}

fn edited(mut artifact: Artifact, edit: Edit) -> Result<Artifact> {
    let filename = edit.filename.trim().to_owned();
    check_filename(&filename).map_err(Error::invalid)?;
    if filename.len() > LONGEST_NAME {
        return Err(Error::invalid(format!("the artifact's file name is longer than {LONGEST_NAME} bytes")));
    }
    artifact.filename = filename;
    artifact.source = edit.source;
    Ok(artifact)
}

fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<Artifact> {
    let found = tx.load::<Artifact>(id)?.map(|found| found.record).filter(|artifact| artifact.space_id == *space);
    found.ok_or_else(|| Error::not_found("artifact", id))
}

fn open<P: Permits>(tx: &mut Tx<'_>, caller: &Caller, space: &SpaceId, id: &str) -> Result<Granted<P, Artifact>> {
    Ok(Sealed::new(find(tx, space, id)?).open::<P>(caller, VIEW, id)?)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, artifact: &Artifact) -> Result<()> {
    let mut related = vec![artifact.id.as_str(), artifact.task_id.as_str()];
    related.extend(artifact.project_id.as_ref().map(AsRef::<str>::as_ref));
    related.extend(artifact.environment_id.as_ref().map(AsRef::<str>::as_ref));
    related.extend(artifact.tenant_id.as_ref().map(AsRef::<str>::as_ref));
    let what = ("artifact", artifact.filename.as_str());
    Ok(audit::changed(tx, caller, change, Some(&artifact.space_id), what, &related)?)
}
