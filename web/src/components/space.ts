import { useParams } from "react-router";
import { paths } from "../paths";

/** The space of the page, the start of its API addresses, and its links. */
export function useSpace() {
  const { space = "" } = useParams();
  return { space, api: `/api/${encodeURIComponent(space)}`, to: paths.space(space) };
}

/** A part of the page's address that its route promises. */
export function useParam(name: string): string {
  const value = useParams()[name];
  if (value === undefined) throw new Error(`the route of this page has no part "${name}"`);
  return value;
}
