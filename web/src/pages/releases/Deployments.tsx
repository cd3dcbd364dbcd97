import { useSuspenseQuery } from "@tanstack/react-query";
import { environments } from "../../api/infrastructure";
import type { ReleaseProgression } from "../../api/types";
import { StateBadge } from "../../components/StateBadge";
import { useSpace } from "../../components/space";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { TextLink } from "../../ui/TextLink";
import { Time } from "../../ui/Time";

type Entry = ReleaseProgression["Phases"][number]["Deployments"][number];

/** The deployments of a release, newest first. */
export function Deployments({ progress }: { progress: ReleaseProgression }) {
  const { api, to } = useSpace();
  const { data: places } = useSuspenseQuery(environments(api));
  const byId = new Map(
    progress.Phases.flatMap(({ Deployments }) => Deployments).map((entry) => [entry.Deployment.Id, entry]),
  );
  const entries = [...byId.values()].sort(
    (a, b) => Date.parse(b.Deployment.Created) - Date.parse(a.Deployment.Created),
  );
  const columns: Column<Entry>[] = [
    {
      header: "Environment",
      cell: ({ Deployment }) => (
        <TextLink to={to.task(Deployment.TaskId)} fw={600}>
          {places.find(({ Id }) => Id === Deployment.EnvironmentId)?.Name ?? Deployment.EnvironmentId}
        </TextLink>
      ),
    },
    {
      header: "State",
      narrow: true,
      cell: ({ Task }) => <StateBadge state={Task.State} warnings={Task.HasWarningsOrErrors} />,
    },
    { header: "By", cell: ({ Deployment }) => Deployment.DeployedBy },
    { header: "When", narrow: true, cell: ({ Deployment }) => <Time at={Deployment.Created} /> },
    { header: "Duration", narrow: true, cell: ({ Task }) => Task.Duration },
  ];
  return (
    <DataTable
      label="Deployments"
      columns={columns}
      rows={entries}
      rowKey={({ Deployment }) => Deployment.Id}
      empty={<EmptyState title="Not deployed yet" />}
    />
  );
}
