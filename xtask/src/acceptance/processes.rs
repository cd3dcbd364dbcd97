//! Looking at all processes of this machine.

use std::fs;
use std::path::Path;

/// A process and what can be seen of it.
pub(crate) struct Seen {
    pub(crate) id: u32,
    parent: u32,
    pub(crate) command: String,
    pub(crate) environment: String,
}

/// All processes but this one.
pub(crate) fn all() -> Vec<Seen> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let own = std::process::id();
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| *id != own)
        .map(|id| {
            let folder = Path::new("/proc").join(id.to_string());
            // A process may end while it is looked at.
            let words = |name: &str| {
                String::from_utf8_lossy(&fs::read(folder.join(name)).unwrap_or_default()).replace('\0', " ")
            };
            Seen { id, parent: parent(&folder), command: words("cmdline"), environment: words("environ") }
        })
        .collect()
}

fn parent(folder: &Path) -> u32 {
    let stat = fs::read_to_string(folder.join("stat")).unwrap_or_default();
    stat.rsplit(')').next().and_then(|fields| fields.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// The processes that a test holds for its own, and all that descend from them.
pub(crate) fn family(is_own: impl Fn(&Seen) -> bool) -> Vec<Seen> {
    let (mut family, mut others): (Vec<Seen>, Vec<Seen>) = all().into_iter().partition(is_own);
    loop {
        let (children, rest): (Vec<Seen>, Vec<Seen>) =
            others.into_iter().partition(|seen| family.iter().any(|known| known.id == seen.parent));
        if children.is_empty() {
            return family;
        }
        family.extend(children);
        others = rest;
    }
}

/// The processes whose command lines hold a text.
pub(crate) fn with(text: &str) -> Vec<Seen> {
    all().into_iter().filter(|seen| seen.command.contains(text)).collect()
}

/// The processor time that a process has taken, in ticks of 10 ms.
pub(crate) fn ticks(id: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name may hold blanks; what follows it may not.
    let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

/// The memory of a process with its share of what it has in common with others, in KiB.
pub(crate) fn pss(id: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.split_whitespace().next()?.parse().ok()
}
