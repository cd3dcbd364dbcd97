//! What a request to the NuGet feed asks for.

use pulpo_app::packages::{OrderBy, Ranked, Scan};
use pulpo_domain::versions::SemverVersion;

use super::odata::Filter;
use crate::context::Cx;
use crate::error::ApiError;
use crate::packages::path_segment;

/// The longest page; clients follow the link to the next one.
const LONGEST_PAGE: usize = 100;

type Condition = Box<dyn Fn(&Ranked) -> bool + Send>;

/// A list that is asked for.
pub(super) struct Asked {
    /// `Packages`, `Search` or `FindPackagesById`.
    pub(super) name: &'static str,
    pub(super) scan: Scan,
    pub(super) skip: usize,
    /// How many the client wants in all, over all pages.
    pub(super) top: usize,
    condition: Option<Condition>,
}

impl Asked {
    pub(super) fn parse(cx: &Cx, resource: &str) -> Result<Self, ApiError> {
        let name = resource.strip_suffix("()").unwrap_or(resource);
        let known = ["Packages", "Search", "FindPackagesById"];
        let name = known.into_iter().find(|known| known.eq_ignore_ascii_case(name)).ok_or_else(|| {
            ApiError::not_found(format!("the NuGet feed has no \"{resource}\"; it has {}", known.join(", ")))
        })?;
        let number = |name: &str, default: usize| -> Result<usize, ApiError> {
            Ok(cx.number(name)?.map_or(default, |number| usize::try_from(number).unwrap_or(0)))
        };
        let (skip, top) = (number("$skip", 0)?, number("$top", usize::MAX)?);
        let mut scan = Scan { skip, take: top.min(LONGEST_PAGE), ..Scan::default() };
        let mut releases_only = false;
        if name == "Search" {
            scan.terms = literal(cx, "searchTerm").split_whitespace().map(str::to_owned).collect();
            releases_only = !cx.flag("includePrerelease");
        }
        if name == "FindPackagesById" {
            scan.package_id = Some(literal(cx, "id"));
        }
        scan.order = order(cx.query("$orderby").unwrap_or_default())?;
        let filter = cx.query("$filter").map(Filter::parse).transpose().map_err(ApiError::bad_request)?;
        let condition = move |ranked: &Ranked| {
            !(releases_only && ranked.is_prerelease) && filter.as_ref().is_none_or(|filter| filter.takes(ranked))
        };
        Ok(Self { name, scan, skip, top, condition: Some(Box::new(condition)) })
    }

    pub(super) fn take_condition(&mut self) -> Condition {
        self.condition.take().unwrap_or_else(|| Box::new(|_| true))
    }
}

/// A text between single quotes, in which two of them stand for one.
fn literal(cx: &Cx, name: &str) -> String {
    let text = cx.query(name).unwrap_or_default();
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text);
    inner.replace("''", "'").trim().to_owned()
}

/// `DownloadCount desc,Id`. What the feed does not count is not ordered by.
fn order(text: &str) -> Result<Vec<(OrderBy, bool)>, ApiError> {
    let mut order = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, direction) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let down = direction.trim().eq_ignore_ascii_case("desc");
        match name.to_ascii_lowercase().as_str() {
            "id" | "title" => order.push((OrderBy::Id, down)),
            "version" | "normalizedversion" => order.push((OrderBy::Version, down)),
            "published" | "lastupdated" | "created" => order.push((OrderBy::Published, down)),
            "downloadcount" | "versiondownloadcount" => {}
            _ => return Err(ApiError::bad_request(format!("packages cannot be ordered by \"{name}\""))),
        }
    }
    Ok(order)
}

/// The id and version in `Packages(Id='Acme',Version='1.0')`.
pub(super) fn key(resource: &str) -> Option<(String, String)> {
    let inner = resource.get(..9).filter(|start| start.eq_ignore_ascii_case("packages(")).map(|_| &resource[9..])?;
    let inner = inner.strip_suffix(')')?;
    let (mut id, mut version) = (None, None);
    for part in inner.split(',') {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
        match name.trim() {
            "Id" => id = Some(value),
            "Version" => version = Some(value),
            _ => return None,
        }
    }
    Some((id?, version?))
}

/// The version that is asked for; a client may leave out its metadata.
pub(super) fn in_version(text: &str) -> impl Fn(&Ranked) -> bool + Send + 'static {
    let wanted = SemverVersion::parse(text).ok();
    move |ranked| match (&wanted, SemverVersion::parse(&ranked.package.version)) {
        (Some(wanted), Ok(version)) if wanted.metadata().is_empty() => version.cmp_without_metadata(wanted).is_eq(),
        (Some(wanted), Ok(version)) => version == *wanted,
        _ => false,
    }
}

/// The address of the next page, below the feed's own.
pub(super) fn next(cx: &Cx, skip: usize, top: usize) -> String {
    let own = ["$skip", "$top", "apikey"];
    let kept = cx.query.iter().filter(|(name, _)| !own.contains(&name.to_ascii_lowercase().as_str()));
    let mut query: Vec<String> =
        kept.map(|(name, value)| format!("{}={}", path_segment(name), path_segment(value))).collect();
    query.push(format!("%24skip={skip}"));
    if top < usize::MAX / 2 {
        query.push(format!("%24top={top}"));
    }
    format!("{}?{}", cx.param("resource"), query.join("&"))
}
