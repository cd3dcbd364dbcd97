//! Files that come in packages and repositories.

use ocl::Document;
use octostache::Variables;
use pulpo_execution::structured::transform::transform;
use pulpo_execution::structured::{Format, replace};

pub(crate) fn ocl(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(document) = Document::parse(text) else { return };
    let written = document.to_string();
    let again = Document::parse(&written).unwrap_or_else(|error| panic!("what is written is read: {error}\n{written}"));
    assert_eq!(again.to_string(), written, "writing what was read changes nothing");
}

/// The first byte chooses the format.
pub(crate) fn structured(bytes: &[u8]) {
    let Some((choice, file)) = bytes.split_first() else { return };
    let format = match choice % 5 {
        0 => Format::Json,
        1 => Format::Yaml,
        2 => Format::Xml,
        3 => Format::Properties,
        _ => Format::DotNetConfig,
    };
    let none = Variables::new();
    let untouched = replace(format, file, &none);
    if let Ok(untouched) = &untouched {
        assert!(untouched.names.is_empty(), "no variables, no replacement");
    }
    let mut some = Variables::new();
    for (name, value) in
        [("a", "1"), ("a:b", "#{a}"), ("b:0", "true"), ("//a", "x"), ("a.b", "{\"c\": [1]}"), ("0", "")]
    {
        some.set(name, value);
    }
    let replaced = replace(format, file, &some);
    // YAML that could not be written again faithfully is refused, and a replaced value may have been the reason.
    if format != Format::Yaml {
        assert_eq!(replaced.is_ok(), untouched.is_ok(), "whether a file can be read does not depend on the variables");
    }
}

/// File and transform are apart by the first zero byte.
pub(crate) fn transforms(bytes: &[u8]) {
    let Some(middle) = bytes.iter().position(|byte| *byte == 0) else { return };
    let (file, wanted) = (&bytes[..middle], &bytes[middle + 1..]);
    let Ok(done) = transform(file, wanted) else { return };
    if done.bytes != file {
        assert!(transform(&done.bytes, b"<a/>").is_ok(), "what is written is read");
    }
    if !String::from_utf8_lossy(wanted).contains("XML-Document-Transform") {
        assert_eq!(done.bytes, file, "nothing was asked for");
    }
}
