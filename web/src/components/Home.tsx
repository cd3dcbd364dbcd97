import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Navigate } from "react-router";
import { spaces } from "../api/server";
import { paths } from "../paths";
import { EmptyState } from "../ui/EmptyState";
import { Loading } from "../ui/Loading";

/** The address without a space: leads to the default one, or the first that the caller may enter. */
export function Home() {
  return (
    <Suspense fallback={<Loading />}>
      <ToSpace />
    </Suspense>
  );
}

function ToSpace() {
  const { data } = useSuspenseQuery(spaces());
  const space = data.find(({ IsDefault }) => IsDefault) ?? data[0];
  if (!space) return <EmptyState title="You may not enter any space">Ask an administrator for access.</EmptyState>;
  return <Navigate to={paths.space(space.Id).dashboard} replace />;
}
