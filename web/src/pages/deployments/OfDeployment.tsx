import { useSuspenseQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import { deployment } from "../../api/releases";
import { useParam, useSpace } from "../../components/space";

/** A deployment is shown by its task. */
export function OfDeployment() {
  const { api, to } = useSpace();
  const { data } = useSuspenseQuery(deployment(api, useParam("deployment")));
  return <Navigate to={to.task(data.TaskId)} replace />;
}
