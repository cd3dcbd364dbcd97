//! Blobs: packages and artifacts, named by the SHA-256 of their content.
//!
//! A blob is hashed while it is written to a staging file, synced, and only then takes its name in the object store, so
//! a name never stands for half a file and a crash leaves at most a staging file, which the next start removes.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::params;
use crate::tx::{StoreError, Tx};
use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path as BlobPath;
use object_store::{GetResultPayload, ObjectStore, ObjectStoreExt};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// The folder of unfinished blobs, beside the finished ones.
const STAGING: &str = "staging";

/// The blobs of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    root: PathBuf,
    objects: Arc<dyn ObjectStore>,
    staged: Arc<AtomicU64>,
    /// Held shared while a blob gets its name and its row, and alone while unnamed ones are swept.
    naming: Arc<RwLock<()>>,
}

/// What is known of a blob once it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// SHA-256, lower-case hex: the blob's name.
    pub hash: String,
    /// SHA-1, lower-case hex: what clients of the field compare.
    pub sha1: String,
    pub size: u64,
}

impl Blobs {
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        let staging = root.join(STAGING);
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&staging)?,
        }
        let objects = LocalFileSystem::new_with_prefix(root).map_err(io::Error::other)?.with_fsync(true);
        Ok(Self { root: root.to_owned(), objects: Arc::new(objects), staged: Arc::default(), naming: Arc::default() })
    }

    /// A file to write a new blob into.
    pub fn stage(&self) -> io::Result<Staged> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let path = self.root.join(STAGING).join(number.to_string());
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        Ok(Staged { number, path, file, sha1: Sha1::new(), sha256: Sha256::new(), size: 0 })
    }

    /// Gives a written blob its name. Content and name are on the disk when this returns.
    pub async fn keep(&self, staged: Staged) -> io::Result<BlobInfo> {
        let info = BlobInfo {
            hash: hex::encode(staged.sha256.clone().finalize()),
            sha1: hex::encode(staged.sha1.clone().finalize()),
            size: staged.size,
        };
        let staged = blocking(move || staged.file.sync_data().map(|()| staged)).await?;
        // A folder for each first two letters keeps folders small. The store syncs the folders it changes.
        self.objects.rename(&staging(staged.number), &path(&info.hash)).await.map_err(into_io)?;
        Ok(info)
    }

    /// To be held from [`Blobs::keep`] until the row that names the blob is committed.
    pub async fn naming(&self) -> OwnedRwLockReadGuard<()> {
        self.naming.clone().read_owned().await
    }

    /// To be held from the look at what no row names until that is removed.
    pub async fn sweeping(&self) -> OwnedRwLockWriteGuard<()> {
        self.naming.clone().write_owned().await
    }

    /// The blobs that were last written before a time.
    pub async fn written_before(&self, before: Timestamp) -> io::Result<Vec<String>> {
        let mut objects = self.objects.list(None);
        let mut found = Vec::new();
        while let Some(object) = objects.next().await {
            let object = match object {
                Ok(object) => object,
                // Its name or its end came between the look at the folder and that at the file.
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(error) => return Err(into_io(error)),
            };
            let name = object.location.filename().unwrap_or_default();
            let is_blob = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_blob && object.last_modified.timestamp_micros() < before.as_microsecond() {
                found.push(name.to_owned());
            }
        }
        Ok(found)
    }

    /// Opens a blob for reading.
    pub async fn file(&self, hash: &str) -> io::Result<File> {
        match self.objects.get(&path(hash)).await.map_err(into_io)?.payload {
            GetResultPayload::File(file, _) => Ok(file),
            // From elsewhere it comes to this machine first: whoever reads it may need a descriptor to pass on.
            GetResultPayload::Stream(mut pieces) => {
                let mut staged = self.stage()?;
                while let Some(piece) = pieces.try_next().await.map_err(into_io)? {
                    staged = blocking(move || (&staged.file).write_all(&piece).map(|()| staged)).await?;
                }
                let mut file = staged.file.try_clone()?;
                file.rewind()?;
                Ok(file)
            }
        }
    }

    /// Removes a blob that no row names any more.
    pub async fn remove(&self, hash: &str) -> io::Result<()> {
        match self.objects.delete(&path(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(into_io(error)),
        }
    }
}

/// Where a blob lies among the objects.
fn path(hash: &str) -> BlobPath {
    BlobPath::from(format!("{}/{hash}", &hash[..2]))
}

fn staging(number: u64) -> BlobPath {
    BlobPath::from(format!("{STAGING}/{number}"))
}

/// The kind of error tells a full disk and a missing blob from the rest.
fn into_io(error: object_store::Error) -> io::Error {
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(one) = cause {
        if let Some(io) = one.downcast_ref::<io::Error>() {
            return io::Error::new(io.kind(), error);
        }
        cause = one.source();
    }
    io::Error::other(error)
}

async fn blocking<R: Send + 'static>(work: impl FnOnce() -> io::Result<R> + Send + 'static) -> io::Result<R> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A blob that is being written. Dropped without [`Blobs::keep`], nothing of it stays.
pub struct Staged {
    number: u64,
    path: PathBuf,
    file: File,
    sha1: Sha1,
    sha256: Sha256,
    size: u64,
}

impl Staged {
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.sha1.update(bytes);
        self.sha256.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// The file so far, to look into.
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After `keep` the path is gone; otherwise this is half an upload.
        let _ = fs::remove_file(&self.path);
    }
}

/// A condition: a row names the blob of this row.
const IS_NAMED: &str = "(EXISTS (SELECT 1 FROM package WHERE package.blob = blob.hash) \
     OR EXISTS (SELECT 1 FROM artifact WHERE artifact.blob = blob.hash))";

impl Tx<'_> {
    /// Remembers that a row names a blob now, or did until now.
    pub fn touch_blob(&mut self, hash: &str, size: u64) -> Result<(), StoreError> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let now = self.now();
        self.execute(
            "INSERT INTO blob (hash, size, seen) VALUES ($1, $2, $3) ON CONFLICT (hash) DO UPDATE SET seen = $3",
            params![hash, size, now],
        )?;
        Ok(())
    }

    /// Forgets the blobs that no row names and that none has named since a time, and gives them.
    pub fn forget_blobs(&mut self, before: Timestamp) -> Result<Vec<String>, StoreError> {
        let sql = format!("DELETE FROM blob WHERE seen < $1 AND NOT {IS_NAMED} RETURNING hash");
        self.query(&sql, params![before])?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
    }

    /// Whether a row names the blob, or did a short time ago.
    pub fn is_blob_named(&mut self, hash: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM blob WHERE hash = $1 UNION ALL SELECT 1 FROM package WHERE blob = $1 \
                   UNION ALL SELECT 1 FROM artifact WHERE blob = $1 LIMIT 1";
        Ok(!self.query(sql, params![hash])?.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use object_store::memory::InMemory;

    use super::*;

    #[tokio::test]
    async fn a_blob_that_lies_elsewhere_comes_as_a_file_that_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let mut blobs = Blobs::open(root.path()).unwrap();
        blobs.objects = Arc::new(InMemory::new());
        let hash = "ab".repeat(32);
        blobs.objects.put(&path(&hash), "hello".into()).await.unwrap();
        let mut content = String::new();
        blobs.file(&hash).await.unwrap().read_to_string(&mut content).unwrap();
        assert_eq!(content, "hello");
        assert_eq!(fs::read_dir(root.path().join(STAGING)).unwrap().count(), 0);
    }
}
