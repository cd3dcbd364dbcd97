// Questions to the server and their answers' life in the cache. A question's key is its address, so what a change
// makes stale is named by address too.

import {
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { ApiError, type Params, request, withQuery } from "./client";

/** A question by address. */
export function ask<T>(path: string, params: Params = {}) {
  return queryOptions({
    queryKey: [path, params] as const,
    queryFn: ({ signal }) => request<T>("GET", withQuery(path, params), undefined, signal),
  });
}

/** Refusals are final; only a server that does not answer is asked again. */
function worthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ApiError) return error.status >= 502 && failures < 2;
  return failures < 2;
}

/** `onSignedOut` is called when the server no longer knows who asks, also where a page has something to show still. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 2_000, refetchOnWindowFocus: true } },
  });
}

interface Action<Input, Output> {
  does: (input: Input) => Promise<Output>;
  /** The beginnings of the addresses whose answers the change makes stale. */
  touches: readonly string[];
  onDone?: (output: Output, input: Input) => void;
}

/** A change, after which all that it touches is asked anew. */
export function useAction<Input = void, Output = unknown>({ does, touches, onDone }: Action<Input, Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: does,
    onSuccess: async (output, input) => {
      const stale = (path: unknown) => typeof path === "string" && touches.some((start) => path.startsWith(start));
      const refreshed = client.invalidateQueries({ predicate: ({ queryKey }) => stale(queryKey[0]) });
      if (onDone) onDone(output, input);
      else await refreshed;
    },
  });
}
