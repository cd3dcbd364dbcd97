//! `--reset`: back to the server's own account, and `--reset --remove`: back to the machine as it was.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::journal::{Journal, Made};
use super::settings::{self, Mode};
use super::{account, commands, files, launcher_config, work};

/// Lets steps run under the server's own account again. Gives the line that says so.
pub(crate) fn mode(settings: &Path, dry: bool) -> Result<String> {
    let shown = settings.display();
    let text = match fs::read_to_string(settings) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(format!("Steps run under the server's own account already: there is no '{shown}'"));
        }
        Err(error) => return Err(error).with_context(|| format!("could not read {shown}")),
    };
    // Without a word about it the mode is the same.
    if !text.contains("worker") || settings::says(&text, &Mode::SameUser)? {
        return Ok(format!("Steps run under the server's own account already ('{shown}')"));
    }
    if !dry {
        use std::os::unix::fs::MetadataExt;
        let found = fs::metadata(settings).with_context(|| format!("could not look at {shown}"))?;
        let text = settings::set(&text, &Mode::SameUser).with_context(|| shown.to_string())?;
        files::write(settings, &text, found.mode() & 0o7777, Some(found.gid()))?;
    }
    Ok(format!("Configuring the server to run steps under its own account ('{shown}')"))
}

/// What an entry is, for people.
pub(crate) fn describe(made: &Made) -> String {
    match made {
        Made::Account(name) => format!("the account '{name}'"),
        Made::File(path) => format!("the file '{}'", path.display()),
        Made::Folder(path) => format!("the folder '{}'", path.display()),
        Made::Scratch(path) => format!("the folder '{}' with all in it", path.display()),
        Made::DataOwner { path, .. } => format!("the new owner of '{}'", path.display()),
        Made::Unit(name) => format!("the unit '{name}'"),
        Made::Rules(table) => format!("the network rules (nft table inet {table})"),
        Made::Launcher { .. } => "the running launcher 'pulpo-launcher'".to_owned(),
    }
}

/// Takes back all that was made, last first. What cannot be taken back stays on the list and is told.
pub(crate) fn remove(journal: &Journal, dry: bool, mut tell: impl FnMut(&str)) -> Result<bool> {
    let mut made = journal.read()?;
    if made.is_empty() {
        tell("Nothing is left that was made on this machine");
        return Ok(true);
    }
    // The list itself lies in a folder that was made.
    let own = journal.path().parent().map(Path::to_owned);
    let mut left: Vec<Made> = Vec::new();
    while let Some(last) = made.pop() {
        let holds_list = matches!(&last, Made::Folder(path) if Some(path) == own.as_ref());
        tell(&doing(&last));
        if dry {
            continue;
        }
        if holds_list && left.is_empty() {
            journal.keep(&[])?;
        }
        if let Err(error) = undo(&last) {
            tell(&format!("  {} stays: {error:#}", describe(&last)));
            left.insert(0, last);
        }
    }
    if !dry && own.is_some_and(|own| own.exists()) {
        journal.keep(&left)?;
    }
    Ok(left.is_empty())
}

fn doing(made: &Made) -> String {
    match made {
        Made::DataOwner { path, uid, .. } => {
            format!("Giving '{}' back to '{}'", path.display(), account::name_of(*uid))
        }
        Made::Launcher { .. } => "Stopping the launcher 'pulpo-launcher'".to_owned(),
        Made::Unit(name) => format!("Stopping and disabling the unit '{name}'"),
        Made::Account(_) | Made::File(_) | Made::Folder(_) | Made::Scratch(_) | Made::Rules(_) => {
            format!("Removing {}", describe(made))
        }
    }
}

fn undo(made: &Made) -> Result<()> {
    match made {
        Made::Account(name) => remove_account(name),
        Made::File(path) => gone(fs::remove_file(path)),
        Made::Folder(path) => match fs::remove_dir(path) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
                // What is in it is not ours to throw away; with its account gone it belongs to root.
                files::give(path, 0, 0)?;
                bail!("it is not empty; it belongs to root now")
            }
            done => gone(done),
        },
        Made::Scratch(path) => gone(fs::remove_dir_all(path)),
        Made::DataOwner { path, uid, gid } => {
            if path.exists() {
                files::give(path, *uid, *gid)
            } else {
                Ok(())
            }
        }
        Made::Unit(name) => {
            commands::output("systemctl", &["disable", "--now", "--quiet", name])?;
            Ok(())
        }
        Made::Rules(table) => {
            if commands::output("nft", &["list", "table", "inet", table]).is_ok() {
                commands::output("nft", &["delete", "table", "inet", table])?;
            }
            Ok(())
        }
        Made::Launcher { config } => {
            let conf = launcher_config::read(config)?;
            if let Some(pid) = work::answers(&conf.socket, &conf.server) {
                files::end_launcher_of(pid)?;
            }
            if let Some(folder) = conf.socket.parent() {
                gone(fs::remove_dir_all(folder))?;
            }
            Ok(())
        }
    }
}

/// What is not there need not be removed.
fn gone(done: std::io::Result<()>) -> Result<()> {
    match done {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove_account(name: &str) -> Result<()> {
    if account::find(name).is_some() {
        commands::output("userdel", &[name])?;
    }
    if commands::output("getent", &["group", "--", name]).is_ok() {
        commands::output("groupdel", &[name])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_taken_back_last_first_and_its_list_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("etc");
        let scratch = folder.path().join("work");
        fs::create_dir(&own).unwrap();
        fs::create_dir_all(scratch.join("slot-1/job")).unwrap();
        fs::write(own.join("worker.conf"), "").unwrap();
        let journal = Journal::at(own.join("made"));
        for made in [Made::Folder(own.clone()), Made::Scratch(scratch.clone()), Made::File(own.join("worker.conf"))] {
            journal.add(&made).unwrap();
        }
        let mut said = Vec::new();
        assert!(remove(&journal, true, |line| said.push(line.to_owned())).unwrap());
        assert!(own.join("worker.conf").exists(), "a dry run removes nothing");
        assert!(said[0].starts_with("Removing the file '") && said[2].starts_with("Removing the folder '"), "{said:?}");
        assert!(remove(&journal, false, |_| {}).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_mode_goes_back_and_a_second_time_says_already() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.toml");
        assert!(mode(&path, false).unwrap().contains("already"));
        fs::write(&path, "data-dir = \"/srv\"\n[worker]\nmode = \"launcher\"\n").unwrap();
        assert!(mode(&path, true).unwrap().starts_with("Configuring"));
        assert!(mode(&path, false).unwrap().starts_with("Configuring"));
        assert!(mode(&path, false).unwrap().contains("already"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "data-dir = \"/srv\"\n[worker]\nmode = \"same-user\"\n");
    }
}
