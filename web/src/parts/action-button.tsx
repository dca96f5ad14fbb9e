import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Failure } from './state.tsx';

interface Props {
  readonly title: string;
  /** What a screen reader says, where the title alone could stand for many. */
  readonly label: string;
  /** Key of the lists to read again. */
  readonly changes: string;
  /** What is asked before; for what cannot be undone. */
  readonly question?: string;
  readonly act: () => Promise<unknown>;
}

/** Does something at once, or after a second press where it cannot be undone. */
export function ActionButton({ title, label, changes, question, act }: Props): ReactNode {
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const run = useMutation({
    mutationFn: act,
    onSettled: async () => {
      setAsked(false);
      await queries.invalidateQueries({ queryKey: [changes] });
    },
  });
  if (isAsked)
    return (
      <span className="row" role="group" aria-label={label}>
        <span>{question}</span>
        <button type="button" className="danger" disabled={run.isPending} onClick={() => run.mutate()}>
          {title}
        </button>
        <button type="button" onClick={() => setAsked(false)}>
          Cancel
        </button>
      </span>
    );
  return (
    <>
      <button
        type="button"
        aria-label={label}
        disabled={run.isPending}
        onClick={() => (question === undefined ? run.mutate() : setAsked(true))}
      >
        {title}
      </button>
      {run.isError && <Failure error={run.error} />}
    </>
  );
}
