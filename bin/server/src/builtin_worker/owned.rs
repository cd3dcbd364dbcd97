//! Files that an account owns outside its own folders: a step could change each of them, and leave in it what comes to
//! life later (builtin-worker.md B4, Accounts).

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::account::Account;

/// Where configuration, programs and data lie; the rest is the kernel's, the system's or everybody's.
const PLACES: [&str; 7] = ["/etc", "/home", "/opt", "/root", "/srv", "/usr/local", "/var"];
/// More names than this are not looked at, so that a large disk does not hold up the set-up.
const MOST: usize = 500_000;
/// So many are named.
const NAMED: usize = 3;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Owned {
    pub(crate) files: Vec<PathBuf>,
    /// Not everything was looked at.
    pub(crate) is_cut: bool,
}

/// What the account owns elsewhere than in its home, its mailbox and the folder of jobs.
pub(crate) fn by(account: &Account, jobs: &Path) -> Owned {
    let mailboxes = ["/var/mail", "/var/spool/mail"].map(|folder| Path::new(folder).join(&account.name));
    let mut own: Vec<&Path> = mailboxes.iter().map(PathBuf::as_path).collect();
    own.extend([Path::new(&account.home), jobs]);
    beneath(&PLACES.map(Path::new), account.uid, &own, MOST)
}

fn beneath(places: &[&Path], uid: u32, own: &[&Path], most: usize) -> Owned {
    let mut found = Owned::default();
    let mut folders: Vec<PathBuf> = places.iter().map(|place| (*place).to_owned()).collect();
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            count += 1;
            let path = entry.path();
            if own.contains(&path.as_path()) {
                continue;
            }
            // What has gone meanwhile is nobody's.
            let Ok(status) = entry.metadata() else { continue };
            if status.uid() == uid {
                found.files.push(path.clone());
            }
            if found.files.len() >= NAMED || count >= most {
                found.is_cut = count >= most;
                return found;
            }
            if status.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_account_owns_is_found_but_in_its_own_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let uid = fs::metadata(path).unwrap().uid();
        fs::create_dir_all(path.join("a/b")).unwrap();
        fs::create_dir(path.join("home")).unwrap();
        fs::write(path.join("home/mine"), "").unwrap();
        let look = |own: &[&Path], most| beneath(&[path], uid, own, most);
        let home = path.join("home");
        let names = |owned: Owned| {
            let mut names: Vec<_> = owned.files.iter().map(|file| file.file_name().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(look(&[&home], 100)), ["a", "b"]);
        assert_eq!(look(&[&home, &path.join("a")], 100), Owned::default());
        assert_eq!(beneath(&[path], uid + 1, &[], 100), Owned::default());
        assert!(beneath(&[path], uid + 1, &[], 2).is_cut);
        assert_eq!(look(&[], 100).files.len(), NAMED);
    }
}
