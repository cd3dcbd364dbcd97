//! Talking to the person who called.

#[expect(clippy::print_stdout, reason = "a command line tool talks to the person who called it")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "a command line tool talks to the person who called it")]
pub(crate) fn say_error(text: &str) {
    eprintln!("{text}");
}

/// A headline before a part of the work.
pub(crate) fn part(title: &str) {
    say(&format!("\n== {title}"));
}
