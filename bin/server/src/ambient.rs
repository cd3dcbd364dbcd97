//! The real time and real chance.

use jiff::Timestamp;
use pulpo_domain::ambient::{Clock, Random};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that all others take")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The kernel's random numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the kernel gives random numbers");
    }
}
