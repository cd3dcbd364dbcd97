//! Cutting, trimming, indenting, comparing. Lengths count UTF-16 units, as the original counts them.

use super::Call;
use crate::error::Error;

const DEFAULT_INDENT: &str = "    ";

impl Call<'_> {
    pub(super) fn append(&self) -> Option<String> {
        let joined = (!self.options.is_empty()).then(|| self.options.concat())?;
        Some(self.input.unwrap_or_default().to_owned() + &joined)
    }

    pub(super) fn prepend(&self) -> Option<String> {
        let joined = (!self.options.is_empty()).then(|| self.options.concat())?;
        Some(joined + self.input.unwrap_or_default())
    }

    pub(super) fn compare(&self, holds: impl Fn(&str) -> bool) -> Option<String> {
        match self.options {
            [text] => Some(flag(holds(text))),
            _ => None,
        }
    }

    pub(super) fn substring(&self, input: &str) -> Option<String> {
        let (start, length) = match self.options {
            [length] => (0, count(length)?),
            [start, length] => (count(start)?, count(length)?),
            _ => return None,
        };
        let units: Vec<u16> = input.encode_utf16().collect();
        let rest = units.get(start..)?;
        Some(String::from_utf16_lossy(&rest[..length.min(rest.len())]))
    }

    pub(super) fn truncate(&self, input: &str) -> Option<String> {
        let (length, suffix) = match self.options {
            [length] => (count(length)?, "..."),
            [length, suffix] => (count(length)?, suffix.as_str()),
            _ => return None,
        };
        let units: Vec<u16> = input.encode_utf16().collect();
        Some(match units.get(..length) {
            Some(start) if length < units.len() => String::from_utf16_lossy(start) + suffix,
            _ => input.to_owned(),
        })
    }

    pub(super) fn trim(&self, input: &str) -> Option<String> {
        let trimmed = match self.options {
            [] => input.trim(),
            [side] if side.eq_ignore_ascii_case("start") => input.trim_start(),
            [side] if side.eq_ignore_ascii_case("end") => input.trim_end(),
            _ => return None,
        };
        Some(trimmed.to_owned())
    }

    /// VF-01.
    pub(super) fn indent(&self, input: &str) -> Result<Option<String>, Error> {
        let (first, others) = match self.options {
            [] => (DEFAULT_INDENT.to_owned(), DEFAULT_INDENT.to_owned()),
            [option] => indents(option),
            [first, others] => (first.clone(), others.clone()),
            _ => return Ok(None),
        };
        if input.is_empty() {
            return Ok(Some(String::new()));
        }
        let lines = input.split('\n').count();
        let prefixes = first.len().saturating_add((lines - 1).saturating_mul(others.len()));
        self.fits(prefixes.saturating_add(input.len()))?;
        let mut out = first;
        out.reserve(prefixes + input.len());
        for (place, line) in input.split('\n').enumerate() {
            if place > 0 {
                out.push('\n');
                out.push_str(&others);
            }
            out.push_str(line);
        }
        Ok(Some(out))
    }
}

/// What a single option means: `n`, `/n`, `a/b`, or itself.
fn indents(option: &str) -> (String, String) {
    let blanks = |number: &str| {
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { number.parse::<u8>().ok().map(|count| " ".repeat(count.into())) } else { None }
    };
    let read = match option.split_once('/') {
        None => blanks(option).map(|all| (all.clone(), all)),
        Some(("", others)) => blanks(others).map(|others| (String::new(), others)),
        Some((first, others)) => blanks(first).zip(blanks(others)),
    };
    read.unwrap_or_else(|| (option.to_owned(), option.to_owned()))
}

fn count(option: &str) -> Option<usize> {
    usize::try_from(option.trim().parse::<i32>().ok()?).ok()
}

pub(super) fn flag(holds: bool) -> String {
    if holds { "true" } else { "false" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::indents;

    #[test]
    fn an_indent_is_a_count_or_a_pair_of_counts_or_itself() {
        let blanks = |count| " ".repeat(count);
        assert_eq!(indents("3"), (blanks(3), blanks(3)));
        assert_eq!(indents("/3"), (blanks(0), blanks(3)));
        assert_eq!(indents("2/255"), (blanks(2), blanks(255)));
        for literal in ["256", "256/3", "3/256", "//", "3/", "-1", "", "1/2/3"] {
            assert_eq!(indents(literal), (literal.to_owned(), literal.to_owned()));
        }
    }
}
