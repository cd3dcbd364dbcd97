import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useSearchParams } from "react-router";
import { type AuditEvent, eventCategories, events } from "../../api/events";
import { environments } from "../../api/infrastructure";
import { projects } from "../../api/projects";
import { useSpace } from "../../components/space";
import { dayStart, nextDayStart } from "../../lib/days";
import { exact } from "../../lib/time";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { More } from "../../ui/More";
import { Page } from "../../ui/Page";
import { EventMessage } from "./EventMessage";

const PAGE = 50;

const COLUMNS: Column<AuditEvent>[] = [
  {
    header: "When",
    narrow: true,
    cell: ({ Occurred }) => <time dateTime={Occurred}>{exact(Occurred)}</time>,
  },
  {
    header: "Who",
    narrow: true,
    cell: ({ Username, IdentityEstablishedWith, IpAddress }) => (
      <Stack gap={0}>
        <Text size="sm" fw={500}>
          {Username}
        </Text>
        <Text size="xs" c="dimmed">
          {[IdentityEstablishedWith, IpAddress].filter(Boolean).join(" · ")}
        </Text>
      </Stack>
    ),
  },
  { header: "What", cell: (event) => <EventMessage event={event} /> },
  { header: "Category", narrow: true, cell: ({ Category }) => Category },
];

/** Who did what, newest first. */
export function Audit() {
  const { api } = useSpace();
  const [search, setSearch] = useSearchParams();
  const [take, setTake] = useState(PAGE);
  const [{ data: allProjects }, { data: places }, { data: categories }] = useSuspenseQueries({
    queries: [projects(api), environments(api), eventCategories()],
  });
  const given = (name: string) => search.get(name) ?? "";
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setTake(PAGE);
    setSearch(next, { replace: true });
  };
  const options = (list: readonly { Id: string; Name: string }[]) =>
    list.map(({ Id, Name }) => ({ value: Id, label: Name }));
  const choice = (name: string, label: string, list: readonly { Id: string; Name: string }[]) => (
    <Select
      label={label}
      placeholder="Any"
      clearable
      searchable
      w={190}
      data={options(list)}
      value={given(name) || null}
      onChange={(value) => set(name, value)}
    />
  );
  const day = (name: string, label: string) => (
    <TextInput
      type="date"
      label={label}
      w={160}
      value={given(name)}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  return (
    <Page title="Audit">
      <Group align="flex-end" gap="sm">
        {choice("project", "Project", allProjects)}
        {choice("environment", "Environment", places)}
        {choice("category", "Category", categories)}
        {day("from", "From")}
        {day("to", "To")}
      </Group>
      <Found
        filter={{
          projects: given("project"),
          environments: given("environment"),
          eventCategories: given("category"),
          from: dayStart(given("from")),
          to: nextDayStart(given("to")),
        }}
        take={take}
        onMore={() => setTake(take + PAGE)}
      />
    </Page>
  );
}

interface FoundProps {
  filter: Readonly<Record<"projects" | "environments" | "eventCategories", string>> & { from?: string; to?: string };
  take: number;
  onMore: () => void;
}

function Found({ filter, take, onMore }: FoundProps) {
  const { api } = useSpace();
  // The list stays while another is on its way. The filter is compared by its text, since it is built anew each time.
  const wanted = useDeferredValue(JSON.stringify({ ...filter, take }));
  const { data } = useSuspenseQuery(events(api, JSON.parse(wanted)));
  return (
    <>
      <DataTable
        label="Events"
        columns={COLUMNS}
        rows={data.Items}
        rowKey={({ Id }) => Id}
        empty={<EmptyState title="No event fits" />}
      />
      <More shown={data.Items.length} total={data.TotalResults} onMore={onMore} />
    </>
  );
}
