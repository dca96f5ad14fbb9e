import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '../session.tsx';
import { JobProgress } from './job-progress.tsx';
import { Failure } from './state.tsx';

/** Scans an image of a registry, and shows how far it is. */
export function ScanForm(): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [reference, setReference] = useState('');
  const submit = useMutation({ mutationFn: () => client.submit(reference.trim()) });
  const scan = (event: FormEvent): void => {
    event.preventDefault();
    submit.mutate();
  };
  return (
    <>
      <form className="row" onSubmit={scan}>
        <label htmlFor="reference">Image</label>
        <input
          id="reference"
          required
          placeholder="registry.example.com/team/app:1"
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
        <button type="submit" className="primary" disabled={submit.isPending}>
          Scan
        </button>
      </form>
      {submit.isError && <Failure error={submit.error} />}
      {submit.data !== undefined && <JobProgress id={submit.data.job} onEnd={() => void queries.invalidateQueries()} />}
    </>
  );
}
