//! Whether steps may run (builtin-worker.md B4, BW-06).

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn later(seconds: i64) -> Timestamp {
    AT + SignedDuration::from_secs(seconds)
}

fn report(launcher: &str, failure: Option<&str>) -> Report {
    let mut report = Report::new("pulpo".to_owned(), vec!["pulpo-worker-1".to_owned()]);
    report.launcher = Some(launcher.to_owned());
    if let Some(cause) = failure {
        report.fail(4, cause, "repair it");
    }
    report
}

/// A worker whose fence is broken for the first `broken` tests, and how often it was tested.
fn fenced(broken: usize) -> (BuiltInWorker, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let test = move || {
        let failure = (counted.fetch_add(1, Ordering::SeqCst) < broken).then_some("a job could open the master key");
        report("a", failure)
    };
    (BuiltInWorker::launcher(None, Arc::new(test)), count)
}

#[tokio::test]
async fn a_fence_that_does_not_hold_refuses_steps_and_is_tried_again_when_needed() {
    let (worker, count) = fenced(1);
    let why = worker.ready(Some("a"), || AT).await.unwrap_err();
    assert_eq!(
        why,
        "the built-in worker is unavailable: its self-test failed at \"Check the process impersonation worked as \
         expected\": a job could open the master key"
    );
    assert_eq!(worker.warnings(), [format!("Steps cannot run on this server: {why}.")]);
    worker.ready(Some("a"), || later(9)).await.unwrap_err();
    assert_eq!(count.load(Ordering::SeqCst), 1, "not more often than every ten seconds");
    worker.ready(Some("a"), || later(10)).await.unwrap();
    assert_eq!((worker.refusal(), worker.warnings()), (None, vec![]));
}

#[tokio::test]
async fn a_launcher_that_was_started_anew_is_tested_anew() {
    let (worker, count) = fenced(0);
    worker.ready(Some("a"), || AT).await.unwrap();
    worker.ready(Some("a"), || later(1000)).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    worker.ready(Some("b"), || later(1001)).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_the_mode_forbids_no_test_allows() {
    let off = BuiltInWorker::off();
    assert_eq!(off.ready(None, || AT).await.unwrap_err(), SWITCHED_OFF);
    let root = BuiltInWorker::same_user(Some("the server runs as root".to_owned()));
    assert_eq!(root.ready(None, || AT).await.unwrap_err(), "the server runs as root");
    let test = || report("a", None);
    let both = BuiltInWorker::launcher(Some("the server runs as root".to_owned()), Arc::new(test));
    both.test(|| AT).await.unwrap();
    both.ready(Some("a"), || AT).await.unwrap_err();
}

#[tokio::test]
async fn running_under_the_servers_account_is_warned_of_for_as_long_as_it_is_so() {
    let worker = BuiltInWorker::same_user(None);
    worker.ready(None, || AT).await.unwrap();
    assert_eq!(worker.warnings(), [SAME_USER]);
}

#[tokio::test]
async fn each_reduced_control_is_a_warning_of_its_own() {
    let test = || Report { reduced: vec!["memory: no controller".to_owned()], ..report("a", None) };
    let worker = BuiltInWorker::launcher(None, Arc::new(test));
    worker.test(|| AT).await.unwrap();
    assert_eq!(worker.warnings(), ["The fence of the built-in worker is reduced: memory: no controller."]);
}

#[test]
fn steps_after_a_failed_one_have_not_passed() {
    let mut report = report("a", None);
    assert!(report.passed());
    report.fail(2, "nobody answers", "start the launcher");
    report.not_tried_after(2);
    let failed: Vec<bool> = (1..=4).map(|step| report.has_failed(step)).collect();
    assert_eq!(failed, [false, true, true, true]);
}
