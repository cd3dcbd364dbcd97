import { Select } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useSearchParams } from "react-router";
import { tasks } from "../../api/tasks";
import type { Task } from "../../api/types";
import { StateBadge } from "../../components/StateBadge";
import { useSpace } from "../../components/space";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { More } from "../../ui/More";
import { Page } from "../../ui/Page";
import { TextLink } from "../../ui/TextLink";
import { Time } from "../../ui/Time";

const PAGE = 30;
const STATES = ["Queued", "Executing", "Cancelling", "Success", "Failed", "Canceled", "TimedOut"];

export function TaskList() {
  const { api, to } = useSpace();
  const [search, setSearch] = useSearchParams();
  const state = search.get("state") ?? "";
  const [take, setTake] = useState(PAGE);
  const filter = useDeferredValue({ states: state, take });
  const { data } = useSuspenseQuery({
    ...tasks(api, filter),
    refetchInterval: 5_000,
  });
  const columns: Column<Task>[] = [
    {
      header: "Task",
      cell: (task) => (
        <TextLink to={to.task(task.Id)} fw={600}>
          {task.Description}
        </TextLink>
      ),
    },
    {
      header: "State",
      narrow: true,
      cell: (task) => <StateBadge state={task.State} warnings={task.HasWarningsOrErrors} />,
    },
    { header: "Queued", narrow: true, cell: (task) => <Time at={task.QueueTime} /> },
    { header: "Duration", narrow: true, cell: (task) => task.Duration },
  ];
  return (
    <Page title="Tasks">
      <Select
        aria-label="State"
        placeholder="Any state"
        clearable
        maw={240}
        value={state || null}
        data={STATES.map((name) => ({ value: name, label: `${name} (${data.TotalCounts[name] ?? 0})` }))}
        onChange={(name) => setSearch(name ? { state: name } : {}, { replace: true })}
      />
      <DataTable
        label="Tasks"
        columns={columns}
        rows={data.Items}
        rowKey={({ Id }) => Id}
        empty={
          <EmptyState title={state ? "No task is in this state" : "No tasks yet"}>
            Every deployment is carried out by a task.
          </EmptyState>
        }
      />
      <More
        shown={data.Items.length}
        total={data.TotalResults}
        busy={filter.take !== take}
        onMore={() => setTake(take + PAGE)}
      />
    </Page>
  );
}
