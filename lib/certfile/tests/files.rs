//! Files as openssl writes them, in every format and with every cipher that is in use.

use certfile::{BadFile, Facts, Format, open, pem, pfx};

const PASSWORD: &str = "s3cret-word";

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("files/", $name))
    };
}

fn leaf() -> Vec<u8> {
    file!("leaf.der").to_vec()
}

#[test]
fn every_format_gives_the_certificate_its_chain_and_its_key() {
    let cases: [(&str, &[u8], Option<&str>, Format, usize, bool); 10] = [
        ("DER", file!("leaf.der"), None, Format::Der, 0, false),
        ("PEM", file!("leaf.pem"), None, Format::Pem, 0, false),
        ("PEM with chain and key", file!("bundle.pem"), None, Format::Pem, 1, true),
        ("the chain first, the key under a password", file!("encrypted.pem"), Some(PASSWORD), Format::Pem, 1, true),
        ("an RSA key in its own shape", file!("pkcs1.pem"), None, Format::Pem, 0, true),
        ("PKCS#12 with AES", file!("modern.pfx"), Some(PASSWORD), Format::Pkcs12, 1, true),
        ("PKCS#12 with RC2 and Triple DES", file!("legacy.pfx"), Some(PASSWORD), Format::Pkcs12, 1, true),
        ("PKCS#12 without a password", file!("empty.pfx"), None, Format::Pkcs12, 0, true),
        ("old PKCS#12 without a password", file!("legacy-empty.pfx"), Some(""), Format::Pkcs12, 0, true),
        ("a password beyond ASCII", file!("umlaut.pfx"), Some("p\u{e4}ssw\u{f6}rd"), Format::Pkcs12, 0, true),
    ];
    let key = open(file!("bundle.pem"), None).unwrap().private_key;
    for (name, bytes, password, format, chain, has_key) in cases {
        let opened = open(bytes, password).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((opened.format, opened.chain.len()), (format, chain), "{name}");
        assert!(opened.certificate == leaf(), "{name}: the wrong certificate leads");
        assert!(opened.private_key == if has_key { key.clone() } else { None }, "{name}: the wrong key");
    }
    let elliptic = open(file!("sec1.pem"), None).unwrap();
    assert_eq!(Facts::read(&elliptic.certificate).unwrap().subject.common.as_deref(), Some("elliptic"));
    assert!(elliptic.private_key.is_some());
}

#[test]
fn a_certificate_says_what_openssl_says_of_it() {
    let facts = Facts::read(&leaf()).unwrap();
    assert_eq!(facts.subject.distinguished, "CN=www.example.com, O=\"Example, Inc.\", C=DE");
    assert_eq!(facts.subject.common.as_deref(), Some("www.example.com"));
    assert_eq!(facts.subject.organization.as_deref(), Some("Example, Inc."));
    assert_eq!(facts.issuer.common.as_deref(), Some("Example CA"));
    assert!(!facts.is_self_signed);
    assert_eq!(facts.thumbprint, "75B93B1A3A24349A119B47829CA395937B846776");
    assert_eq!(facts.serial_number, "339C1D0DA1905327CF8DF857E63BF2C96FBD52EA");
    assert_eq!((facts.version, facts.signature_algorithm.as_str()), (3, "sha256RSA"));
    assert_eq!(facts.alternative_names, ["www.example.com", "192.0.2.7", "ops@example.com"]);
    assert_eq!((facts.not_before, facts.not_after), (1_795_321_541, 4_905_721_541));
    let ca = open(file!("ca.pem"), None).unwrap();
    assert!(Facts::read(&ca.certificate).unwrap().is_self_signed);
}

#[test]
fn what_is_written_is_read_again() {
    let opened = open(file!("bundle.pem"), None).unwrap();
    let fill = |bytes: &mut [u8]| bytes.fill(7);
    for password in ["", "geheim \u{2713}"] {
        let written = pfx::write(&opened, password, &fill);
        let again = open(&written, Some(password)).unwrap();
        assert!(again.certificate == opened.certificate && again.chain == opened.chain);
        assert!(again.private_key == opened.private_key, "under \"{password}\"");
        if !password.is_empty() {
            assert_eq!(open(&written, Some("other")), Err(BadFile::WrongPassword));
        }
    }
    let text = pem::write("CERTIFICATE", &opened.certificate);
    assert_eq!(text.as_bytes(), file!("leaf.pem").as_slice());
}

#[test]
fn a_refusal_says_what_is_wrong() {
    let refused = |bytes: &[u8], password: Option<&str>| open(bytes, password).unwrap_err();
    for file in [file!("modern.pfx").as_slice(), file!("legacy.pfx"), file!("encrypted.pem")] {
        assert_eq!(refused(file, Some("wrong")), BadFile::WrongPassword);
        assert_eq!(refused(file, None), BadFile::NoPassword);
    }
    assert_eq!(refused(file!("mismatch.pem"), None), BadFile::OtherKey);
    assert_eq!(refused(file!("leaf.key"), None), BadFile::NoCertificate);
    assert_eq!(refused(b"hello", None), BadFile::Unknown);
    assert_eq!(refused(b"", None), BadFile::Unknown);
    let cut = &file!("leaf.pem")[..600];
    assert!(refused(cut, None).to_string().contains("-----END CERTIFICATE-----"));
    let long = vec![b'a'; certfile::LONGEST + 1];
    assert!(matches!(refused(&long, None), BadFile::TooLong(..)));
    let many = file!("leaf.pem").repeat(certfile::MOST_PARTS + 1);
    assert_eq!(refused(&many, None), BadFile::TooManyParts(certfile::MOST_PARTS));
}

#[test]
fn a_file_that_is_damaged_anywhere_is_refused_or_read_and_never_more() {
    // Every byte in turn, or every fiftieth where each costs work on the password; a panic would show.
    for (file, step) in [(file!("leaf.der").as_slice(), 1), (file!("empty.pfx"), 50)] {
        for position in (0..file.len()).step_by(step) {
            let mut damaged = file.to_vec();
            damaged[position] ^= 0x55;
            if let Ok(opened) = open(&damaged, None) {
                assert!(!opened.certificate.is_empty());
            }
            assert!(open(&file[..position], None).is_err());
        }
    }
}
