//! The Octopus variable and template language: `#{Name}`, filters, conditions, loops, calculations, JSON values.
//!
//! A library of its own: it knows nothing of servers, deployments, scopes or secrets, reads no clock and no
//! environment. Templates may be hostile: reading is linear in the text, evaluation is bounded by [`Limits`], and
//! nothing panics.
//!
//! ```
//! use octostache::Variables;
//!
//! let mut variables = Variables::new();
//! variables.set("Server", "Web01");
//! variables.set("Url", "https://#{Server | ToLower}");
//! assert_eq!(variables.evaluate("#{Url}/status").text, "https://web01/status");
//! assert_eq!(variables.evaluate_file("#{Nobody} #{if").unwrap().text, "#{Nobody} #{if");
//! ```
//!
//! | to | call |
//! |---|---|
//! | evaluate a template, stopping at what does not parse | [`Variables::evaluate`], then [`Evaluated::value`] (absent: null, or a fatal error) and [`Evaluated::error`] |
//! | evaluate going on after what does not parse | [`Variables::evaluate_file`] |
//! | ask whether an expression counts as true | [`Variables::is_true`] |
//! | get a variable as stored, or evaluated | [`Variables::raw`], [`Variables::get`], [`Variables::get_evaluated`] |
//! | read it as a flag, number, list, or insist on it | [`Variables::get_flag`], [`Variables::get_i32`], [`Variables::get_list`], [`Variables::get_paths`], [`Variables::require`] |
//! | list the indexes under a name | [`Variables::indexes`] |
//! | write the set as JSON | [`Variables::save`] |
//! | set a variable to null, choose the culture, the time, the limits, more filters | [`Variables::set_null`], [`Variables::set_culture`], [`Variables::set_now`], [`Variables::set_limits`], [`Variables::add_filter`] |
//! | check that a template parses | [`Template::parse`], [`Template::parse_file`] |
//! | print a parsed template in normalised form | `Display` of [`Template`] |
//! | list the names a template asks for | [`Template::arguments`] |
//!
//! Known limits: `Match` and `Replace` have no look-around and no references back, because their engine is linear in
//! the text; a pattern with them gives nothing. `Format` knows the cultures that [`Culture::by_name`] finds.
//! `Markdown` keeps HTML that stands in the text. Blocks, values and options nest at most [`Limits::depth`] deep.
//!
//! Start reading at `parse` (the grammar), then `evaluate` (what it means) and `filters`. Ids such as `VE-06` in
//! the comments name rules of the language's specification.

mod analyse;
mod binding;
mod case;
mod convert;
mod culture;
mod error;
mod evaluate;
mod filters;
mod format;
mod json;
mod limits;
mod number;
mod parse;
mod print;
mod settings;
mod syntax;
mod variables;

pub use culture::Culture;
pub use error::{Error, Limited, SyntaxError};
pub use limits::Limits;
pub use syntax::Template;
pub use variables::{Evaluated, Variables};
