//! Sending a package file, read while it is sent.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::Path;
use std::rc::Rc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use pulpo_domain::package_name::parse_file_name;
use sha1::{Digest, Sha1};

use super::delta::{Signature, write_delta};
use crate::arguments::Values;
use crate::client::{Client, Parameters, lists};
use crate::context::Context;
use crate::failure::{Failure, Trouble};
use crate::output::ProgressBar;

/// A delta that is hardly smaller than the file is not worth its trouble.
const WORTHWHILE_PERCENT: u64 = 95;

/// What happens when the package is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OverwriteMode {
    FailIfExists,
    OverwriteExisting,
    IgnoreIfExists,
}

impl OverwriteMode {
    /// Reads `--overwrite-mode` and `--replace-existing`.
    pub(crate) fn read(values: &Values) -> Result<Self, Failure> {
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

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::FailIfExists => "FailIfExists",
            Self::OverwriteExisting => "OverwriteExisting",
            Self::IgnoreIfExists => "IgnoreIfExists",
        }
    }
}

/// How packages are sent.
pub(crate) struct Upload<'a> {
    pub context: &'a Context<'a>,
    pub client: &'a Client,
    pub mode: OverwriteMode,
    /// Try to send only what differs from a package that is there.
    pub delta: bool,
}

impl Upload<'_> {
    /// Sends one file.
    pub(crate) fn send(&self, path: &Path) -> Result<(), Failure> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if self.delta && self.send_delta(path, name)? {
            return Ok(());
        }
        match self.send_whole(path, name) {
            // The server may have stored the package and been too slow to say so.
            Err(Failure::Connection { trouble: Trouble::TimedOut, .. }) if self.is_stored(path, name)? => Ok(()),
            result => result,
        }
    }

    fn send_whole(&self, path: &Path, name: &str) -> Result<(), Failure> {
        let link = self.client.root_link("PackageUpload")?;
        let file = File::open(path).map_err(|error| Failure::file("open", path, &error))?;
        let length = file.metadata().map_err(|error| Failure::file("read", path, &error))?.len();
        self.post(&link, Parameters::none(), name, file, length)
    }

    /// Sends the differences to a package that is there. Returns false when the whole file must be sent.
    fn send_delta(&self, path: &Path, name: &str) -> Result<bool, Failure> {
        let (signature_link, upload_link) =
            (self.client.find_root_link("PackageDeltaSignature"), self.client.find_root_link("PackageDeltaUpload"));
        let (Some(signature_link), Some(upload_link), Ok(package)) =
            (signature_link, upload_link, parse_file_name(name))
        else {
            return Ok(false);
        };
        let identity =
            Parameters::none().with("packageId", &package.package_id).with("version", package.version.original());
        let Some(answer) = self.client.find(&signature_link, &identity)? else { return Ok(false) };
        let signature = BASE64.decode(answer.text("Signature")).ok().and_then(|bytes| Signature::parse(&bytes));
        let (Some(signature), Some(base)) = (signature, answer.some_text("BaseVersion")) else { return Ok(false) };

        let failed = |error| Failure::file("compare", path, &error);
        let mut file = File::open(path).map_err(failed)?;
        let whole = file.metadata().map_err(failed)?.len();
        let mut delta = tempfile::tempfile().map_err(failed)?;
        let mut buffered = BufWriter::new(&delta);
        write_delta(&signature, &mut file, &mut buffered).and_then(|()| buffered.flush()).map_err(failed)?;
        drop(buffered);
        let length = delta.stream_position().map_err(failed)?;
        if length.saturating_mul(100) > whole.saturating_mul(WORTHWHILE_PERCENT) {
            return Ok(false);
        }
        delta.rewind().map_err(failed)?;
        let printer = &self.context.printer;
        printer.debug(&format!("Sending the differences to version {base} only: {length} of {whole} bytes"));
        let parameters = Parameters::none().with("packageId", &package.package_id).with("baseVersion", base);
        match self.post(&upload_link, parameters, name, delta, length) {
            Ok(()) => Ok(true),
            // The server has understood and refuses; it would refuse the whole file as well.
            Err(failure @ Failure::Server { status: 400 | 409, .. }) => Err(failure),
            Err(failure) => {
                printer.debug(&format!("Sending the differences failed, sending the whole package: {failure}"));
                Ok(false)
            }
        }
    }

    /// Posts a file under the package's name.
    fn post(&self, link: &str, parameters: Parameters, name: &str, file: File, length: u64) -> Result<(), Failure> {
        let parameters = if lists(link, "overwriteMode") {
            parameters.with("overwriteMode", self.mode.text())
        } else {
            parameters.with_flag("replace", self.mode == OverwriteMode::OverwriteExisting)
        };
        let progress = ProgressBar::new(Rc::clone(&self.context.printer), self.context.automation);
        let content = Counted { file, done: Cell::new(0), length, progress };
        let boundary = self.boundary(name, length);
        self.client.upload(link, &parameters, &boundary, (name, length, content)).map(|_| ())
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
