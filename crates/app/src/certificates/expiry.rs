//! Certificates that end: an event twenty days before, one ten days before, and one at the end (AC-08).

use jiff::Timestamp;
use pulpo_access::Granted;
use pulpo_access::permissions::CertificateEdit;
use pulpo_domain::certificate::{Certificate, Expiry};
use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_store::{Query, StoreError, Tx};

use crate::app::App;
use crate::error::Result;

/// Writes an event for each certificate of which there is something new to tell; gives their number. What is archived
/// ends unnoticed.
pub async fn tell_expiry(app: &App) -> Result<usize> {
    let now = app.now();
    // Nothing is written while there is nothing to tell, which is nearly always.
    if app.read(move |tx| Ok(ending(tx, now)?)).await?.is_empty() {
        return Ok(0);
    }
    app.write(move |tx| {
        let all = ending(tx, now)?;
        for certificate in &all {
            tell(tx, certificate, now)?;
        }
        Ok(all.len())
    })
    .await
}

fn ending(tx: &mut Tx<'_>, now: Timestamp) -> std::result::Result<Vec<Certificate>, StoreError> {
    let until = now.checked_add(Expiry::FIRST).unwrap_or(Timestamp::MAX);
    let soon = Query::new().eq("is_archived", false).compare("not_after", "<=", until);
    let mut certificates: Vec<Certificate> = tx.list(&soon)?;
    certificates.retain(|certificate| milestone(certificate, now) != certificate.told);
    Ok(certificates)
}

fn milestone(certificate: &Certificate, now: Timestamp) -> Option<Expiry> {
    Expiry::of(certificate.content.facts.not_after.duration_since(now))
}

fn tell(tx: &mut Tx<'_>, certificate: &Certificate, now: Timestamp) -> std::result::Result<(), StoreError> {
    let told = milestone(certificate, now);
    tx.update(&Granted::<CertificateEdit, _>::by_server(Certificate { told, ..certificate.clone() }))?;
    let (category, what) = match told {
        Some(Expiry::InTwentyDays) => (Category::CertificateExpiry20DayWarning, "expires in at most 20 days"),
        Some(Expiry::InTenDays) => (Category::CertificateExpiry10DayWarning, "expires in at most 10 days"),
        Some(Expiry::Expired) => (Category::CertificateExpired, "has expired"),
        None => return Ok(()),
    };
    tx.audit(NewEvent {
        space_id: Some(certificate.space_id.clone()),
        category,
        actor: Actor::system(),
        message: format!("Certificate {} {what}, on {}", certificate.name, certificate.content.facts.not_after),
        related: vec![certificate.id.to_string()],
        details: None,
    })
}
