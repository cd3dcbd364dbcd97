//! Filters: `#{value | Name option}` (VF).

mod dates;
mod encode;
mod escape;
mod regexes;
mod text;
mod uri;
mod version;

use crate::error::{Error, Limited};
use crate::settings::Settings;

pub(crate) use regexes::Regexes;

/// One use of a filter.
pub(crate) struct Call<'c> {
    pub(crate) name: &'c str,
    pub(crate) input: Option<&'c str>,
    pub(crate) options: &'c [String],
    pub(crate) settings: &'c Settings,
    pub(crate) regexes: &'c Regexes,
    /// How many bytes the result may have; filters that multiply ask before they do.
    pub(crate) room: usize,
}

impl Call<'_> {
    /// The result of the filter; nothing when it is unknown, or cannot use its input or options (VE-11).
    pub(crate) fn apply(&self) -> Result<Option<String>, Error> {
        let name = self.name.to_lowercase();
        // These need no input, or raise errors of their own.
        match name.as_str() {
            "null" => return Ok(None),
            "nowdate" => return Ok(self.now_date()),
            "nowdateutc" => return Ok(self.now_date_utc()),
            "append" => return Ok(self.append()),
            "prepend" => return Ok(self.prepend()),
            _ => {}
        }
        if let (Some(extension), false) = (self.settings.extensions.get(&name), is_built_in(&name)) {
            return Ok(extension(self.input, self.options));
        }
        let Some(input) = self.input else { return Ok(None) };
        if let Some(escape) = escape::by_name(&name) {
            return Ok(self.options.is_empty().then(|| escape(input)));
        }
        if let Some(part) = name.strip_prefix("version") {
            return self.version_part(part, input);
        }
        match name.as_str() {
            "tobase64" => Ok(self.encode_base64(input)),
            "frombase64" => self.decode_base64(input),
            "md5" | "sha1" | "sha256" | "sha384" | "sha512" => Ok(self.hash(&name, input)),
            "addhours" => Ok(self.add_to_date(input, dates::TICKS_PER_HOUR)),
            "adddays" => Ok(self.add_to_date(input, dates::TICKS_PER_DAY)),
            "format" => Ok(self.format(input)),
            "match" => Ok(self.matches(input)),
            "replace" => self.replace(input),
            "startswith" => Ok(self.compare(|text| input.starts_with(text))),
            "endswith" => Ok(self.compare(|text| input.ends_with(text))),
            "contains" => Ok(self.compare(|text| input.contains(text))),
            "substring" => Ok(self.substring(input)),
            "truncate" => Ok(self.truncate(input)),
            "trim" => Ok(self.trim(input)),
            "indent" => self.indent(input),
            "uripart" => Ok(Some(self.uri_part(input))),
            _ => Ok(None),
        }
    }

    /// Refuses a result that would be larger than what is left of the limit.
    fn fits(&self, size: usize) -> Result<(), Error> {
        if size <= self.room {
            return Ok(());
        }
        Err(Error::Limit { what: Limited::Bytes, limit: self.settings.limits.bytes })
    }
}

const BUILT_IN: [&str; 18] = [
    "tobase64",
    "frombase64",
    "md5",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "addhours",
    "adddays",
    "format",
    "match",
    "replace",
    "startswith",
    "endswith",
    "contains",
    "substring",
    "truncate",
    "trim",
];

fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
        || matches!(name, "indent" | "uripart")
        || escape::by_name(name).is_some()
        || name.strip_prefix("version").is_some_and(version::is_part)
}

#[cfg(test)]
mod tests;
