//! To be written.

pub mod package_name;
pub mod versions;
