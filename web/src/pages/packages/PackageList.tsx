import { TextInput } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useSearchParams } from "react-router";
import { latestPackages, type Package } from "../../api/packages";
import { useSpace } from "../../components/space";
import { bytes } from "../../lib/bytes";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { More } from "../../ui/More";
import { Page } from "../../ui/Page";
import { TextLink } from "../../ui/TextLink";
import { Time } from "../../ui/Time";
import { Upload } from "./Upload";

const PAGE = 50;

/** The packages of the built-in feed, each with its newest version. */
export function PackageList() {
  const { api, to } = useSpace();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("id") ?? "";
  const filter = useDeferredValue(wanted);
  const [take, setTake] = useState(PAGE);
  const { data } = useSuspenseQuery(latestPackages(api, filter, useDeferredValue(take)));
  const columns: Column<Package>[] = [
    {
      header: "Package",
      cell: ({ PackageId }) => (
        <TextLink to={to.package(PackageId)} fw={600}>
          {PackageId}
        </TextLink>
      ),
    },
    { header: "Newest version", cell: ({ Version }) => Version },
    { header: "Size", narrow: true, cell: ({ PackageSizeBytes }) => bytes(PackageSizeBytes) },
    { header: "Pushed", narrow: true, cell: ({ Published }) => <Time at={Published} /> },
  ];
  return (
    <Page title="Packages" description="The built-in feed" actions={<Upload />}>
      {(wanted !== "" || data.TotalResults > 5) && (
        <TextInput
          aria-label="Find a package by id"
          placeholder="Find by id"
          maw={320}
          value={wanted}
          onChange={(event) =>
            setSearch(event.currentTarget.value ? { id: event.currentTarget.value } : {}, { replace: true })
          }
        />
      )}
      <DataTable
        label="Packages"
        columns={columns}
        rows={data.Items}
        rowKey={({ Id }) => Id}
        empty={
          filter ? (
            <EmptyState title={`No package's id contains “${filter}”`} />
          ) : (
            <EmptyState title="No packages yet">
              Upload a file here, or push it from a build. Its name says what it is: Acme.Web.1.2.3.zip is version 1.2.3
              of Acme.Web.
            </EmptyState>
          )
        }
      />
      <More shown={data.Items.length} total={data.TotalResults} onMore={() => setTake(take + PAGE)} />
    </Page>
  );
}
