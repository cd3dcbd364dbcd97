//! Files of certificates.

use certfile::{Facts, open, pfx};

/// What opens can be written as PKCS#12 and is the same when it is read again.
pub(crate) fn certificates(bytes: &[u8]) {
    for password in [None, Some("s3cret-word")] {
        let Ok(opened) = open(bytes, password) else { continue };
        let _ = Facts::read(&opened.certificate);
        let written = pfx::write(&opened, "", &|salt| salt.fill(7));
        let again = open(&written, None).expect("what was written can be read");
        assert!(again.private_key == opened.private_key, "the key has changed");
        let all = |opened: &certfile::Opened| {
            let mut all = opened.chain.clone();
            all.push(opened.certificate.clone());
            all.sort();
            all
        };
        assert!(all(&again) == all(&opened), "the certificates have changed");
    }
}
