//! Going through packages one by one, for questions that only the asker's own language can say: the NuGet protocol's.

use std::collections::HashMap;

use pulpo_access::Caller;
use pulpo_domain::feed::Package;
use pulpo_domain::ids::SpaceId;
use pulpo_store::{Query, Tx, package_key, package_version_key};

use super::find::of_id;
use super::list::may_view;
use crate::app::App;
use crate::error::Result;

/// How many packages are in memory at once, beside those that are asked for.
const STRIDE: i64 = 500;

/// What a list can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderBy {
    Id,
    Version,
    Published,
}

/// What is gone through, and which part of what is found is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    pub package_id: Option<String>,
    /// Parts of the id, any of which it must hold.
    pub terms: Vec<String>,
    /// Each with whether it goes downwards; then by id and version.
    pub order: Vec<(OrderBy, bool)>,
    pub skip: usize,
    pub take: usize,
}

/// A package, and whether it is the highest of its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    pub package: Package,
    /// Among all versions.
    pub is_highest: bool,
    /// Among those that are no pre-releases.
    pub is_highest_release: bool,
    pub is_prerelease: bool,
}

/// A part of what `wanted` lets through, and how much it lets through in all.
pub async fn scan(
    app: &App,
    caller: &Caller,
    space: &SpaceId,
    scan: Scan,
    wanted: impl Fn(&Ranked) -> bool + Send + 'static,
) -> Result<(Vec<Ranked>, usize)> {
    may_view(caller, space)?;
    let space = space.clone();
    app.read(move |tx| {
        let query = query(&space, &scan);
        let mut highest = HashMap::new();
        let (mut found, mut total) = (Vec::new(), 0);
        for skip in (0..).step_by(usize::try_from(STRIDE).unwrap_or(1)) {
            let page = tx.list::<Package>(&query.clone().skip(skip).take(STRIDE))?;
            let is_last = i64::try_from(page.len()).is_ok_and(|length| length < STRIDE);
            for package in page {
                let ranked = rank(tx, &mut highest, package)?;
                if !wanted(&ranked) {
                    continue;
                }
                if total >= scan.skip && found.len() < scan.take {
                    found.push(ranked);
                }
                total += 1;
            }
            if is_last {
                break;
            }
        }
        Ok((found, total))
    })
    .await
}

fn query(space: &SpaceId, scan: &Scan) -> Query {
    let mut query = Query::new().eq("space_id", space.as_str());
    if let Some(id) = &scan.package_id {
        query = of_id(space, id);
    }
    if !scan.terms.is_empty() {
        query = query.contains_any("package_key", &scan.terms);
    }
    let column = |by: &OrderBy| match by {
        OrderBy::Id => "package_key",
        OrderBy::Version => "version_key",
        OrderBy::Published => "published",
    };
    let asked = scan.order.iter().map(|(by, down)| format!("{}{}", column(by), if *down { " DESC" } else { "" }));
    let order: Vec<String> = asked.chain(["package_key".to_owned(), "version_key".to_owned()]).collect();
    query.order(&order.join(", "))
}

/// The keys of an id's highest version and highest release.
type Highest = (Option<String>, Option<String>);

fn rank(tx: &mut Tx<'_>, highest: &mut HashMap<String, Highest>, package: Package) -> Result<Ranked> {
    let id = package_key(&package.package_id);
    if !highest.contains_key(&id) {
        let all = of_id(&package.space_id, &package.package_id).order("version_key DESC").take(1);
        let mut key = |query: &Query| -> Result<Option<String>> {
            Ok(tx.list::<Package>(query)?.pop().map(|package| package_version_key(&package.version)))
        };
        let found = (key(&all)?, key(&all.clone().eq("is_prerelease", false))?);
        highest.insert(id.clone(), found);
    }
    let version = Some(package_version_key(&package.version));
    let (highest, highest_release) = &highest[&id];
    let is_prerelease =
        pulpo_domain::versions::SemverVersion::parse(&package.version).is_ok_and(|version| version.is_prerelease());
    Ok(Ranked {
        is_highest: *highest == version,
        is_highest_release: *highest_release == version,
        is_prerelease,
        package,
    })
}
