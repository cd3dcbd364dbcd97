//! Limits for a job as a whole, where the machine lets us set them: a cgroup (version 2) for each slot.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use workerconf::Class;

/// What a job is limited in, and where.
pub(crate) struct Cgroups {
    folders: Vec<PathBuf>,
    /// Why there are none.
    pub(crate) why: String,
}

impl Cgroups {
    /// A cgroup for each slot below our own, named after the work folder so that the next launcher finds them again.
    pub(crate) fn new(work: &Path, slots: usize) -> Self {
        match make(work, slots) {
            Ok(folders) => Self { folders, why: String::new() },
            Err(error) => Self { folders: Vec::new(), why: error.to_string() },
        }
    }

    /// Whether that controller limits our jobs.
    pub(crate) fn has(&self, controller: &str) -> bool {
        let file = if controller == "cpu" { "cpu.weight".to_owned() } else { format!("{controller}.max") };
        self.folders.first().is_some_and(|folder| folder.join(file).exists())
    }

    /// Puts this process into the cgroup of a slot, counted from one. Not at its birth: a kernel that has ever killed
    /// that cgroup then takes the child for one of those that it killed.
    pub(crate) fn enter(&self, slot: usize) -> io::Result<()> {
        let Some(folder) = self.folders.get(slot - 1) else { return Ok(()) };
        fs::write(folder.join("cgroup.procs"), "0")
    }

    pub(crate) fn limit(&self, slot: usize, class: &Class) -> io::Result<()> {
        let Some(folder) = self.folders.get(slot - 1) else { return Ok(()) };
        let values = [
            ("memory.max", class.memory),
            ("memory.swap.max", 0),
            ("memory.oom.group", 1),
            ("pids.max", class.pids),
            ("cpu.weight", class.cpu),
        ];
        for (file, value) in values {
            let path = folder.join(file);
            if path.exists() {
                fs::write(&path, value.to_string())?;
            }
        }
        Ok(())
    }

    /// Kills whatever is in the slot's cgroup, if this kernel can.
    pub(crate) fn kill(&self, slot: usize) {
        if let Some(folder) = self.folders.get(slot - 1) {
            drop(fs::write(folder.join("cgroup.kill"), "1"));
        }
    }
}

impl Drop for Cgroups {
    fn drop(&mut self) {
        let parent = self.folders.first().and_then(|folder| folder.parent());
        for folder in self.folders.iter().map(PathBuf::as_path).chain(parent) {
            drop(fs::remove_dir(folder)); // One that is still in use stays for the next launcher.
        }
    }
}

fn make(work: &Path, slots: usize) -> io::Result<Vec<PathBuf>> {
    let own = fs::read_to_string("/proc/self/cgroup")?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::/")).ok_or_else(|| missing("no unified hierarchy"))?;
    let mounts = fs::read_to_string("/proc/self/mountinfo")?;
    let mount = mounts.lines().find(|line| line.contains(" - cgroup2 ")).ok_or_else(|| missing("it is not mounted"))?;
    let mount = mount.split(' ').nth(4).unwrap_or_default();
    let base = Path::new(mount).join(own);
    let name = work.display().to_string().replace('/', "-");
    let jobs = base.join(format!("pulpo{name}"));
    make_folder(&jobs)?;
    if !own.is_empty() {
        // Only a cgroup without processes can pass controllers on.
        let leaf = base.join("launcher");
        make_folder(&leaf)?;
        fs::write(leaf.join("cgroup.procs"), "0")?;
    }
    for folder in [&base, &jobs] {
        for controller in ["+memory", "+pids", "+cpu"] {
            // One that is not delegated is told in the report, see `has`.
            drop(fs::write(folder.join("cgroup.subtree_control"), controller));
        }
    }
    let folder = |slot: usize| {
        let folder = jobs.join(format!("slot-{slot}"));
        make_folder(&folder)?;
        Ok(folder)
    };
    (1..=slots).map(folder).collect()
}

fn missing(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, what)
}

fn make_folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
