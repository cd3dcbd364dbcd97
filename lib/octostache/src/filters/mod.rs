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

/// A built-in filter that has its input.
type Filter = fn(&Call<'_>, &str) -> Result<Option<String>, Error>;

impl Call<'_> {
    /// The result of the filter; nothing when it is unknown, or cannot use its input or options (VE-11).
    pub(crate) fn apply(&self) -> Result<Option<String>, Error> {
        let name = self.name.to_lowercase();
        if let Some(filter) = without_input(&name) {
            return Ok(filter(self));
        }
        if let Some(filter) = with_input(&name) {
            return self.input.map_or(Ok(None), |input| filter(self, input));
        }
        if let Some(escape) = escape::by_name(&name) {
            return Ok(self.input.filter(|_| self.options.is_empty()).map(escape));
        }
        if let Some(part) = version::part(&name) {
            return self.input.map_or(Ok(None), |input| self.version_part(part, input));
        }
        let extension = self.settings.extensions.get(&name);
        Ok(extension.and_then(|extension| extension(self.input, self.options)))
    }

    /// Refuses a result that would be larger than what is left of the limit.
    fn fits(&self, size: usize) -> Result<(), Error> {
        if size <= self.room {
            return Ok(());
        }
        Err(Error::Limit { what: Limited::Bytes, limit: self.settings.limits.bytes })
    }
}

/// Filters that make do without input.
fn without_input(name: &str) -> Option<fn(&Call<'_>) -> Option<String>> {
    Some(match name {
        "null" => |_| None,
        "nowdate" => |call| call.now_date(),
        "nowdateutc" => |call| call.now_date_utc(),
        "append" => |call| call.append(),
        "prepend" => |call| call.prepend(),
        _ => return None,
    })
}

fn with_input(name: &str) -> Option<Filter> {
    Some(match name {
        "tobase64" => |call, input| Ok(call.encode_base64(input)),
        "frombase64" => |call, input| call.decode_base64(input),
        "md5" | "sha1" | "sha256" | "sha384" | "sha512" => |call, input| Ok(call.hash(input)),
        "addhours" => |call, input| Ok(call.add_to_date(input, dates::TICKS_PER_HOUR)),
        "adddays" => |call, input| Ok(call.add_to_date(input, dates::TICKS_PER_DAY)),
        "format" => |call, input| Ok(call.format(input)),
        "match" => |call, input| call.matches(input),
        "replace" => |call, input| call.replace(input),
        "startswith" => |call, input| Ok(call.compare(|text| input.starts_with(text))),
        "endswith" => |call, input| Ok(call.compare(|text| input.ends_with(text))),
        "contains" => |call, input| Ok(call.compare(|text| input.contains(text))),
        "substring" => |call, input| Ok(call.substring(input)),
        "truncate" => |call, input| Ok(call.truncate(input)),
        "trim" => |call, input| Ok(call.trim(input)),
        "indent" => |call, input| call.indent(input),
        "uripart" => |call, input| Ok(Some(call.uri_part(input))),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
