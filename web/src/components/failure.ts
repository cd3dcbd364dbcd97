import { ApiError } from "../api/client";
import type { FailureText } from "../ui/Failure";

/** An error in the words to show: the server's own where it gave some. */
export function failureText(error: unknown): FailureText | undefined {
  if (error === null || error === undefined) return undefined;
  if (error instanceof ApiError) {
    // The headline of a refused form says nothing that its problems do not say better.
    const [only] = error.problems;
    if (error.problems.length === 1 && only !== undefined)
      return { headline: only, problems: [], hint: error.helpText };
    return { headline: error.message, problems: error.problems, hint: error.helpText };
  }
  return { headline: error instanceof Error ? error.message : String(error), problems: [] };
}
