// The one door to the server: sends requests with the caller's credentials and turns refusals into `ApiError`.

import { apiKey } from "./apiKey";

/** A refusal by the server, with the texts it gave. */
export class ApiError extends Error {
  readonly status: number;
  readonly problems: readonly string[];
  readonly helpText: string | undefined;

  constructor(status: number, headline: string, problems: readonly string[] = [], helpText?: string) {
    super(headline);
    this.name = "ApiError";
    this.status = status;
    this.problems = problems;
    this.helpText = helpText;
  }
}

/** The server could not be asked at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server does not answer. Check the connection and try again.", { cause });
    this.name = "Unreachable";
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

/** Adds a query to an address; parameters without a value are left out. */
export function withQuery(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The value to prove with that a request comes from this page, not from another site. */
export function csrfToken(cookies: string): string | undefined {
  for (const cookie of cookies.split(";")) {
    const [name = "", ...value] = cookie.trim().split("=");
    if (name.startsWith("Octopus-Csrf-Token")) return value.join("=");
  }
  return undefined;
}

function headers(method: Method, body: unknown): Headers {
  const headers = new Headers({ Accept: "application/json" });
  const key = apiKey.get();
  if (key) headers.set("X-Octopus-ApiKey", key);
  const token = method === "GET" ? undefined : csrfToken(document.cookie);
  if (token) headers.set("X-Octopus-Csrf-Token", token);
  if (body !== undefined && !(body instanceof FormData)) headers.set("Content-Type", "application/json");
  return headers;
}

/** Sends a request and gives the answer, or throws what went wrong. */
export async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: headers(method, body),
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
      signal,
      credentials: "same-origin",
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Unreachable(cause);
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Sends a request and reads the JSON it is answered with. The shape is what the OpenAPI document promises. */
export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function refusal(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return new ApiError(response.status, fallback);
  }
  return readRefusal(response.status, body, fallback);
}

/** Reads the body of a refusal, whatever it turns out to be. */
export function readRefusal(status: number, body: unknown, fallback: string): ApiError {
  const given = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const problems = Array.isArray(given.Errors) ? given.Errors.flatMap((problem) => text(problem) ?? []) : [];
  return new ApiError(status, text(given.ErrorMessage) ?? fallback, problems, text(given.HelpText));
}
