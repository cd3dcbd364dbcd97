import { Button, Text } from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import { environments, lifecycles } from "../../api/infrastructure";
import type { Lifecycle } from "../../api/types";
import { useSpace } from "../../components/space";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { TextLink } from "../../ui/TextLink";

/** The ways that releases take through the environments. */
export function Lifecycles() {
  const { api, to } = useSpace();
  const [{ data }, { data: places }] = useSuspenseQueries({ queries: [lifecycles(api), environments(api)] });
  const implied = places.map(({ Name }) => Name).join(" → ");
  const columns: Column<Lifecycle>[] = [
    {
      header: "Name",
      cell: ({ Id, Name }) => (
        <TextLink to={to.lifecycle(Id)} fw={600}>
          {Name}
        </TextLink>
      ),
    },
    {
      header: "Phases",
      cell: ({ Phases }) =>
        Phases.length > 0 ? (
          Phases.map(({ Name }) => Name).join(" → ")
        ) : (
          <Text size="sm" c="dimmed">
            All environments in their order{implied && `: ${implied}`}
          </Text>
        ),
    },
    { header: "Description", cell: ({ Description }) => Description },
  ];
  const create = (
    <Button component={Link} to={to.lifecycle("new")}>
      Create lifecycle
    </Button>
  );
  return (
    <Page title="Lifecycles" actions={create}>
      <DataTable
        label="Lifecycles"
        columns={columns}
        rows={data}
        rowKey={({ Id }) => Id}
        empty={<EmptyState title="No lifecycles" />}
      />
    </Page>
  );
}
