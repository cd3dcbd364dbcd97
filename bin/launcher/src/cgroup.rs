//! Limits for a job as a whole, where the machine lets us set them: a cgroup (version 2) for each slot.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use workerconf::Class;

use crate::conf;

/// What a job is limited in, and where.
pub(crate) struct Cgroups {
    folders: Vec<PathBuf>,
    /// Why there are none.
    why: String,
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

    /// Puts this process into the cgroup of a slot, counted from one. Not at its birth: where
    /// that cgroup was ever killed, some kernels take the child for one of those that were.
    pub(crate) fn enter(&self, slot: usize) -> io::Result<()> {
        let Some(folder) = self.folders.get(slot - 1) else { return Ok(()) };
        fs::write(folder.join("cgroup.procs"), "0")
    }

    /// A line for each control that is not there.
    pub(crate) fn missing(&self) -> String {
        let controllers = ["memory", "pids", "cpu"].into_iter().filter(|controller| !self.has(controller));
        let lines = controllers.map(|controller| format!("{controller} no such controller is delegated to us\n"));
        let all = (!self.why.is_empty()).then(|| format!("cgroup {}\n", self.why));
        all.into_iter().chain(lines).collect()
    }

    pub(crate) fn limit(&self, slot: usize, class: &Class) -> io::Result<()> {
        let Some(folder) = self.folders.get(slot - 1) else { return Ok(()) };
        let memory = [("memory.max", class.memory), ("memory.swap.max", 0), ("memory.oom.group", 1)];
        for (file, value) in memory.into_iter().chain([("pids.max", class.pids), ("cpu.weight", class.cpu)]) {
            let path = folder.join(file);
            if path.exists() {
                fs::write(&path, value.to_string())?;
            }
        }
        Ok(())
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
    let own = own.lines().find_map(|line| line.strip_prefix("0::/"));
    let own = own.ok_or_else(|| io::Error::other("no unified hierarchy"))?;
    let mounts = fs::read_to_string("/proc/self/mountinfo")?;
    let mount = mounts.lines().find(|line| line.contains(" - cgroup2 ")).and_then(|line| line.split(' ').nth(4));
    let mount = mount.ok_or_else(|| io::Error::other("it is not mounted"))?;
    let base = Path::new(mount).join(own);
    let name = work.display().to_string().replace('/', "-");
    let jobs = base.join(format!("pulpo{name}"));
    conf::make(&jobs, 0o755)?;
    if !own.is_empty() {
        // Only a cgroup without processes can pass controllers on.
        let leaf = base.join("launcher");
        conf::make(&leaf, 0o755)?;
        fs::write(leaf.join("cgroup.procs"), "0")?;
    }
    for folder in [&base, &jobs] {
        for controller in ["+memory", "+pids", "+cpu"] {
            // One that is not delegated is told in the report, see `has`.
            drop(fs::write(folder.join("cgroup.subtree_control"), controller));
        }
    }
    let folders: Vec<PathBuf> = (1..=slots).map(|slot| jobs.join(format!("slot-{slot}"))).collect();
    folders.iter().try_for_each(|folder| conf::make(folder, 0o755))?;
    Ok(folders)
}
