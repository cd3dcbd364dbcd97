//! Splits a command line into words, as a shell does without expanding anything.

/// The words of `ScriptParameters`, for languages whose interpreter is started without a shell.
pub(super) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next() {
                        Some('\'') => break,
                        Some(inner) => word.push(inner),
                        None => return Err(unclosed('\'', line)),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next() {
                        Some('"') => break,
                        Some('\\') => match characters.next() {
                            Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                            Some(other) => word.extend(['\\', other]),
                            None => return Err(unclosed('"', line)),
                        },
                        Some(inner) => word.push(inner),
                        None => return Err(unclosed('"', line)),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(characters.next()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

fn unclosed(quote: char, line: &str) -> String {
    format!("the script parameters have an opening {quote} without a closing one: {line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_words_together() {
        let words = split(r#"-a "two words" 'it"s' b\ c "" "q\"x" plain"#).unwrap();
        assert_eq!(words, ["-a", "two words", "it\"s", "b c", "", "q\"x", "plain"]);
        assert_eq!(split("  ").unwrap(), Vec::<String>::new());
        assert!(split("\"open").is_err() && split("'open").is_err());
    }
}
