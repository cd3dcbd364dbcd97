//! Sweeping: blobs that nothing has named for a day go.

use jiff::SignedDuration;
use pulpo_store::Tx;

use super::upload::failed;
use crate::app::App;
use crate::error::Result;

/// How long a blob stays that no row names.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// Removes blobs that no row has named for a day, and gives how many.
pub async fn sweep_blobs(app: &App) -> Result<usize> {
    let blobs = app.store().blobs().clone();
    // No push may name a blob between the look at the rows and the removal of the file.
    let _alone = blobs.sweeping().await;
    let before = app.store().clock().now().checked_sub(GRACE).unwrap_or(jiff::Timestamp::MIN);
    // A crash between file and row leaves a file that no row ever names.
    let files = blobs.written_before(before).await.map_err(failed)?;
    let swept = app.write(move |tx| unnamed(tx, before, files)).await?;
    for hash in &swept {
        blobs.remove(hash).await.map_err(failed)?;
    }
    Ok(swept.len())
}

/// Takes the rows first: a crash afterwards leaves a file, which the next sweep finds.
fn unnamed(tx: &mut Tx<'_>, before: jiff::Timestamp, files: Vec<String>) -> Result<Vec<String>> {
    let mut swept = tx.forget_blobs(before)?;
    for file in files {
        if !swept.contains(&file) && !tx.is_blob_named(&file)? {
            swept.push(file);
        }
    }
    Ok(swept)
}
