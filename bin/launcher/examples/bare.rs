//! A runner without the inner half of the fence, for the tests that take a control down and see what then gets out.
//! It does nothing but hand its input to a shell. No installation has it.

use std::os::unix::process::CommandExt;

#[expect(clippy::disallowed_methods, reason = "it is all that this program does")]
fn main() {
    let error = std::process::Command::new("/bin/bash").arg("-s").exec();
    panic!("{error}");
}
