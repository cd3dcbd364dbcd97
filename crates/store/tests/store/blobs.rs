//! Blobs: whole under their name, or not there.

use pulpo_testkit::scratch::ScratchStore;

/// How many files lie below a folder.
fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn a_blob_is_named_by_its_content_and_half_of_one_leaves_nothing() {
    let scratch = ScratchStore::sqlite();
    let blobs = scratch.store.blobs();
    let mut half = blobs.stage().unwrap();
    half.write(b"half of").unwrap();
    drop(half);
    assert_eq!(files(&scratch.folder.path().join("blobs")), 0);

    let mut staged = blobs.stage().unwrap();
    staged.write(b"hello ").unwrap();
    staged.write(b"world").unwrap();
    let info = blobs.keep(staged).await.unwrap();
    assert_eq!(info.sha1, "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed");
    assert_eq!(info.hash, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    let mut content = String::new();
    std::io::Read::read_to_string(&mut blobs.file(&info.hash).await.unwrap(), &mut content).unwrap();
    assert_eq!((content.as_str(), info.size), ("hello world", 11));
}

#[tokio::test]
async fn blobs_are_listed_by_age_and_removed() {
    let scratch = ScratchStore::sqlite();
    let blobs = scratch.store.blobs();
    let mut staged = blobs.stage().unwrap();
    staged.write(b"hello").unwrap();
    let info = blobs.keep(staged).await.unwrap();
    let _unfinished = blobs.stage().unwrap();
    assert_eq!(blobs.written_before(jiff::Timestamp::MAX).await.unwrap(), [info.hash.as_str()]);
    assert!(blobs.written_before(jiff::Timestamp::UNIX_EPOCH).await.unwrap().is_empty());
    blobs.remove(&info.hash).await.unwrap();
    assert_eq!(blobs.file(&info.hash).await.unwrap_err().kind(), std::io::ErrorKind::NotFound);
    // Removing it again is no error: a sweep may have been cut short.
    blobs.remove(&info.hash).await.unwrap();
}
