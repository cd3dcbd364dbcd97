//! What can be wrong with a file of certificates, in words for the person who has uploaded it.

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    #[error("the file has {0} bytes; at most {1} are read")]
    TooLong(usize, usize),
    #[error("the file has more than {0} certificates and keys")]
    TooManyParts(usize),
    #[error("the file is neither PEM, DER nor PKCS#12")]
    Unknown,
    #[error("the file holds no certificate")]
    NoCertificate,
    #[error("the {what} cannot be read: {why}")]
    Damaged { what: &'static str, why: String },
    #[error("the password is wrong, or the file is damaged")]
    WrongPassword,
    #[error("the file is protected by a password, and none was given")]
    NoPassword,
    #[error("the file is encrypted with {0}, which is not supported; export it again with AES or Triple DES")]
    UnknownCipher(String),
    #[error("the private key is encrypted in the old way of PEM; convert it with \"openssl pkcs8 -topk8\"")]
    OldPemEncryption,
    #[error("opening the file would take too long: it asks for {0} rounds of work on the password")]
    TooMuchWork(u64),
    #[error("the private key does not belong to the certificate")]
    OtherKey,
}

impl BadFile {
    pub(crate) fn damaged(what: &'static str, why: impl ToString) -> Self {
        Self::Damaged { what, why: why.to_string() }
    }
}
