// Questions about tasks. A task may belong to no space, so its addresses stand outside of them.

import { request, send, withQuery } from "./client";
import { ask } from "./query";
import type { Paged, Task, TaskDetails } from "./types";

export interface TaskFilter {
  states?: string;
  project?: string;
  environment?: string;
  take: number;
}

export const TASKS = "/api/tasks";

export const tasks = (api: string, filter: TaskFilter) =>
  ask<Paged<Task> & { TotalCounts: Record<string, number> }>(`${api}/tasks`, { ...filter });

export const rawLogAddress = (id: string) => `${TASKS}/${encodeURIComponent(id)}/raw`;

/** Answers when the task's state is no longer the known one, or when the time is up. */
export function waitForTask(id: string, knownState: string, seconds: number, signal: AbortSignal): Promise<Task> {
  const query = { waitForChange: seconds, knownState };
  return request<Task>("GET", withQuery(`${TASKS}/${encodeURIComponent(id)}`, query), undefined, signal);
}

/** The task with its log: whole, or of each activity the last `tail` lines. */
export function taskDetails(id: string, verbose: boolean, tail: number | undefined, signal: AbortSignal) {
  const query = { verbose, tail };
  return request<TaskDetails>("GET", withQuery(`${TASKS}/${encodeURIComponent(id)}/details`, query), undefined, signal);
}

export const cancelTask = (id: string) => request<Task>("POST", `${TASKS}/${encodeURIComponent(id)}/cancel`);

/** The log as text, for a caller whose key a plain link could not carry. */
export async function rawLog(id: string): Promise<Blob> {
  return (await send("GET", rawLogAddress(id))).blob();
}
