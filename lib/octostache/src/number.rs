//! Numbers as the original reads and writes them, whatever the culture: invariant.

/// The shortest text that reads back as the same number: `0.5`, `1.4000000000000001`, `1E+20` (VE-18).
pub(crate) fn shortest(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let (digits, point) = digits(number.abs());
    let sign = if number.is_sign_negative() { "-" } else { "" };
    let length = i32::try_from(digits.len()).expect("a double has at most 17 digits");
    // From 10^15 on, unless all places are significant digits, and below 10^-4 the text is scientific.
    if point > length.max(15) || point < -3 {
        let (first, rest) = digits.split_at(1);
        let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        let exponent = point - 1;
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{fraction}E{exponent_sign}{:02}", exponent.unsigned_abs());
    }
    let places = usize::try_from(point.unsigned_abs()).expect("the exponent of a double is small");
    if point <= 0 {
        if digits == "0" { format!("{sign}0") } else { format!("{sign}0.{}{digits}", "0".repeat(places)) }
    } else if places >= digits.len() {
        format!("{sign}{digits}{}", "0".repeat(places - digits.len()))
    } else {
        format!("{sign}{}.{}", &digits[..places], &digits[places..])
    }
}

/// Shortest significant digits, and how many of them stand before the decimal point (`0.005` is `5` at -2).
fn digits(number: f64) -> (String, i32) {
    let text = format!("{number:e}");
    let (mantissa, exponent) = text.split_once('e').expect("the format has an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent is a number");
    let digits = mantissa.replace('.', "");
    if digits == "0" { (digits, 0) } else { (digits, exponent + 1) }
}

/// Reads a number with sign, thousands separators, decimal point and exponent; blanks around it do not count.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(f64::INFINITY),
        "-Infinity" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    // Only digits, separators and one exponent: the standard parser also takes `inf` and the like.
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.contains(|c: char| c.is_ascii_digit())
        && unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E' | '+' | '-'))
        && !fraction.contains(',')
        && !whole.split(['e', 'E']).skip(1).any(|exponent| exponent.contains(','));
    if is_number { text.replace(',', "").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{parse, shortest};

    #[track_caller]
    fn check(number: f64, expected: &str) {
        assert_eq!(shortest(number), expected);
    }

    #[test]
    fn numbers_are_written_as_the_original_writes_them() {
        check(0.0, "0");
        check(-0.0, "-0");
        check(2.0 / 7.0, "0.2857142857142857");
        check(0.2 * 7.0, "1.4000000000000001");
        check(1e14, "100000000000000");
        check(1e15, "1E+15");
        check(1e20, "1E+20");
        check(12_345_678_901_234_567.0, "12345678901234568");
        check(1.5e-5, "1.5E-05");
        check(0.0001, "0.0001");
        check(-3.5, "-3.5");
    }

    #[test]
    fn thousands_separators_are_read() {
        assert_eq!(parse(" 1,000.5 "), Some(1000.5));
        assert_eq!(parse("-1e3"), Some(-1000.0));
        assert_eq!(parse(".5"), Some(0.5));
        for text in ["", "x", "1 2", "inf", "1.2.3", "0.5,0", "--1", "e5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
