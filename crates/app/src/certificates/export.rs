//! Certificates as files for people. The private key needs a right of its own, and taking it is written down although
//! it changes nothing (AC-08).

use pulpo_access::permissions::{CertificateExportPrivateKey, CertificateView};
use pulpo_access::{Caller, Sealed};
use pulpo_domain::certificate::{Certificate, CertificateError, Format};
use pulpo_domain::event::Category;
use pulpo_domain::ids::SpaceId;

use super::content::{Kept, kept};
use crate::app::App;
use crate::audit;
use crate::error::{Error, Result};
use crate::named::{self, Named};

/// Which certificates of the file a PEM holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Parts {
    #[default]
    PrimaryOnly,
    PrimaryAndChain,
    ChainOnly,
}

/// What somebody wants to have.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// Without one, the file as it was uploaded.
    pub format: Option<Format>,
    pub parts: Parts,
    pub with_private_key: bool,
    /// Protects the private key in PKCS#12.
    pub password: String,
}

/// A file.
#[derive(Clone, PartialEq, Eq)]
pub struct Exported {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub async fn export(app: &App, caller: &Caller, space: &SpaceId, id: &str, wanted: Export) -> Result<Exported> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    let key = app.store().master_key().clone();
    app.write(move |tx| {
        let sealed = Sealed::new(named::find::<Certificate>(tx, &space, &id)?);
        // A file as it came has its key in it, whoever asks for it and however.
        let certificate = sealed.open::<CertificateView>(&caller, Certificate::VIEW, &id)?.into_inner();
        let content = &certificate.content;
        let gives_key = content.has_private_key && (wanted.with_private_key || wanted.format.is_none());
        if wanted.with_private_key && !content.has_private_key {
            return Err(Error::invalid(CertificateError::NoPrivateKey(certificate.name)));
        }
        if gives_key {
            let again = Sealed::new(certificate.clone());
            again.open::<CertificateExportPrivateKey>(&caller, Certificate::VIEW, &id)?;
            let message = format!("The private key of certificate {} was exported", certificate.name);
            let (category, related) = (Category::CertificateExportedPrivateKey, [certificate.id.as_str()]);
            audit::event(tx, &caller, category, Some(&space), message, &related)?;
        }
        let kept = kept(&certificate, &key)?;
        let bytes = file(kept, &wanted, &|bytes| tx.random().fill(bytes))?;
        let ending = match wanted.format.unwrap_or(content.format) {
            Format::Pkcs12 => "pfx",
            Format::Der => "cer",
            Format::Pem => "pem",
        };
        let name = pulpo_domain::names::slug(&certificate.name);
        Ok(Exported { name: format!("{}.{ending}", if name.is_empty() { "certificate" } else { &name }), bytes })
    })
    .await
}

fn file(kept: Kept, wanted: &Export, fill: &dyn Fn(&mut [u8])) -> Result<Vec<u8>> {
    let mut opened = kept.opened;
    if !wanted.with_private_key && wanted.format.is_some() {
        opened.private_key = None;
    }
    Ok(match wanted.format {
        None => super::content::decoded(&kept.file)?,
        Some(Format::Der) => opened.certificate,
        Some(Format::Pkcs12) => certfile::pfx::write(&opened, &wanted.password, fill),
        Some(Format::Pem) => {
            let mut text = String::new();
            if wanted.parts != Parts::ChainOnly {
                text += &certfile::pem::write("CERTIFICATE", &opened.certificate);
            }
            if wanted.parts != Parts::PrimaryOnly {
                text.extend(opened.chain.iter().map(|one| certfile::pem::write("CERTIFICATE", one)));
            }
            if let Some(key) = &opened.private_key {
                text += &certfile::pem::write("PRIVATE KEY", key);
            }
            text.into_bytes()
        }
    })
}
