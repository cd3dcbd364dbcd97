//! Which entries of an archive may be unpacked (NX-01).

/// Whether an entry of an archive lands below the folder it is unpacked into, judged by the letters of its name.
///
/// Links on the way are the unpacker's concern. A backslash counts as a separator, because archives made on Windows use
/// it. Climbing out of the root and back into it is allowed, climbing into its neighbour is not.
pub fn is_entry_below(root: &str, entry: &str) -> bool {
    let drive = entry.as_bytes().get(1) == Some(&b':') && entry.starts_with(|first: char| first.is_ascii_alphabetic());
    if drive || entry.starts_with(['/', '\\']) {
        return false;
    }
    let root: Vec<&str> = root.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let mut path = root.clone();
    for part in entry.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                if path.pop().is_none() {
                    return false;
                }
            }
            name => path.push(name),
        }
    }
    path.starts_with(&root)
}

#[cfg(test)]
mod tests {
    use super::is_entry_below;

    #[test]
    fn entries_inside_are_allowed() {
        for entry in ["a.txt", "./", "safe/../file", "a/b/../../c", "..a/b", "../files/a"] {
            assert!(is_entry_below("/srv/files", entry), "{entry}");
        }
    }

    #[test]
    fn entries_that_leave_the_folder_are_refused() {
        for entry in
            ["../a", "/etc/passwd", "a/../../b", "../files-evil/a", "../FILES/a", "..\\a", "C:\\a", "../../../../a"]
        {
            assert!(!is_entry_below("/srv/files", entry), "{entry}");
        }
    }
}
