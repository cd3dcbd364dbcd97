//! The launcher's configuration, as far as the server looks at it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use workerconf::WorkerConf;

/// Reads the file, if nobody but root can have written it: it names the accounts that steps run as.
pub(crate) fn read(path: &Path) -> Result<WorkerConf> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?;
    let found = fs::metadata(path).with_context(|| format!("{shown} cannot be looked at"))?;
    if found.uid() != 0 {
        bail!("{shown} does not belong to root; chown root {shown}");
    }
    if found.mode() & 0o022 != 0 {
        bail!("{shown} can be written by others than root; chmod 644 {shown}");
    }
    WorkerConf::parse(&text).with_context(|| format!("{shown} has a mistake"))
}
