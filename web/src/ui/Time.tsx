import { useEffect, useState } from "react";
import { ago, exact } from "../lib/time";

/** An instant as how long ago it was; the exact instant is in the title. */
export function Time({ at }: { at: string | null | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 15_000);
    return () => window.clearInterval(timer);
  }, []);
  if (!at) return null;
  return (
    <time dateTime={at} title={exact(at)} style={{ whiteSpace: "nowrap" }}>
      {ago(at, Math.max(now, Date.now()))}
    </time>
  );
}
