import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { type Job } from '../server-api.ts';
import { useClient } from '../session.tsx';
import { Link } from './link.tsx';
import { number } from './severity.tsx';
import { Loaded } from './state.tsx';

const ended: readonly Job['state'][] = ['completed', 'cancelled', 'failed'];
const words: Readonly<Record<Job['state'], string>> = {
  created: 'waiting',
  retry: 'waiting to be tried again',
  active: 'running',
  completed: 'done',
  cancelled: 'stopped',
  failed: 'failed',
};

export function stateWord(state: Job['state']): string {
  return words[state];
}

/** Follows a job to its end. */
export function JobProgress({ id, onEnd }: { readonly id: string; readonly onEnd: () => void }): ReactNode {
  const client = useClient();
  const query = useQuery({
    queryKey: ['job', id],
    queryFn: () => client.job(id),
    refetchInterval: ({ state }) => (state.data !== undefined && ended.includes(state.data.state) ? false : 700),
  });
  const isEnded = query.data !== undefined && ended.includes(query.data.state);
  useEffect(() => {
    if (isEnded) onEnd();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it ends
  }, [isEnded]);
  return <Loaded query={query}>{(job) => <Line job={job} />}</Loaded>;
}

function Line({ job: { state, subject, progress, output } }: { readonly job: Job }): ReactNode {
  const digest = output?.['digest'];
  return (
    <div className="progress" role="status">
      <span className={`job ${state}`}>{words[state]}</span>{' '}
      {typeof digest === 'string' ? <Link to={`/images/${digest}`}>{subject}</Link> : subject}
      {progress !== undefined && (
        <>
          {' '}
          <progress max={progress.total} value={progress.total === undefined ? undefined : progress.done} /> {progress.label}
          {progress.total !== undefined && ` ${number(progress.done)} of ${number(progress.total)} ${progress.unit}`}
        </>
      )}
      {state === 'failed' && <div className="failure">{failureOf(output)}</div>}
    </div>
  );
}

/** What a failed job says of itself. */
export function failureOf(output: Job['output']): string {
  const message = output?.['message'];
  return typeof message === 'string' ? message : 'the reason is not known';
}
