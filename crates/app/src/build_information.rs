//! Build information: taking it in, listing it, removing it (domain.md BI).

use pulpo_access::permissions::{BuildInformationAdminister, BuildInformationPush, FeedView};
use pulpo_access::{Caller, Granted, Permission, Place, Placed, Sealed};
use pulpo_domain::build_information::{BuildInformation, PackageBuild};
use pulpo_domain::ids::{BuildInformationId, SpaceId};
use pulpo_domain::release::SelectedPackage;
use pulpo_store::{Page, Query, Tx, package_key, package_version_key};

use crate::app::App;
use crate::audit::{self, Change};
use crate::error::{Error, Result};
use crate::packages::OverwriteMode;

const VIEW: &[Permission] = &[Permission::FeedView];
const LONGEST: usize = 200;

/// What build information is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// An exact package id, ignoring case.
    pub package_id: Option<String>,
    /// A part of the package id.
    pub partial_package_id: Option<String>,
    /// Only that of the highest version of each package.
    pub latest: bool,
    pub skip: i64,
    pub take: i64,
}

/// A condition: none of a higher version of the same package.
const IS_LATEST: &str = "NOT EXISTS (SELECT 1 FROM build_information higher \
     WHERE higher.space_id = build_information.space_id AND higher.package_key = build_information.package_key \
     AND higher.version_key > build_information.version_key)";

/// The build information of the space, newest first.
pub async fn list(app: &App, caller: &Caller, space: &SpaceId, asked: Asked) -> Result<Page<BuildInformation>> {
    caller.require::<FeedView>(&Place::space(space))?;
    let space = space.clone();
    app.read(move |tx| {
        let mut query = Query::new().eq("space_id", space.as_str());
        if let Some(id) = &asked.package_id {
            query = query.eq("package_key", package_key(id));
        }
        if let Some(part) = &asked.partial_package_id {
            query = query.contains("package_key", part);
        }
        if asked.latest {
            query = query.raw(IS_LATEST, &[]);
        }
        let query = query.order("created DESC, package_key, version_key DESC");
        Ok(tx.page(&query, asked.skip, asked.take)?)
    })
    .await
}

pub async fn get(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<BuildInformation> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.read(move |tx| Ok(Sealed::new(find(tx, &space, &id)?).open_to_see(&caller, VIEW, &id)?)).await
}

/// Keeps what a build server says of a version. What is there already is only replaced when that is asked, by who may
/// administer it (BI-02).
pub async fn push(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    said: PackageBuild,
    mode: OverwriteMode,
) -> Result<BuildInformation> {
    check(&said)?;
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        caller.require::<BuildInformationPush>(&Place::space(&space))?;
        let Some(known) = of_version(tx, &space, &said.package_id, &said.version)? else {
            let id = BuildInformationId::numbered(tx.next_number(BuildInformationId::COLLECTION)?);
            let new = BuildInformation { id, space_id: space, created: tx.now(), of: said };
            let granted = Granted::<BuildInformationPush, _>::create(new, &caller)?;
            tx.insert(&granted)?;
            record(tx, &caller, Change::Created, &granted)?;
            return Ok(granted.into_inner());
        };
        match mode {
            OverwriteMode::FailIfExists => Err(Error::Conflict(format!(
                "Build information for package '{}' version '{}' already exists. Push it with the overwrite mode \
                 OverwriteExisting to replace it.",
                known.of.package_id, known.of.version
            ))),
            OverwriteMode::IgnoreIfExists => Ok(known),
            OverwriteMode::OverwriteExisting => {
                let id = known.id.to_string();
                let granted = Sealed::new(known).open::<BuildInformationAdminister>(&caller, VIEW, &id)?;
                let changed = BuildInformation { created: tx.now(), of: said, ..(*granted).clone() };
                let granted = granted.changed_to(changed, &caller)?;
                tx.update(&granted)?;
                record(tx, &caller, Change::Modified, &granted)?;
                Ok(granted.into_inner())
            }
        }
    })
    .await
}

/// What names nothing cannot be kept (BI-05).
fn check(said: &PackageBuild) -> Result<()> {
    for (field, text) in [("PackageId", &said.package_id), ("Version", &said.version)] {
        if text.trim().is_empty() {
            return Err(Error::invalid(format!("build information needs a {field}: send the package's")));
        }
        let length = text.chars().count();
        if length > LONGEST {
            return Err(Error::invalid(format!("the {field} has {length} characters; at most {LONGEST} are allowed")));
        }
    }
    Ok(())
}

pub async fn delete(app: &App, caller: &Caller, space: &SpaceId, id: &str) -> Result<()> {
    let (caller, space, id) = (caller.clone(), space.clone(), id.to_owned());
    app.write(move |tx| {
        let found = find(tx, &space, &id)?;
        remove(tx, &caller, found)
    })
    .await
}

/// Removes all of these or, if one may not be removed, none. Those that are gone already do not matter.
pub async fn delete_all(app: &App, caller: &Caller, space: &SpaceId, ids: Vec<String>) -> Result<()> {
    let (caller, space) = (caller.clone(), space.clone());
    app.write(move |tx| {
        caller.require::<BuildInformationAdminister>(&Place::space(&space))?;
        for id in ids {
            match find(tx, &space, &id) {
                Ok(found) => remove(tx, &caller, found)?,
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    })
    .await
}

/// The builds of a release's packages, as they are known when it is made.
pub(crate) fn of_packages<'a>(
    tx: &mut Tx<'_>,
    space: &SpaceId,
    packages: impl IntoIterator<Item = (&'a str, &'a SelectedPackage)>,
) -> Result<Vec<PackageBuild>> {
    let mut builds: Vec<PackageBuild> = Vec::new();
    for (package_id, selected) in packages {
        if let Some(known) = of_version(tx, space, package_id, &selected.version)?
            && !builds.contains(&known.of)
        {
            builds.push(known.of);
        }
    }
    Ok(builds)
}

fn of_version(tx: &mut Tx<'_>, space: &SpaceId, package_id: &str, version: &str) -> Result<Option<BuildInformation>> {
    let query = Query::new()
        .eq("space_id", space.as_str())
        .eq("package_key", package_key(package_id))
        .eq("version_key", package_version_key(version));
    Ok(tx.list(&query.take(1))?.pop())
}

fn find(tx: &mut Tx<'_>, space: &SpaceId, id: &str) -> Result<BuildInformation> {
    let found = tx.load::<BuildInformation>(id)?.map(|found| found.record).filter(|found| found.space_id == *space);
    found.ok_or_else(|| Error::not_found(BuildInformation::NOUN, id))
}

fn remove(tx: &mut Tx<'_>, caller: &Caller, found: BuildInformation) -> Result<()> {
    let id = found.id.to_string();
    let granted = Sealed::new(found).open::<BuildInformationAdminister>(caller, VIEW, &id)?;
    tx.delete(&granted)?;
    record(tx, caller, Change::Deleted, &granted)
}

fn record(tx: &mut Tx<'_>, caller: &Caller, change: Change, kept: &BuildInformation) -> Result<()> {
    let name = format!("for {} {}", kept.of.package_id, kept.of.version);
    let related = [kept.id.as_str()];
    Ok(audit::changed(tx, caller, change, Some(&kept.space_id), (BuildInformation::NOUN, &name), &related)?)
}
