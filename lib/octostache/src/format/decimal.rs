//! A decimal number as its digits.

use crate::culture::Culture;

/// Beyond this the text of a number is not a number for us; it bounds what formatting can cost.
const MAX_DIGITS: usize = 400;

/// `0.d1d2d3... × 10^point`, with its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    /// Digits from 0 to 9, without leading zeros; none for zero.
    pub(crate) digits: Vec<u8>,
    pub(crate) point: i32,
    /// How many places after the point were written; a decimal keeps its trailing zeros.
    pub(crate) scale: usize,
}

impl Decimal {
    /// Reads sign, digits with group separators, and decimal point; blanks around do not count.
    pub(crate) fn parse(text: &str, culture: Culture) -> Option<Self> {
        let row = culture.row();
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix('-').or_else(|| text.strip_suffix('-')) {
            Some(unsigned) => (true, unsigned),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.trim().split_once(row.decimal).unwrap_or((unsigned.trim(), ""));
        if !whole.is_empty() && whole.starts_with(row.group) {
            return None;
        }
        let whole = whole.replace(row.group, "");
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let length = whole.len() + fraction.len();
        if !is_digits(&whole) || !is_digits(fraction) || length == 0 || length > MAX_DIGITS {
            return None;
        }
        let digits = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
        Some(Self { negative, digits, point: places(whole.len()), scale: fraction.len() }.normalised())
    }

    pub(crate) fn from_i32(number: i32) -> Self {
        let digits: Vec<u8> = number.unsigned_abs().to_string().bytes().map(|byte| byte - b'0').collect();
        let point = places(digits.len());
        Self { negative: number < 0, digits, point, scale: 0 }.normalised()
    }

    /// The shortest digits that read back as the number; nothing for infinities and NaN.
    pub(crate) fn from_f64(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{:e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let scale = usize::try_from(places(digits.len()) - 1 - exponent).unwrap_or(0);
        Some(Self { negative: number < 0.0, digits, point: exponent + 1, scale }.normalised())
    }

    fn normalised(mut self) -> Self {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= places(zeros);
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.iter().all(|digit| *digit == 0)
    }

    /// Times a power of ten.
    pub(crate) fn shifted(mut self, power: i32) -> Self {
        if !self.is_zero() {
            self.point += power;
        }
        self
    }

    /// Rounded half away from zero to so many places after the point.
    pub(crate) fn rounded(&self, places_after: usize) -> Self {
        let kept = self.point + places(places_after);
        let mut rounded = self.clone();
        let Ok(kept) = usize::try_from(kept) else {
            rounded.digits.clear();
            return rounded.normalised();
        };
        if kept >= self.digits.len() {
            return rounded;
        }
        rounded.digits.truncate(kept);
        if self.digits[kept] >= 5 {
            rounded.increment();
        }
        rounded.normalised()
    }

    /// Rounded to so many significant digits.
    pub(crate) fn significant(&self, count: usize) -> Self {
        let mut rounded = self.clone();
        if count < self.digits.len() {
            rounded.digits.truncate(count);
            if self.digits[count] >= 5 {
                rounded.increment();
            }
        }
        rounded.normalised()
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    /// The digits before the point, at least one.
    pub(crate) fn whole(&self) -> String {
        match usize::try_from(self.point) {
            Ok(0) | Err(_) => "0".to_owned(),
            Ok(length) => (0..length).map(|place| self.digit(place)).collect(),
        }
    }

    /// The first places after the point.
    pub(crate) fn fraction(&self, length: usize) -> String {
        (0..length)
            .map(|place| match usize::try_from(self.point + places(place)) {
                Ok(place) => self.digit(place),
                Err(_) => '0',
            })
            .collect()
    }

    /// The digits without trailing zeros.
    pub(crate) fn trimmed(&self) -> Self {
        let mut trimmed = self.clone();
        while trimmed.digits.last() == Some(&0) {
            trimmed.digits.pop();
        }
        trimmed.scale = usize::try_from(places(trimmed.digits.len()) - trimmed.point).unwrap_or(0);
        trimmed
    }

    fn digit(&self, place: usize) -> char {
        char::from(b'0' + self.digits.get(place).copied().unwrap_or(0))
    }
}

/// Digit counts are bounded far below the range.
fn places(count: usize) -> i32 {
    i32::try_from(count).expect("the number of digits is bounded")
}

/// Puts group separators into whole digits, in threes.
pub(super) fn grouped(whole: &str, separator: &str) -> String {
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}
