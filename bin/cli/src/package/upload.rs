//! Sending a package file, read while it is sent.

use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use pulpo_domain::package_name::parse_file_name;
use sha1::{Digest, Sha1};

use crate::arguments::Values;
use crate::client::{Client, Parameters, lists};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::ProgressBar;

/// What happens when the package is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteMode {
    FailIfExists,
    OverwriteExisting,
    IgnoreIfExists,
}

impl OverwriteMode {
    /// Reads `--overwrite-mode` and `--replace-existing`.
    pub fn read(values: &Values) -> Result<Self, Failure> {
        if values.flag("replace-existing") {
            return Ok(Self::OverwriteExisting);
        }
        let parse = |text: &str| match text.to_ascii_lowercase().as_str() {
            "failifexists" => Some(Self::FailIfExists),
            "overwriteexisting" => Some(Self::OverwriteExisting),
            "ignoreifexists" => Some(Self::IgnoreIfExists),
            _ => None,
        };
        let expected = "FailIfExists, OverwriteExisting or IgnoreIfExists";
        Ok(values.parsed("overwrite-mode", expected, parse)?.unwrap_or(Self::FailIfExists))
    }

    pub fn text(self) -> &'static str {
        match self {
            Self::FailIfExists => "FailIfExists",
            Self::OverwriteExisting => "OverwriteExisting",
            Self::IgnoreIfExists => "IgnoreIfExists",
        }
    }
}

/// How packages are sent.
pub struct Upload<'a> {
    pub context: &'a Context<'a>,
    pub client: &'a Client,
    pub mode: OverwriteMode,
    /// Try to send only what differs from a package that is there.
    pub delta: bool,
}

impl Upload<'_> {
    /// Sends one file.
    pub fn send(&self, path: &Path) -> Result<(), Failure> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match self.send_whole(path, name) {
            // The server may have stored the package and been too slow to say so.
            Err(Failure::Connection { timed_out: true, .. }) if self.is_stored(path, name)? => Ok(()),
            result => result,
        }
    }

    fn send_whole(&self, path: &Path, name: &str) -> Result<(), Failure> {
        let link = self.client.root_link("PackageUpload")?;
        let parameters = if lists(&link, "overwriteMode") {
            Parameters::none().with("overwriteMode", self.mode.text())
        } else {
            Parameters::none().with_flag("replace", self.mode == OverwriteMode::OverwriteExisting)
        };
        let file = File::open(path).map_err(|error| Failure::file("open", path, &error))?;
        let length = file.metadata().map_err(|error| Failure::file("read", path, &error))?.len();
        let progress = ProgressBar::new(Rc::clone(&self.context.printer), self.context.automation);
        let content = Counted { file, done: Cell::new(0), length, progress };
        let boundary = self.boundary(name, length);
        self.client.upload(&link, &parameters, &boundary, (name, length, content)).map(|_| ())
    }

    /// A text that the file does not contain: no file holds the hash of its own name and the instant it is sent.
    fn boundary(&self, name: &str, length: u64) -> String {
        let instant = self.context.clock.now().as_nanosecond();
        hex::encode(Sha1::digest(format!("{name}\n{length}\n{instant}")))
    }

    /// Whether the server has exactly this file under its name.
    fn is_stored(&self, path: &Path, name: &str) -> Result<bool, Failure> {
        let Ok(package) = parse_file_name(name) else { return Ok(false) };
        let id = format!("{}.{}", package.package_id, package.version.original());
        let link = self.client.root_link("Packages")?;
        let Some(stored) = self.client.find(&link, &Parameters::none().with("id", &id))? else { return Ok(false) };
        Ok(stored.text("Hash").eq_ignore_ascii_case(&sha1_of(path)?))
    }
}

fn sha1_of(path: &Path) -> Result<String, Failure> {
    let read = |error| Failure::file("read", path, &error);
    let mut file = File::open(path).map_err(read)?;
    let (mut hash, mut buffer) = (Sha1::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut buffer).map_err(read)? {
            0 => return Ok(hex::encode(hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

/// Shows how much of the file has been read.
struct Counted {
    file: File,
    done: Cell<u64>,
    length: u64,
    progress: ProgressBar,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.done.set(self.done.get() + count as u64);
        self.progress.show(self.done.get(), self.length);
        Ok(count)
    }
}
