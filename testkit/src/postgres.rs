//! A PostgreSQL of the tests' own: a cluster in a scratch folder, reached by a socket there, stopped by its id.
//!
//! One cluster serves all tests of a run: `cargo xtask test` starts it and names its socket folder in
//! `PULPO_TEST_POSTGRES`. Without that, tests of the second engine say SKIPPED and why.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable by which xtask tells where the cluster listens.
pub const VARIABLE: &str = "PULPO_TEST_POSTGRES";

/// The tests' PostgreSQL.
pub struct TestPostgres {
    folder: String,
    made: AtomicU32,
}

/// A database of one test; dropped with the cluster.
pub struct TestDatabase {
    folder: String,
    name: String,
}

impl TestDatabase {
    pub fn address(&self) -> String {
        format!("host={} user=postgres dbname={}", self.folder, self.name)
    }
}

/// The cluster that xtask has started, or why there is none.
pub fn shared() -> Result<&'static TestPostgres, &'static str> {
    static SHARED: OnceLock<Option<TestPostgres>> = OnceLock::new();
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration; xtask tells them by this variable")]
    let found = SHARED.get_or_init(|| {
        let folder = std::env::var(VARIABLE).ok()?;
        Some(TestPostgres { folder, made: AtomicU32::new(0) })
    });
    found.as_ref().ok_or("PostgreSQL is not here; `cargo xtask test` starts it where Debian's postgresql is installed")
}

/// Says that a part of a test did not run.
#[expect(clippy::print_stderr, reason = "a skipped test must be seen and counted")]
pub fn skipped(reason: &str) {
    eprintln!("SKIPPED: {reason}");
}

impl TestPostgres {
    /// Makes an empty database.
    pub fn database(&self) -> TestDatabase {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let name = format!("pulpo_test_{}_{number}", std::process::id());
        let admin = format!("host={} user=postgres dbname=postgres", self.folder);
        let mut client = postgres::Client::connect(&admin, postgres::NoTls).expect("the tests' PostgreSQL answers");
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        client.batch_execute(&sql).expect("a scratch database");
        TestDatabase { folder: self.folder.clone(), name }
    }
}
