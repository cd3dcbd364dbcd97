//! `audit verify`: follows the chain of the audit.

use std::process::ExitCode;

use anyhow::Result;
use pulpo_store::StoreError;

use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::run::{open_store, runtime};

#[expect(clippy::print_stdout, reason = "the verdict is what was asked for")]
pub(crate) fn verify(config: &Config) -> Result<ExitCode> {
    let _folder = DataFolder::open(config)?;
    let store = open_store(config)?;
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "a path to the method has one lifetime, and any is needed"
    )]
    let verdict = runtime()?.block_on(store.read::<_, StoreError, _>(|tx| tx.verify_audit()))?;
    match verdict {
        Ok(count) => {
            println!("the audit's chain holds: {count} events");
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            println!("the audit's chain is broken: {broken}");
            Ok(ExitCode::FAILURE)
        }
    }
}
