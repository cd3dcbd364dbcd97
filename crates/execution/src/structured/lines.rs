//! Line ends (SG-08).

/// `text`, which has LF only, with the line ends that are commonest in `model`; CRLF when it has none.
pub(super) fn with_ends_of(text: &str, model: &str) -> String {
    let all = model.matches('\n').count();
    let windows = model.matches("\r\n").count();
    let unix = text.replace("\r\n", "\n");
    if windows * 2 >= all { unix.replace('\n', "\r\n") } else { unix }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_line_end_wins() {
        assert_eq!(with_ends_of("a\nb", "x\r\ny\r\nz\n"), "a\r\nb");
        assert_eq!(with_ends_of("a\nb", "x\r\ny\nz\n"), "a\nb");
        assert_eq!(with_ends_of("a\nb", "x"), "a\r\nb");
    }
}
