//! Reading a log: the tree of activities, and pages of lines.

use std::collections::HashMap;
use std::fs::File;
use std::io;

use jiff::Timestamp;

use super::chunk::{Chunks, Head};
use super::record::{Activity, Category, Line, Record, Records, Status, time};

/// Which lines are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// With the lines that are left out by default (domain.md TL-04).
    pub verbose: bool,
    /// Only the last so many of each activity.
    pub tail: Option<usize>,
}

/// A task's activities (TL-01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// The task itself, above all others.
    pub root: Option<ActivityLog>,
    /// Bytes of the log's file.
    pub size: u64,
    /// Lines of the whole log.
    pub lines: u64,
}

/// An activity with what is below it (TL-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityLog {
    /// The same whenever it is read: clients print each finished element once.
    pub id: String,
    pub name: String,
    pub status: Status,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub show_at_summary_level: bool,
    pub progress: Option<(u8, String)>,
    pub lines: Vec<Line>,
    pub children: Vec<ActivityLog>,
}

struct Node {
    parent: Option<Activity>,
    log: ActivityLog,
}

pub(super) fn details(file: File, id_prefix: &str, view: View) -> io::Result<Details> {
    let mut chunks = Chunks::new(file);
    let mut heads = Vec::new();
    while let Some(head) = chunks.head()? {
        chunks.skip(&head)?;
        heads.push(head);
    }
    let (size, lines) = heads.last().map_or((0, 0), |head| (head.end(), head.first_line + u64::from(head.lines) - 1));
    let wanted = wanted(&heads, view);
    let mut nodes: Vec<Node> = Vec::new();
    for (head, has_lines) in heads.iter().zip(wanted) {
        if !head.has_structure && !has_lines {
            continue;
        }
        chunks.go_to(head.position)?;
        let Some(again) = chunks.head()? else { break };
        let Some(records) = chunks.records(&again)? else { break };
        let mut number = head.first_line;
        for record in Records(&records) {
            take(&record, &mut number, &mut nodes, id_prefix, view.verbose);
        }
    }
    if let Some(tail) = view.tail {
        for node in &mut nodes {
            let surplus = node.log.lines.len().saturating_sub(tail);
            node.log.lines.drain(..surplus);
        }
    }
    Ok(Details { root: tree(nodes), size, lines })
}

/// Which chunks have lines that the view shows.
fn wanted(heads: &[Head], view: View) -> Vec<bool> {
    let Some(tail) = view.tail else { return heads.iter().map(|head| head.lines > 0).collect() };
    let mut seen: HashMap<Activity, usize> = HashMap::new();
    let mut wanted = vec![false; heads.len()];
    for (head, wanted) in heads.iter().zip(&mut wanted).rev() {
        for entry in &head.summary {
            let seen = seen.entry(entry.activity).or_default();
            *wanted |= *seen < tail;
            *seen += entry.lines as usize + if view.verbose { entry.verbose as usize } else { 0 };
        }
    }
    wanted
}

fn take(record: &Record<'_>, number: &mut u64, nodes: &mut Vec<Node>, id_prefix: &str, verbose: bool) {
    match *record {
        Record::Activity { parent, at_summary, name, .. } => {
            let log = ActivityLog {
                id: format!("{id_prefix}/{}", nodes.len()),
                name: name.to_owned(),
                status: Status::Pending,
                started: None,
                ended: None,
                show_at_summary_level: at_summary,
                progress: None,
                lines: Vec::new(),
                children: Vec::new(),
            };
            nodes.push(Node { parent, log });
        }
        Record::Status { activity, at_us, status } => {
            let Some(node) = nodes.get_mut(activity.0 as usize) else { return };
            node.log.status = status;
            match status {
                Status::Pending => {}
                Status::Running => node.log.started = Some(time(at_us)),
                Status::Success | Status::Failed | Status::Skipped | Status::SuccessWithWarning | Status::Canceled => {
                    node.log.ended = Some(time(at_us));
                }
            }
        }
        Record::Progress { activity, percentage, message } => {
            if let Some(node) = nodes.get_mut(activity.0 as usize) {
                node.log.progress = Some((percentage, message.to_owned()));
            }
        }
        Record::Line { activity, at_us, category, text } => {
            let line = Line { number: *number, activity, at: time(at_us), category, text: text.to_owned() };
            *number += 1;
            if let Some(node) = nodes.get_mut(activity.0 as usize).filter(|_| verbose || !category.is_verbose()) {
                node.log.lines.push(line);
            }
        }
        Record::Mark { .. } => {}
    }
}

/// Hangs every node under its parent. A parent is always older than its children.
fn tree(mut nodes: Vec<Node>) -> Option<ActivityLog> {
    while nodes.len() > 1 {
        let Node { parent, mut log } = nodes.pop()?;
        log.children.reverse();
        let parent = parent.and_then(|parent| nodes.get_mut(parent.0 as usize));
        if let Some(parent) = parent {
            parent.log.children.push(log);
        }
    }
    nodes.pop().map(|mut root| {
        root.log.children.reverse();
        root.log
    })
}

pub(super) fn page(file: File, from: u64, take: usize, verbose: bool) -> io::Result<Vec<Line>> {
    let mut chunks = Chunks::new(file);
    let mut lines = Vec::new();
    while lines.len() < take {
        let Some(head) = chunks.head()? else { break };
        if head.first_line + u64::from(head.lines) <= from || head.lines == 0 {
            chunks.skip(&head)?;
            continue;
        }
        let Some(records) = chunks.records(&head)? else { break };
        for (line, number) in Records(&records).filter_map(line).zip(head.first_line..) {
            let (activity, at_us, category, text) = line;
            if number >= from && (verbose || !category.is_verbose()) && lines.len() < take {
                lines.push(Line { number, activity, at: time(at_us), category, text: text.to_owned() });
            }
        }
    }
    Ok(lines)
}

fn line(record: Record<'_>) -> Option<(Activity, i64, Category, &str)> {
    match record {
        Record::Line { activity, at_us, category, text } => Some((activity, at_us, category, text)),
        Record::Activity { .. } | Record::Status { .. } | Record::Progress { .. } | Record::Mark { .. } => None,
    }
}
