import { useNavigate } from "react-router";
import { request } from "../../api/client";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";

interface Props {
  releaseId: string;
  version: string;
  projectId: string;
}

export function DeleteRelease({ releaseId, version, projectId }: Props) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const remove = useAction({
    does: async () => {
      await request("DELETE", `${api}/releases/${releaseId}`);
      // Left before the cache is refreshed: asking for what was deleted would only be refused.
      await navigate(to.project(projectId));
    },
    touches: [`${api}/projects`, `${api}/dashboard`],
  });
  return (
    <ConfirmButton
      label="Delete"
      question={`Delete release ${version}?`}
      consequence="Its deployments and their logs are deleted with it. What was deployed stays where it is."
      confirm="Delete the release"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
