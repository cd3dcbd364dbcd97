import type { Channel, TemplatePackage } from "../../api/types";

/** Names a package of a template: one action may use several. */
export const packageKey = ({ ActionName, PackageReferenceName }: TemplatePackage) =>
  `${ActionName}:${PackageReferenceName}`;

/** What the channel asks of a package's version, as the feed's search takes it. The server applies the rule itself. */
export function versionFilter(
  channel: Channel,
  entry: TemplatePackage,
): { versionRange?: string; preReleaseTag?: string } {
  const rule = channel.Rules.find(({ ActionPackages }) =>
    ActionPackages.some(
      ({ DeploymentAction, PackageReference }) =>
        DeploymentAction === entry.ActionName && PackageReference === entry.PackageReferenceName,
    ),
  );
  return { versionRange: rule?.VersionRange || undefined, preReleaseTag: rule?.Tag || undefined };
}
