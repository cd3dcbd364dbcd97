//! All that fuzzing has found worth keeping is read again.

use std::fs;
use std::path::Path;

use pulpo_fuzz::TARGETS;

#[test]
fn every_target_comes_back_from_its_whole_corpus() {
    for target in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        assert!(files.len() >= 10, "{} has a corpus", target.name);
        for file in files {
            (target.run)(&fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        }
    }
}
