//! `audit verify`: follows the chain of the audit.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use pulpo_store::{Noted, StoreError};

use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::run::{open_store, runtime};

/// Reads what somebody noted of an earlier run: `Events-12=<hash>`.
pub(crate) fn noted(text: &str) -> Result<Noted> {
    let (id, hash) = text.split_once('=').context("write it as Events-12=HASH")?;
    let number = id.trim_start_matches("Events-").parse().context("write it as Events-12=HASH")?;
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        bail!("a hash has 64 hexadecimal digits");
    }
    Ok(Noted { number, hash: hash.to_owned() })
}

#[expect(clippy::print_stdout, reason = "the verdict is what was asked for")]
pub(crate) fn verify(config: &Config, noted: Option<Noted>) -> Result<ExitCode> {
    let _folder = DataFolder::open(config)?;
    let store = open_store(config)?;
    let verdict = runtime()?.block_on(store.read::<_, StoreError, _>(move |tx| tx.verify_audit(noted.as_ref())))?;
    match verdict {
        Ok(verified) => {
            println!("the audit's chain holds: {} events", verified.events);
            println!("note this for the next time: --expect Events-{}={}", verified.events, verified.hash);
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            println!("the audit's chain is broken: {broken}");
            Ok(ExitCode::FAILURE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_read_back() {
        let hash = "ab".repeat(32);
        assert_eq!(noted(&format!("Events-12={hash}")).unwrap(), Noted { number: 12, hash });
        for bad in ["", "Events-12", "Events-x=ab", "Events-12=ab"] {
            assert!(noted(bad).is_err(), "{bad}");
        }
    }
}
