//! The packages of a job: which ones, in which version, and their open files.

use std::os::fd::OwnedFd;

use pulpo_domain::feed::Package;
use pulpo_domain::process::Action;
use pulpo_store::{Query, Store, StoreError, package_key, package_version_key};
use pulpo_wire::job::{JobPackage, PackageUse};

use crate::variables::VariableList;
use crate::work::Work;

/// Why a job has not the packages it needs; the step fails of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    #[error("the release selects no version for the package \"{package}\" of step \"{action}\"")]
    NoVersion { package: String, action: String },
    #[error(
        "the package {package} {version} is not in the built-in feed; push it, or deploy a release that selects another"
    )]
    Missing { package: String, version: String },
    #[error("the file of package {package} {version} cannot be opened")]
    File {
        package: String,
        version: String,
        #[source]
        source: std::io::Error,
    },
    #[error("a step may use at most {} packages", jobframe::MAX_DESCRIPTORS)]
    TooMany,
    #[error("the database refuses to look for the packages")]
    Store(#[from] StoreError),
}

/// A reference with everything in it decided.
pub(crate) struct Reference {
    name: String,
    package_id: String,
    feed_id: String,
    version: String,
    /// Absent for one whose bytes do not travel.
    use_as: Option<PackageUse>,
}

/// Decides id, feed and version of each package that an action names.
pub(crate) fn references(
    work: &Work,
    action: &Action,
    variables: &VariableList,
) -> Result<Vec<Reference>, PackageError> {
    if action.packages.is_empty() {
        return Ok(Vec::new());
    }
    let evaluator = variables.evaluator();
    let evaluate = |text: &str| if text.contains("#{") { evaluator.evaluate(text).text } else { text.to_owned() };
    let reference = |package: &pulpo_domain::process::PackageReference| {
        let package_id = evaluate(&package.package_id);
        let version = package.version.as_deref().filter(|version| !version.is_empty());
        let version = version.or_else(|| work.release.selected_version(&action.name, &package.name));
        let no_version = || PackageError::NoVersion { package: package_id.clone(), action: action.name.clone() };
        let extract = package.properties.get("Extract").is_some_and(|text| text.trim().eq_ignore_ascii_case("true"));
        let use_as = match (package.name.is_empty(), extract) {
            (true, _) => PackageUse::Primary,
            (false, true) => PackageUse::ReferenceExtracted,
            (false, false) => PackageUse::ReferenceAsFile,
        };
        Ok(Reference {
            name: package.name.clone(),
            version: version.map(&evaluate).ok_or_else(no_version)?,
            feed_id: evaluate(&package.feed_id),
            package_id,
            use_as: package.is_acquired().then_some(use_as),
        })
    };
    action.packages.iter().map(reference).collect()
}

/// Tells the job of its packages (variables.md VY, Packages).
pub(crate) fn put(variables: &mut VariableList, references: &[Reference]) {
    for reference in references {
        let indexed = format!("Octopus.Action.Package[{}]", reference.name);
        let plain = reference.name.is_empty().then(|| "Octopus.Action.Package".to_owned());
        for prefix in std::iter::once(indexed).chain(plain) {
            variables.set(format!("{prefix}.PackageId"), &reference.package_id);
            variables.set(format!("{prefix}.FeedId"), &reference.feed_id);
            variables.set(format!("{prefix}.PackageVersion"), &reference.version);
        }
    }
}

/// A package of the built-in feed.
async fn find(store: &Store, work: &Work, reference: &Reference) -> Result<Package, PackageError> {
    let query = Query::new()
        .eq("space_id", work.space.id.as_str())
        .eq("package_key", package_key(&reference.package_id))
        .eq("version_key", package_version_key(&reference.version));
    let mut found: Vec<Package> = store.read(move |tx| tx.list::<Package>(&query)).await?;
    let (package, version) = (reference.package_id.clone(), reference.version.clone());
    found.pop().ok_or(PackageError::Missing { package, version })
}

/// Looks that the packages are there, before any step that uses one begins; gives their names.
pub(crate) async fn look(store: &Store, work: &Work, references: &[Reference]) -> Result<Vec<String>, PackageError> {
    let mut names = Vec::new();
    // What is still an expression is decided by a step to come.
    for reference in references {
        if reference.use_as.is_none() || reference.package_id.contains("#{") {
            continue;
        }
        let package = find(store, work, reference).await?;
        names.push(format!("{} {}", package.package_id, package.version));
    }
    Ok(names)
}

/// Opens the packages; the files come in the order of the list.
pub(crate) async fn open(
    store: &Store,
    work: &Work,
    references: Vec<Reference>,
) -> Result<(Vec<JobPackage>, Vec<OwnedFd>), PackageError> {
    let (mut packages, mut files) = (Vec::new(), Vec::new());
    for reference in references {
        let Some(use_as) = reference.use_as else { continue };
        let known = find(store, work, &reference).await?;
        let (package, version) = (reference.package_id, reference.version);
        let file = store.blobs().file(&known.blob).await;
        files.push(file.map_err(|source| PackageError::File { package, version, source })?.into());
        packages.push(JobPackage {
            reference: reference.name,
            package_id: known.package_id,
            version: known.version,
            extension: known.extension,
            hash: known.sha1,
            size: known.size,
            use_as,
        });
    }
    if files.len() > jobframe::MAX_DESCRIPTORS {
        return Err(PackageError::TooMany);
    }
    Ok((packages, files))
}
