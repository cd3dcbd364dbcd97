import type { Release } from "../../api/types";
import { type Column, DataTable } from "../../ui/DataTable";

type Selected = Release["SelectedPackages"][number];

const COLUMNS: Column<Selected>[] = [
  { header: "Step", cell: ({ ActionName, StepName }) => ActionName || StepName },
  { header: "Reference", cell: ({ PackageReferenceName }) => PackageReferenceName || "primary" },
  { header: "Package version", cell: ({ Version }) => Version },
];

/** The package versions that a release has chosen. */
export function Packages({ selected }: { selected: Release["SelectedPackages"] }) {
  return (
    <DataTable
      label="Packages"
      columns={COLUMNS}
      rows={selected}
      rowKey={({ ActionName, PackageReferenceName }) => `${ActionName}:${PackageReferenceName}`}
      empty={null}
    />
  );
}
