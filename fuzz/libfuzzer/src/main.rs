//! Feeds one of the targets with what libFuzzer thinks of; `PULPO_FUZZ_TARGET` names it.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fn target() -> fn(&[u8]) {
    static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let wanted = std::env::var("PULPO_FUZZ_TARGET").expect("PULPO_FUZZ_TARGET names a target");
        let found = pulpo_fuzz::TARGETS.iter().find(|target| target.name == wanted);
        found.unwrap_or_else(|| panic!("there is no target {wanted}")).run
    })
}

fuzz_target!(|bytes: &[u8]| target()(bytes));
