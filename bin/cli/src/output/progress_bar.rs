//! A bar for long uploads, for people at a terminal only.

use std::cell::Cell;
use std::rc::Rc;

use super::{Automation, Printer};
use crate::surroundings::Console;

/// Draws how far something has come; draws nothing in a build or into a file.
pub(crate) struct ProgressBar {
    printer: Rc<Printer>,
    /// `None` when nobody watches.
    columns: Option<usize>,
    last_percent: Cell<Option<u64>>,
}

impl ProgressBar {
    pub(crate) fn new(printer: Rc<Printer>, automation: Automation) -> Self {
        let columns = match (printer.console(), automation) {
            (Console::Terminal { columns }, Automation::None) if printer.shows_messages() => Some(columns),
            (Console::Terminal { .. } | Console::Plain, _) => None,
        };
        Self { printer, columns, last_percent: Cell::new(None) }
    }

    /// Redraws when the percentage has changed.
    pub(crate) fn show(&self, done: u64, total: u64) {
        let Some(columns) = self.columns else { return };
        let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100).min(100);
        if self.last_percent.replace(Some(percent)) == Some(percent) {
            return;
        }
        let width = columns.saturating_sub(10).clamp(10, 60);
        let filled = width * usize::try_from(percent).expect("a percentage is small") / 100;
        let bar = format!("[{}{}] {percent:>3} %", "#".repeat(filled), " ".repeat(width - filled));
        self.printer.draw_line(&bar);
    }
}

impl Drop for ProgressBar {
    fn drop(&mut self) {
        if self.columns.is_some() {
            self.printer.clear_line();
        }
    }
}
