//! What scripts ask for by service messages.

use std::io;
use std::path::{Path, PathBuf};

use pulpo_wire::job::JobEvent;

use crate::report::Reporter;
use crate::service_messages::ServiceMessage;

/// Messages that carry measurements of another executor; nobody wants them (steps.md SM).
const UNWANTED: &str = "calamari-";

/// What has been asked for and is still to be done.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// Output variables that this job does not see yet.
    pub(crate) outputs: Vec<(String, String)>,
    pub(crate) artifacts: Vec<WantedArtifact>,
    /// Replaces the generic text of a failure.
    pub(crate) result_message: Option<String>,
}

/// A file to be collected when the step is over.
#[derive(Debug)]
pub(crate) struct WantedArtifact {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
}

impl Wishes {
    /// Does what can be done at once and remembers the rest. `directory` is the script's own.
    pub(crate) fn hear(
        &mut self,
        reporter: &mut Reporter,
        message: ServiceMessage,
        directory: &Path,
    ) -> io::Result<()> {
        match message.name.to_ascii_lowercase().as_str() {
            "setvariable" => {
                let Some(name) = message.get("name").filter(|name| !name.is_empty()) else {
                    return reporter.warning("A script set an output variable without a name; it was ignored");
                };
                self.set_output(reporter, name, message.get("value").unwrap_or_default(), message.flag("sensitive"))
            }
            "mask" => match message.get("value") {
                Some(value) if !value.is_empty() => {
                    reporter.mask(value);
                    let event = JobEvent::Mask { value: value.to_owned() };
                    if reporter.sized_event(&event)? {
                        return Ok(());
                    }
                    reporter.warning("A text to be masked is too long for later steps to know it; this step masks it")
                }
                _ => Ok(()),
            },
            "progress" => {
                let Some(percentage) = message.get("percentage").and_then(percentage) else { return Ok(()) };
                let message = reporter.masks().hide(message.get("message").unwrap_or_default());
                if !reporter.sized_event(&JobEvent::Progress { percentage, message })? {
                    reporter.event(&JobEvent::Progress { percentage, message: String::new() })?;
                }
                Ok(())
            }
            "createartifact" => {
                let Some(path) = message.get("path").filter(|path| !path.is_empty()) else {
                    return reporter.warning("A script asked for an artifact without a path; it was ignored");
                };
                let path = directory.join(path);
                let named = message.get("name").filter(|name| !name.trim().is_empty());
                let name = named.map_or_else(|| path.to_string_lossy().into_owned(), str::to_owned);
                // AR-01: a name without a path.
                let name = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                self.artifacts.push(WantedArtifact { path, name });
                Ok(())
            }
            "resultmessage" => {
                self.result_message = message.get("message").filter(|text| !text.is_empty()).map(str::to_owned);
                Ok(())
            }
            name if name.starts_with(UNWANTED) => Ok(()),
            _ => {
                let name = message.name.clone();
                let event = JobEvent::ServiceMessage { name: message.name, attributes: message.attributes };
                if reporter.sized_event(&event)? {
                    return Ok(());
                }
                reporter.warning(&format!("The service message '{name}' is too long; it was ignored"))
            }
        }
    }

    pub(crate) fn set_output(
        &mut self,
        reporter: &mut Reporter,
        name: &str,
        value: &str,
        sensitive: bool,
    ) -> io::Result<()> {
        // First of all: the value may be in the very next line.
        if sensitive {
            reporter.mask(value);
        }
        let event = JobEvent::OutputVariable { name: name.to_owned(), value: value.to_owned(), sensitive };
        if !reporter.sized_event(&event)? {
            return reporter.warning(&format!(
                "The output variable '{name}' is too long for later steps ({} bytes); put it into an artifact instead",
                value.len()
            ));
        }
        self.outputs.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

fn percentage(text: &str) -> Option<u8> {
    let number: f64 = text.trim().trim_end_matches('%').parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped to 0..=100")]
    number.is_finite().then(|| number.clamp(0.0, 100.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_a_number_between_nought_and_a_hundred() {
        assert_eq!(
            ["50", " 7% ", "250", "-1", "1.6", "x", "NaN"].map(percentage),
            [Some(50), Some(7), Some(100), Some(0), Some(2), None, None]
        );
    }
}
