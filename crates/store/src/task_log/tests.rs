use std::fs::OpenOptions;
use std::io::{Read, Write};

use super::*;

struct Bench {
    folder: tempfile::TempDir,
    logs: TaskLogs,
    task: TaskId,
}

const AT: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let logs = TaskLogs::open(folder.path()).unwrap();
        Self { folder, logs, task: TaskId::numbered(1) }
    }

    fn open(&self) -> TaskLog {
        self.logs.append(&self.task, &Wakes::default()).unwrap()
    }

    fn texts(&self) -> Vec<String> {
        self.logs.page(&self.task, 1, 1000, true).unwrap().into_iter().map(|line| line.text).collect()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("0/ServerTasks-1.log")
    }
}

fn info(log: &TaskLog, activity: Activity, text: &str) {
    log.batch().line(activity, AT, Category::Info, text);
}

#[test]
fn a_log_is_gone_on_with_where_it_was_left() {
    let bench = Bench::new();
    let source = Source([7; 16]);
    {
        let log = bench.open();
        let root = log.activity("root", None, "Deploy");
        let mut batch = log.batch();
        batch.line(root, AT, Category::Warning, "one");
        batch.taken(source, 40);
        drop(batch);
        log.flush().unwrap();
        info(&log, root, "never written");
    }
    let log = bench.open();
    assert_eq!((log.mark(source), log.has_trouble()), (40, true));
    let root = log.activity("root", None, "Deploy");
    info(&log, root, "two");
    log.flush().unwrap();
    assert_eq!(bench.texts(), ["one", "two"]);
    let details = bench.logs.details(&bench.task, View::default()).unwrap().unwrap();
    assert_eq!((details.lines, details.root.unwrap().children.len()), (2, 0));
}

#[test]
fn a_chunk_torn_anywhere_is_cut_off_whole() {
    let bench = Bench::new();
    let log = bench.open();
    let root = log.activity("root", None, "Deploy");
    info(&log, root, "kept");
    log.flush().unwrap();
    let whole = fs::read(bench.file()).unwrap();
    info(&log, root, "torn");
    log.flush().unwrap();
    let all = fs::read(bench.file()).unwrap();
    for cut in whole.len()..all.len() {
        fs::write(bench.file(), &all[..cut]).unwrap();
        assert_eq!(bench.texts(), ["kept"], "read after a cut at {cut}");
        let log = bench.open();
        info(&log, root, "after");
        log.flush().unwrap();
        assert_eq!(bench.texts(), ["kept", "after"], "cut at {cut}");
    }
}

#[test]
fn a_tail_that_is_damaged_is_not_taken_for_lines() {
    let bench = Bench::new();
    let log = bench.open();
    let root = log.activity("root", None, "Deploy");
    info(&log, root, "kept");
    log.flush().unwrap();
    let good = fs::read(bench.file()).unwrap();
    info(&log, root, "lost");
    log.flush().unwrap();
    let mut damaged = fs::read(bench.file()).unwrap();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(bench.file(), &damaged).unwrap();
    drop(bench.open());
    assert_eq!(fs::read(bench.file()).unwrap(), good);
    OpenOptions::new().append(true).open(bench.file()).unwrap().write_all(&[0; 100]).unwrap();
    assert_eq!(bench.texts(), ["kept"]);
}

#[test]
fn what_is_said_once_and_what_is_final_is_not_said_again() {
    let bench = Bench::new();
    let log = bench.open();
    let root = log.activity("root", None, "Deploy");
    for _ in 0..2 {
        let mut batch = log.batch();
        batch.line_once(Source([1; 16]), root, AT, Category::Info, "skipped");
        batch.status(root, AT, Status::Running);
        batch.status(root, AT, Status::Failed);
        batch.status(root, AT, Status::Running);
    }
    log.flush().unwrap();
    assert_eq!(bench.texts(), ["skipped"]);
    assert_eq!(bench.logs.details(&bench.task, View::default()).unwrap().unwrap().root.unwrap().status, Status::Failed);
}

#[test]
fn the_tree_has_stable_ids_and_the_last_lines_of_each_activity() {
    let bench = Bench::new();
    let log = bench.open();
    let root = log.activity("root", None, "Deploy");
    let step = log.activity("step", Some(root), "Step 1");
    let targets = ["A", "B"].map(|name| log.activity(name, Some(step), name));
    for round in 0..50 {
        for target in targets {
            info(&log, target, &format!("line {round}"));
            log.batch().line(target, AT, Category::Verbose, "noise");
        }
        log.flush().unwrap();
    }
    let read = |view| bench.logs.details(&bench.task, view).unwrap().unwrap().root.unwrap();
    let tree = read(View { verbose: false, tail: Some(2) });
    let step = &tree.children[0];
    assert_eq!(tree.children[0].children.iter().map(|child| child.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    for child in &step.children {
        assert_eq!(child.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["line 48", "line 49"]);
    }
    assert!(tree.id.starts_with("ServerTasks-1_") && tree.id.ends_with("/0"));
    assert_eq!(step.children[1].id, format!("{}3", tree.id.strip_suffix('0').unwrap()));
    assert_eq!(read(View { verbose: true, tail: None }).children[0].children[0].lines.len(), 100);
    let page = bench.logs.page(&bench.task, 100, 3, true).unwrap();
    assert_eq!(page.iter().map(|line| line.number).collect::<Vec<_>>(), [100, 101, 102]);
}

#[test]
fn a_script_that_runs_wild_is_cut_off_with_one_line() {
    let bench = Bench::new();
    let logs = bench.logs.clone().with_limit(1000);
    let log = logs.append(&bench.task, &Wakes::default()).unwrap();
    let root = log.activity("root", None, "Deploy");
    for _ in 0..100 {
        info(&log, root, "a line of thirty characters...");
        log.flush().unwrap();
    }
    let texts = bench.texts();
    assert!(texts.last().unwrap().contains("limit of 1000 bytes"));
    assert_eq!(texts.iter().filter(|text| text.contains("limit")).count(), 1);
}

#[test]
fn a_log_is_read_as_text() {
    let bench = Bench::new();
    let log = bench.open();
    let root = log.activity("root", None, "Deploy");
    let step = log.activity("step", Some(root), "Step 1");
    log.batch().status(step, AT, Status::Running);
    info(&log, step, "first\nsecond");
    log.flush().unwrap();
    let mut text = String::new();
    bench.logs.raw(&bench.task, "Task: ServerTasks-1\n").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text.lines().next(), Some("Task: ServerTasks-1"));
    assert!(text.contains("== Running: Step 1 =="), "{text}");
    assert!(text.contains("00:00:00   Info     |     first\n00:00:00   Info     |     second\n"), "{text}");
}

#[test]
fn an_id_from_outside_never_becomes_a_path() {
    let bench = Bench::new();
    for id in ["../../etc/passwd", "ServerTasks-../1", "ServerTasks-", "ServerTasks-+1/"] {
        assert_eq!(bench.logs.details(&TaskId::new(id), View::default()).unwrap(), None);
    }
}
