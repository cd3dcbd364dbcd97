//! Checksums that can be moved along a file byte by byte: two sums, of the bytes and of the sums so far.

/// Which of the two forms of Adler-32 a signature uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rolling {
    /// The first form: sums wrap at 65536.
    Wrapping,
    /// The second form: sums are taken modulo the prime 65521.
    Prime,
}

const PRIME: u32 = 65_521;

impl Rolling {
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"Adler32" => Some(Self::Wrapping),
            b"Adler32V2" => Some(Self::Prime),
            _ => None,
        }
    }

    /// What the sums are taken modulo.
    fn modulus(self) -> u32 {
        match self {
            Self::Wrapping => 1 << 16,
            Self::Prime => PRIME,
        }
    }

    /// The checksum of a block.
    pub(super) fn of(self, block: &[u8]) -> u32 {
        let (mut a, mut b) = (1, 0);
        for &byte in block {
            a = (a + u32::from(byte)) % self.modulus();
            b = (b + a) % self.modulus();
        }
        (b << 16) | a
    }

    /// The checksum of the block one byte further on.
    pub(super) fn roll(self, checksum: u32, length: usize, leaving: u8, entering: u8) -> u32 {
        let modulus = self.modulus();
        let (a, b) = (checksum & 0xffff, checksum >> 16);
        let a = (a + modulus - u32::from(leaving) + u32::from(entering)) % modulus;
        let length = u32::try_from(length).expect("a chunk is shorter than 64 KiB");
        let left = length * u32::from(leaving) % modulus;
        let b = (b + modulus - left + a + modulus - 1) % modulus;
        (b << 16) | a
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_prime_form_is_adler_32() {
        assert_eq!(Rolling::Prime.of(b"Wikipedia"), 0x11E6_0398);
        assert_eq!(Rolling::Wrapping.of(b"Wikipedia"), 0x11E6_0398);
    }

    proptest! {
        #[test]
        fn rolling_on_gives_what_starting_anew_gives(
            bytes in prop::collection::vec(any::<u8>(), 2..4000),
            rolling in prop::sample::select(vec![Rolling::Wrapping, Rolling::Prime]),
        ) {
            let length = bytes.len() - 1;
            let rolled = rolling.roll(rolling.of(&bytes[..length]), length, bytes[0], bytes[length]);
            prop_assert_eq!(rolled, rolling.of(&bytes[1..]));
        }
    }
}
