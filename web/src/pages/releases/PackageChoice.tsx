import { Autocomplete, TextInput } from "@mantine/core";
import type { PackageVersion } from "../../api/packages";
import type { TemplatePackage } from "../../api/types";
import type { FailureText } from "../../ui/Failure";

interface Props {
  entry: TemplatePackage;
  versions: readonly PackageVersion[];
  loading: boolean;
  failure?: FailureText;
  value: string;
  onChange: (version: string) => void;
}

/** The version of one package that goes into the release. */
export function PackageChoice({ entry, versions, loading, failure, value, onChange }: Props) {
  const reference = entry.PackageReferenceName ? ` (${entry.PackageReferenceName})` : "";
  const label = `${entry.ActionName}${reference}: ${entry.PackageId}`;
  if (entry.FixedVersion !== null) {
    return <TextInput label={label} value={entry.FixedVersion} readOnly description="The step fixes this version." />;
  }
  const description = () => {
    if (loading) return "Looking for versions…";
    if (!entry.IsResolvable) return "The package depends on a variable, so its versions cannot be listed.";
    if (versions.length === 0)
      return "The feed has no version that fits. Push one, or type the version that will come.";
    const last = entry.VersionSelectedLastRelease;
    return last ? `The last release has ${last}.` : undefined;
  };
  return (
    <Autocomplete
      label={label}
      required
      description={description()}
      error={failure?.headline}
      data={[...new Set(versions.map(({ Version }) => Version))]}
      // All versions stay on offer: the field begins with the newest one in it.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
    />
  );
}
