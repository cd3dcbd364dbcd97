//! Files to push, made byte by byte so that they can lie, and bodies to push them in.

use axum::body::Body;
use axum::http::Request;
use sha1::{Digest, Sha1};

use crate::world::{Reply, World};

/// An entry of a zip file.
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    pub(crate) content: &'a [u8],
    /// What the directory says of its size, if not the truth.
    pub(crate) claimed: Option<u32>,
}

pub(crate) fn entry<'a>(name: &'a str, content: &'a [u8]) -> Entry<'a> {
    Entry { name, content, claimed: None }
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a short text")
}

/// A zip file, its entries stored as they are.
pub(crate) fn zip(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = length(&file);
        let name_length = u16::try_from(entry.name.len()).expect("a short name").to_le_bytes();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc32(entry.content).to_le_bytes());
        common.extend(length(entry.content).to_le_bytes());
        common.extend(entry.claimed.unwrap_or(length(entry.content)).to_le_bytes());
        common.extend(name_length);
        common.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(entry.name.as_bytes());
        file.extend(entry.content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let (start, size) = (length(&file), length(&directory));
    let count = u16::try_from(entries.len()).expect("few entries").to_le_bytes();
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count);
    file.extend(count);
    file.extend(size.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// A zip file with one text in it.
pub(crate) fn small_zip(text: &str) -> Vec<u8> {
    zip(&[entry("readme.txt", text.as_bytes())])
}

pub(crate) fn nuspec(id: &str, version: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd\"><metadata>\
         <id>{id}</id><version>{version}</version><authors>Acme</authors><description>What it is</description>\
         <releaseNotes>Faster</releaseNotes></metadata></package>"
    )
}

pub(crate) fn nupkg(id: &str, version: &str) -> Vec<u8> {
    zip(&[entry("Acme.nuspec", nuspec(id, version).as_bytes()), entry("content/a.txt", b"hello")])
}

/// A tar file with one empty entry.
pub(crate) fn tar(name: &str) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(b"00000000000\0");
    header[148..156].copy_from_slice(b"        ");
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header.resize(512 * 3, 0);
    header
}

pub(crate) fn sha1(bytes: &[u8]) -> String {
    format!("{:x}", Sha1::digest(bytes))
}

/// A body with one file in it.
pub(crate) fn multipart(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), content, b"\r\n--B--\r\n"].concat()
}

pub(crate) const CONTENT_TYPE: &str = "multipart/form-data; boundary=B";

impl World {
    /// Pushes a file; `path` may carry a query.
    pub(crate) async fn push_as(&self, key: &str, path: &str, name: &str, content: &[u8]) -> Reply {
        let body = multipart(name, content);
        self.send_multipart(key, "POST", path, body).await
    }

    pub(crate) async fn push(&self, name: &str, content: &[u8]) -> Reply {
        self.push_as(crate::world::ADMIN, "/api/packages/raw", name, content).await
    }

    pub(crate) async fn send_multipart(&self, key: &str, method: &str, path: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("X-NuGet-ApiKey", key).header("Content-Type", CONTENT_TYPE);
        self.request(request.body(body.into()).expect("a request")).await
    }
}
