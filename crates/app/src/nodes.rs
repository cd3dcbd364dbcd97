//! Server nodes: so far this one, its cap of tasks and whether it drains (domain.md HA-02, TK-07).

use pulpo_access::permissions::AdministerSystem;
use pulpo_access::{Caller, Place};
use pulpo_domain::event::Category;
use pulpo_store::{Topic, Tx};

use crate::app::{App, Settings};
use crate::audit;
use crate::error::{Error, Result};

/// The most that a node is let run at once: past this the mistake is in the request.
const MOST_TASKS: u32 = 1000;

/// What an administrator can set of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeSettings {
    pub task_cap: u32,
    /// It finishes what it runs and starts nothing.
    pub is_draining: bool,
}

/// A node as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: String,
    pub name: String,
    pub settings: NodeSettings,
    pub running_tasks: i64,
}

/// The settings as they are kept, or as the server was started with.
pub fn settings_in(tx: &mut Tx<'_>, started_with: &Settings) -> Result<NodeSettings> {
    let kept = tx.node_settings()?;
    Ok(NodeSettings { task_cap: kept.task_cap.unwrap_or(started_with.task_cap), is_draining: kept.is_draining })
}

/// The id of the node of this name.
pub fn id_of(name: &str) -> String {
    let prefix = "OctopusServerNodes-";
    if name.starts_with(prefix) { name.to_owned() } else { format!("{prefix}{name}") }
}

/// This node.
pub async fn this(app: &App) -> Result<Node> {
    let settings = app.settings.clone();
    app.read(move |tx| node_in(tx, &settings)).await
}

/// All nodes.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Node>> {
    caller.require::<AdministerSystem>(&Place::SYSTEM)?;
    Ok(vec![this(app).await?])
}

/// The node with this id or name.
pub async fn get(app: &App, id: &str) -> Result<Node> {
    let node = this(app).await?;
    let known = [&node.id, &node.name].iter().any(|known| known.eq_ignore_ascii_case(id));
    if known { Ok(node) } else { Err(Error::not_found("server node", id)) }
}

/// Sets the cap and whether the node drains.
pub async fn modify(app: &App, caller: &Caller, id: &str, wanted: NodeSettings) -> Result<Node> {
    caller.require::<AdministerSystem>(&Place::SYSTEM)?;
    get(app, id).await?;
    if wanted.task_cap == 0 || wanted.task_cap > MOST_TASKS {
        return Err(Error::invalid(format!("a node runs between 1 and {MOST_TASKS} tasks at once")));
    }
    let (caller, settings) = (caller.clone(), app.settings.clone());
    app.write(move |tx| {
        let NodeSettings { task_cap, is_draining } = wanted;
        tx.set_node_settings(pulpo_store::NodeSettings { task_cap: Some(task_cap), is_draining })?;
        let node = node_in(tx, &settings)?;
        let state = if wanted.is_draining { "drains" } else { "takes tasks" };
        let message = format!("Server node {} was changed: at most {} tasks, {state}", node.name, wanted.task_cap);
        audit::event(tx, &caller, Category::Modified, None, message, &[&node.id])?;
        tx.wake(Topic::TaskQueue);
        Ok(node)
    })
    .await
}

fn node_in(tx: &mut Tx<'_>, settings: &Settings) -> Result<Node> {
    let sql = "SELECT COUNT(*) FROM task WHERE is_completed = 0 AND state <> 'Queued'";
    let running_tasks = tx.query(sql, &[])?.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
    Ok(Node {
        id: id_of(&settings.node_name),
        name: settings.node_name.clone(),
        settings: settings_in(tx, settings)?,
        running_tasks,
    })
}
