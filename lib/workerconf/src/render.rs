//! From what it says to the text.

use std::fmt::{Display, Write};

use crate::WorkerConf;
use crate::class::short;

pub(crate) fn render(conf: &WorkerConf) -> String {
    let mut text =
        String::from("# How pulpo-launcher fences jobs. It must belong to root and be writable by nobody else.\n");
    let mut line = |name: &str, value: &dyn Display| {
        writeln!(text, "{name} = {value}").expect("a text takes all that is written to it");
    };
    line("server", &conf.server);
    line("socket", &conf.socket.display());
    line("work", &conf.work.display());
    line("runner", &conf.runner.display());
    line("keeper", &conf.keeper.display());
    conf.slots.iter().for_each(|slot| line("slot", slot));
    conf.covers.iter().for_each(|cover| line("cover", &cover.display()));
    conf.classes.iter().for_each(|(name, class)| line(&format!("class.{name}"), &class.render()));
    line("grace-seconds", &conf.grace_seconds);
    line("cancel-seconds", &conf.cancel_seconds);
    line("sweep-seconds", &conf.sweep_seconds);
    line("spool-bytes", &short(conf.spool_bytes));
    line("free-bytes", &short(conf.free_bytes));
    line("free-files-percent", &conf.free_files_percent);
    text
}
