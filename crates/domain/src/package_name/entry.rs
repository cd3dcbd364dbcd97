//! Which entries of an archive may be unpacked (NX-01).

/// Whether an entry of an archive stays below the folder it is unpacked into.
///
/// Only names are looked at; links on the way are the unpacker's concern. A backslash counts as a separator, because
/// archives made on Windows use it.
pub fn is_entry_below(entry: &str) -> bool {
    let drive = entry.as_bytes().get(1) == Some(&b':') && entry.starts_with(|first: char| first.is_ascii_alphabetic());
    if drive || entry.starts_with(['/', '\\']) {
        return false;
    }
    let mut depth = 0_usize;
    for part in entry.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => return false,
            },
            _ => depth += 1,
        }
    }
    true
}
