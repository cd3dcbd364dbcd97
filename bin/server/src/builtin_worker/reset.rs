//! `--reset`: back to the server's own account, and `--reset --remove`: back to the machine as it was.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

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
        Made::File(path) | Made::Settings(path) => format!("the file '{}'", path.display()),
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
    let had_units = made.iter().any(|made| matches!(made, Made::Unit(_)));
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
        match undo(&last) {
            Ok(Undone::Gone) => {}
            Ok(Undone::Kept(why)) => tell(&format!("  {} stays: {why}", describe(&last))),
            Err(error) => {
                tell(&format!("  {} cannot be taken back: {error:#}", describe(&last)));
                left.insert(0, last);
            }
        }
    }
    if !dry && own.is_some_and(|own| own.exists()) {
        journal.keep(&left)?;
    }
    if had_units && !dry {
        commands::output("systemctl", &["daemon-reload"])?;
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
        Made::Account(_) | Made::File(_) | Made::Settings(_) | Made::Folder(_) | Made::Scratch(_) | Made::Rules(_) => {
            format!("Removing {}", describe(made))
        }
    }
}

/// What became of a thing that is no longer wanted.
enum Undone {
    Gone,
    /// It holds what is not ours to throw away.
    Kept(&'static str),
}

fn undo(made: &Made) -> Result<Undone> {
    match made {
        Made::Settings(path) if has_settings_of_others(path) => {
            return Ok(Undone::Kept("it holds settings that were written by hand"));
        }
        Made::Folder(path) if is_filled(path) => {
            // With its account gone it belongs to root.
            files::give(path, 0, 0)?;
            return Ok(Undone::Kept("it is not empty; it belongs to root now"));
        }
        Made::Account(_)
        | Made::File(_)
        | Made::Settings(_)
        | Made::Folder(_)
        | Made::Scratch(_)
        | Made::DataOwner { .. }
        | Made::Unit(_)
        | Made::Rules(_)
        | Made::Launcher { .. } => take_back(made),
    }?;
    Ok(Undone::Gone)
}

fn is_filled(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// Whether somebody has written more into the settings than set-up did.
fn has_settings_of_others(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let table = text.parse::<toml::Table>().unwrap_or_default();
    let own = |name: &str| matches!(name, "mode" | "launcher-config");
    table.iter().any(|(name, value)| match (name.as_str(), value.as_table()) {
        ("data-dir", _) => false,
        ("worker", Some(worker)) => !worker.keys().all(|name| own(name)),
        _ => true,
    })
}

fn take_back(made: &Made) -> Result<()> {
    match made {
        Made::Account(name) => remove_account(name),
        Made::File(path) | Made::Settings(path) => gone(fs::remove_file(path)),
        Made::Folder(path) => gone(fs::remove_dir(path)),
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
    if let Some(account) = account::find(name) {
        files::end_keepers_of(account.uid)?;
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
    fn what_others_have_put_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("etc");
        fs::create_dir(&own).unwrap();
        let settings = own.join("server.toml");
        fs::write(&settings, "data-dir = \"/srv\"\nlisten = \"0.0.0.0:80\"\n[worker]\nmode = \"same-user\"\n").unwrap();
        let journal = Journal::at(folder.path().join("made"));
        journal.add(&Made::Settings(settings.clone())).unwrap();
        let mut said = Vec::new();
        assert!(remove(&journal, false, |line| said.push(line.to_owned())).unwrap());
        assert!(settings.exists() && said[1].ends_with("it holds settings that were written by hand"), "{said:?}");
        fs::write(&settings, "data-dir = \"/srv\"\n[worker]\nmode = \"same-user\"\n").unwrap();
        journal.add(&Made::Settings(settings.clone())).unwrap();
        assert!(remove(&journal, false, |_| {}).unwrap());
        assert!(!settings.exists());
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
