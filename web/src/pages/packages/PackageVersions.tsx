import { Code, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { request } from "../../api/client";
import { type Package, packageVersions } from "../../api/packages";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { bytes } from "../../lib/bytes";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { More } from "../../ui/More";
import { Page } from "../../ui/Page";
import { Time } from "../../ui/Time";
import { Upload } from "./Upload";

const PAGE = 50;

const COLUMNS: Column<Package>[] = [
  { header: "Version", cell: ({ Version }) => <Text fw={600}>{Version}</Text> },
  { header: "File", narrow: true, cell: ({ FileExtension }) => FileExtension },
  { header: "Size", narrow: true, cell: ({ PackageSizeBytes }) => bytes(PackageSizeBytes) },
  { header: "SHA-1", cell: ({ Hash }) => <Code title={Hash}>{Hash.slice(0, 12)}</Code> },
  { header: "Pushed", narrow: true, cell: ({ Published }) => <Time at={Published} /> },
  { header: "Actions", hiddenHeader: true, narrow: true, cell: (version) => <DeletePackage version={version} /> },
];

/** The versions of one package. */
export function PackageVersions() {
  const { api, to } = useSpace();
  const id = useParam("package");
  const [take, setTake] = useState(PAGE);
  const { data } = useSuspenseQuery(packageVersions(api, id, useDeferredValue(take)));
  return (
    <Page title={id} crumbs={[{ label: "Packages", to: to.packages }]} actions={<Upload />}>
      <DataTable
        label="Versions"
        columns={COLUMNS}
        rows={data.Items}
        rowKey={({ Id }) => Id}
        empty={<EmptyState title="The feed has no version of this package" />}
      />
      <More shown={data.Items.length} total={data.TotalResults} onMore={() => setTake(take + PAGE)} />
    </Page>
  );
}

function DeletePackage({ version: { Id, PackageId, Version } }: { version: Package }) {
  const { api } = useSpace();
  const remove = useAction({
    does: () => request("DELETE", `${api}/packages/${encodeURIComponent(Id)}`),
    touches: [`${api}/packages`, `${api}/feeds`],
  });
  return (
    <ConfirmButton
      label="Delete"
      accessibleLabel={`Delete ${PackageId} ${Version}`}
      size="xs"
      question={`Delete ${PackageId} ${Version}?`}
      consequence="Releases that use this version can no longer be deployed."
      confirm="Delete the package"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
