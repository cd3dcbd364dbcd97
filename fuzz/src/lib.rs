//! The readers of what strangers write, each as a function of bytes.
//!
//! What a target asserts beyond "it comes back" stands in it. `cargo xtask fuzz` lets libFuzzer look for bytes that break
//! one; what it has found worth keeping lies in `corpus`, and a test reads all of it each time.

mod archives;
mod certificates;
mod files;
mod messages;
mod templates;
mod versions;

/// A reader under test.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Also its folder in `corpus`.
    pub name: &'static str,
    pub run: fn(&[u8]),
}

pub const TARGETS: &[Target] = &[
    Target { name: "template", run: templates::template },
    Target { name: "ocl", run: files::ocl },
    Target { name: "structured", run: files::structured },
    Target { name: "transforms", run: files::transforms },
    Target { name: "service-messages", run: messages::service_messages },
    Target { name: "frames", run: messages::frames },
    Target { name: "versions", run: versions::versions },
    Target { name: "package-names", run: versions::package_names },
    Target { name: "archives", run: archives::archives },
    Target { name: "certificates", run: certificates::certificates },
];
