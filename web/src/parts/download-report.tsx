import { useMutation } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useClient } from '../session.tsx';
import { Failure } from './state.tsx';

/** The report of the last scan as a file: the same as `pratique scan --format json` writes, for `pratique convert`. */
export function DownloadReport({ digest }: { readonly digest: string }): ReactNode {
  const client = useClient();
  const download = useMutation({
    mutationFn: async () => {
      const report = await client.report(digest);
      const address = URL.createObjectURL(new Blob([JSON.stringify(report)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = `${digest.slice(7, 19)}.pratique.json`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <>
      <button type="button" className="quiet" disabled={download.isPending} onClick={() => download.mutate()}>
        {download.isPending ? 'Reading the report …' : 'Download the report (JSON)'}
      </button>
      {download.isError && <Failure error={download.error} />}
    </>
  );
}
