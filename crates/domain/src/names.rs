//! Names and slugs, the same rules for every named kind (domain.md G-02, G-03).

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("a name is required")]
    Empty,
    #[error("the name \"{name}\" has {length} characters; at most {most} are allowed")]
    TooLong { name: String, length: usize, most: usize },
}

/// Trims a name and checks its length.
pub fn clean(name: &str, most: usize) -> Result<String, NameError> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 {
        return Err(NameError::Empty);
    }
    if length > most {
        return Err(NameError::TooLong { name: name.to_owned(), length, most });
    }
    Ok(name.to_owned())
}

/// The form in which names are compared: ignoring case.
pub fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Lower case, with runs of everything that is no letter or digit turned into one dash.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let length = slug.trim_end_matches('-').len();
    slug.truncate(length);
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_have_single_dashes_and_none_at_the_ends() {
        for (name, expected) in [("Web Shop", "web-shop"), (" -- A__b!", "a-b"), ("Ünï", "ünï"), ("***", "")] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(clean("  Test ", 50), Ok("Test".to_owned()));
        assert_eq!(clean("   ", 50), Err(NameError::Empty));
        assert!(matches!(clean("abc", 2), Err(NameError::TooLong { length: 3, .. })));
    }
}
