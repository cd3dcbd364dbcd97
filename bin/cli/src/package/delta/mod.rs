//! Sending only what differs from a package the server has already.
//!
//! The server describes its package as a row of chunks with a rolling and a strong checksum each (Octodiff's signature
//! format). We look for these chunks at every position of our file and describe it as a row of "copy from yours" and
//! "here are the bytes".

mod build;
mod rolling;
mod signature;

pub(crate) use build::write_delta;
pub(crate) use signature::Signature;
