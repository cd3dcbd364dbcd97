//! Names that travel: jobs, launcher instances, classes.

use std::fmt;
use std::str::FromStr;

use crate::NameError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            pub fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", u128::from_be_bytes(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                if text.len() != 32 || !digits {
                    return Err(NameError::Id);
                }
                u128::from_str_radix(text, 16).map(|n| Self(n.to_be_bytes())).map_err(|_| NameError::Id)
            }
        }
    };
}

id! {
    /// A job's name: 32 lower-case hexadecimal digits as text, 16 bytes on the wire, so that no byte of it can ever
    /// be a path separator.
    JobId
}

id! {
    /// One life of a launcher. Another instance means that the jobs of the one before are lost.
    InstanceId
}

/// How a job is to be confined. What a class means is the launcher's own configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassName(String);

impl ClassName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ClassName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let characters = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if characters && (1..=32).contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(NameError::Class) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_was_written() {
        let text = "00ff00000000000000000000000000a1";
        assert_eq!(text.parse::<JobId>().unwrap().to_string(), text);
    }

    #[test]
    fn an_id_that_could_be_anything_else_is_refused() {
        for text in [
            "",
            "00",
            "../../../../../../../../etc/passwd",
            "00FF00000000000000000000000000a1",
            "+0ff00000000000000000000000000a1",
        ] {
            assert_eq!(text.parse::<JobId>(), Err(NameError::Id), "{text}");
        }
    }

    #[test]
    fn a_class_is_a_short_plain_word() {
        assert_eq!("offline-2".parse::<ClassName>().unwrap().as_str(), "offline-2");
        for text in ["", "Default", "a/b", "a b", &"x".repeat(33)] {
            assert_eq!(text.parse::<ClassName>(), Err(NameError::Class), "{text}");
        }
    }
}
