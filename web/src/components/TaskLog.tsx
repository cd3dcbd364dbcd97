import { Button, Group, Switch, Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Activity } from "../api/types";
import { everyActivity, type Row, rows } from "../lib/taskLog";
import { clock } from "../lib/time";
import { StateBadge } from "./StateBadge";

const LINE_HEIGHT = 20;
const ACTIVITY_HEIGHT = 35;
/** How near to the end the reader must be for the log to stay at its end. */
const AT_END = 40;

interface Props {
  activities: readonly Activity[];
  running: boolean;
  verbose: boolean;
  onVerbose: (verbose: boolean) => void;
}

/** The log of a task as a tree that folds. Only the rows in sight are in the page, so its length does not matter. */
export function TaskLog({ activities, running, verbose, onVerbose }: Props) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const shown = useMemo(() => rows(activities, chosen), [activities, chosen]);
  const all = (open: boolean) => setChosen(new Map(everyActivity(activities).map(({ Id }) => [Id, open])));
  const toggle = (id: string, open: boolean) => setChosen((before) => new Map(before).set(id, open));
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => all(true)}>
            Expand all
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => all(false)}>
            Collapse all
          </Button>
        </Group>
        <Switch
          label="Verbose"
          size="sm"
          checked={verbose}
          onChange={(event) => onVerbose(event.currentTarget.checked)}
        />
      </Group>
      <Window rows={shown} running={running} onToggle={toggle} />
    </div>
  );
}

interface WindowProps {
  rows: readonly Row[];
  running: boolean;
  onToggle: (id: string, open: boolean) => void;
}

function Window({ rows, running, onToggle }: WindowProps) {
  const frame = useRef<HTMLElement>(null);
  const following = useRef(true);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === "activity" ? ACTIVITY_HEIGHT : LINE_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 20,
  });
  const count = rows.length;
  useEffect(() => {
    if (running && following.current && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [running, count, virtual]);
  const onScroll = () => {
    const element = frame.current;
    if (element) following.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END;
  };
  if (count === 0) return <Text c="dimmed">Nothing is logged yet.</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard.
    <section ref={frame} className="task-log" aria-label="Task log" tabIndex={0} onScroll={onScroll}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ position: "absolute", top: 0, left: 0, width: "100%", transform: `translateY(${item.start}px)` }}
            >
              {row.kind === "activity" ? <ActivityRow row={row} onToggle={onToggle} /> : <LineRow row={row} />}
            </div>
          );
        })}
      </div>
    </section>
  );
}

const indent = (depth: number) => ({ paddingLeft: 12 + depth * 18 });

function ActivityRow({ row, onToggle }: { row: Row & { kind: "activity" }; onToggle: WindowProps["onToggle"] }) {
  const { activity, open, foldable, depth } = row;
  const content = (
    <>
      <span className="chevron" aria-hidden>
        {foldable && (open ? "▾" : "▸")}
      </span>
      <StateBadge state={activity.Status} />
      <span>{activity.Name}</span>
      {activity.ProgressMessage && activity.Status === "Running" && (
        <Text span size="xs" c="dimmed">
          {activity.ProgressPercentage} % {activity.ProgressMessage}
        </Text>
      )}
      <span className="when">
        {activity.Started && clock(activity.Started)}
        {activity.Ended && ` – ${clock(activity.Ended)}`}
      </span>
    </>
  );
  if (!foldable) {
    return (
      <div className="log-activity" style={indent(depth)}>
        {content}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="log-activity"
      style={indent(depth)}
      aria-expanded={open}
      onClick={() => onToggle(activity.Id, !open)}
    >
      {content}
    </button>
  );
}

function LineRow({ row: { line, depth } }: { row: Row & { kind: "line" } }) {
  return (
    <div className="log-line" data-category={line.Category} style={indent(depth)}>
      <span className="at">{clock(line.OccurredAt)}</span>
      <span className="text">{line.MessageText || "\u00a0"}</span>
    </div>
  );
}
