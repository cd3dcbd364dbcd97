//! A log of a million lines: how fast it is written, and how soon its pages are there (speed.md goal 8).

use std::time::Instant;

use jiff::Timestamp;
use pulpo_domain::ids::TaskId;
use pulpo_store::Wakes;
use pulpo_store::task_log::{Category, Source, TaskLogs, View};

const LINES: u64 = 1_000_000;
/// Lines that one piece of a job's output holds.
const PIECE: u64 = 600;

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn main() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let logs = TaskLogs::open(folder.path()).expect("a folder of logs");
    let task = TaskId::numbered(1);
    let log = logs.append(&task, &Wakes::default()).expect("a log");
    let root = log.activity("task", None, "Deploy");
    let step = log.activity("step", Some(root), "Step 1");
    let begun = Instant::now();
    for piece in 0..LINES / PIECE {
        let mut batch = log.batch();
        for line in 0..PIECE {
            let text = format!("line {line} of piece {piece}: as long as lines of a deployment mostly are, so to say");
            batch.line(step, Timestamp::UNIX_EPOCH, Category::Info, &text);
        }
        batch.taken(Source([1; 16]), piece + 1);
        drop(batch);
        log.flush().expect("the disk has room");
    }
    println!("written: {:?} for {LINES} lines", begun.elapsed());
    for (name, from) in [("first", 1), ("middle", LINES / 2), ("last", LINES - 1000)] {
        let begun = Instant::now();
        let page = logs.page(&task, from, 100, false).expect("a page");
        println!("{name} page of {} lines: {:?}", page.len(), begun.elapsed());
    }
    let begun = Instant::now();
    let details = logs.details(&task, View { verbose: false, tail: Some(100) }).expect("details").expect("a log");
    println!("tail of 100 lines: {:?} ({} lines, {} bytes)", begun.elapsed(), details.lines, details.size);
}
