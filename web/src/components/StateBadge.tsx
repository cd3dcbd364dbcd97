import { Badge } from "@mantine/core";

const LOOKS: Readonly<Record<string, { color: string; label?: string }>> = {
  Queued: { color: "gray" },
  Pending: { color: "gray" },
  Executing: { color: "blue" },
  Running: { color: "blue" },
  Cancelling: { color: "orange" },
  Success: { color: "green" },
  SuccessWithWarning: { color: "yellow", label: "Success with warnings" },
  Failed: { color: "red" },
  TimedOut: { color: "red", label: "Timed out" },
  Canceled: { color: "gray" },
  Skipped: { color: "gray" },
  Complete: { color: "green" },
  Current: { color: "blue" },
  Healthy: { color: "green" },
  HasWarnings: { color: "yellow", label: "Has warnings" },
  Unhealthy: { color: "red" },
  Unavailable: { color: "red" },
};

interface Props {
  state: string;
  warnings?: boolean;
  size?: "sm" | "md" | "lg";
}

/** The state of a task, an activity or a target. The word says it; the colour only helps. */
export function StateBadge({ state, warnings, size = "sm" }: Props) {
  const shown = state === "Success" && warnings ? "SuccessWithWarning" : state;
  const { color, label } = LOOKS[shown] ?? { color: "gray" };
  return (
    <Badge color={color} variant="light" size={size} tt="none">
      {label ?? shown}
    </Badge>
  );
}
