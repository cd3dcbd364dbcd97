// Questions about the packages of feeds. `api` is the start of the space's addresses.

import { ask } from "./query";
import type { Paged } from "./types";

/** The space's own feed, under the name that every space knows it by. */
export const BUILT_IN_FEED = "feeds-builtin";

export interface PackageVersion {
  Id: string;
  PackageId: string;
  Version: string;
  Published: string;
  SizeBytes: number;
}

export interface Package {
  Id: string;
  PackageId: string;
  Version: string;
  Published: string;
  FileExtension: string;
  PackageSizeBytes: number;
  Hash: string;
}

interface VersionFilter {
  versionRange?: string;
  preReleaseTag?: string;
}

/** The newest version of each package of the built-in feed. */
export const latestPackages = (api: string, filter: string, take: number) =>
  ask<Paged<Package>>(`${api}/packages`, { latest: true, filter, take });
export const packageVersions = (api: string, id: string, take: number) =>
  ask<Paged<Package>>(`${api}/packages`, { nuGetPackageId: id, take });
export const feedVersions = (api: string, feed: string, packageId: string, filter: VersionFilter = {}) =>
  ask<Paged<PackageVersion>>(`${api}/feeds/${encodeURIComponent(feed)}/packages/versions`, {
    packageId,
    take: 50,
    ...filter,
  });
