import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Navigate, useLocation, useRevalidator, useRouteError } from "react-router";
import { ApiError } from "../api/client";
import { paths } from "../paths";
import { EmptyState } from "../ui/EmptyState";
import { Failure } from "../ui/Failure";
import { TextLink } from "../ui/TextLink";
import { failureText } from "./failure";

/** What stands in place of a page that could not be shown. */
export function PageError() {
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const { reset } = useQueryErrorResetBoundary();
  const { revalidate } = useRevalidator();
  if (error instanceof ApiError && error.status === 401) {
    reset();
    return <Navigate to={paths.signIn(pathname + search)} replace />;
  }
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  const retry = () => {
    reset();
    void revalidate();
  };
  const text = failureText(error) ?? { headline: "This page could not be shown", problems: [] };
  return <Failure failure={text} onRetry={retry} />;
}

export function NotFound() {
  return (
    <EmptyState title="There is nothing here" action={<TextLink to={paths.app}>Go to the dashboard</TextLink>}>
      It may have been deleted, or you are not allowed to see it.
    </EmptyState>
  );
}
