import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Finding as ServerFinding } from '../server-api.ts';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';
import { Choice, SearchBox } from './filters.tsx';
import { Link } from './link.tsx';
import { usePages } from './more.tsx';
import { counted, SeverityWord } from './severity.tsx';
import { Empty, Loaded } from './state.tsx';

const lanes = ['fix-now', 'no-fix-yet', 'wont-fix', 'not-applicable'];
const kinds = ['vulnerability', 'misconfiguration', 'secret', 'license'];
const pageSize = 200;

/** The findings of an image, the worst first. Only the rows in sight are drawn, and pages are asked for as they come near. */
export function FindingsList({ digest }: { readonly digest: string }): ReactNode {
  const client = useClient();
  const { values, set } = useAddress();
  const filter = {
    severity: values.get('severity') ?? '',
    lane: values.get('lane') ?? '',
    kind: values.get('kind') ?? '',
    search: values.get('search') ?? '',
  };
  const query = usePages(['findings', digest, filter], (cursor) => client.findings(digest, { ...filter, limit: pageSize, cursor }));
  return (
    <>
      <div className="filters">
        <SearchBox label="Id or package" value={filter.search} onChange={(search) => set({ search })} />
        <Choice
          label="Severity"
          value={filter.severity}
          choices={['critical', 'high', 'medium', 'low', 'negligible', 'unknown']}
          onChange={(severity) => set({ severity })}
        />
        <Choice label="Fix" value={filter.lane} choices={lanes} onChange={(lane) => set({ lane })} />
        <Choice label="Kind" value={filter.kind} choices={kinds} onChange={(kind) => set({ kind })} />
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const findings = pages.flatMap(({ items }) => items);
          if (findings.length === 0) return <Empty title="No finding matches." />;
          return (
            <Rows
              findings={findings}
              hasMore={query.hasNextPage}
              onMore={() => void query.fetchNextPage()}
              isAsking={query.isFetchingNextPage}
            />
          );
        }}
      </Loaded>
    </>
  );
}

interface RowsProps {
  readonly findings: readonly ServerFinding[];
  readonly hasMore: boolean;
  readonly isAsking: boolean;
  readonly onMore: () => void;
}

function Rows({ findings, hasMore, isAsking, onMore }: RowsProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const rows = useWindowVirtualizer({
    count: findings.length,
    estimateSize: () => 58,
    overscan: 12,
    scrollMargin: place.current?.offsetTop ?? 0,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isAsking && last >= findings.length - 40) onMore();
  }, [last, hasMore, isAsking, findings.length, onMore]);
  return (
    <>
      <div ref={place} className="findings" role="list" aria-label="Findings" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, key, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            role="listitem"
            className="finding"
            style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
          >
            <Finding finding={findings[index]!} />
          </div>
        ))}
      </div>
      <p className="faint" role="status">
        {counted(findings.length, 'finding')}
        {hasMore && ', and more'}
      </p>
    </>
  );
}

function Finding({ finding }: { readonly finding: ServerFinding }): ReactNode {
  const { id, kind, severity, title, package: found, fixedVersion, isExploited, layer, paths, lane } = finding;
  return (
    <>
      <div className="finding-head">
        <SeverityWord severity={severity} />
        {kind === 'vulnerability' ? <Link to={`/vulnerabilities/${encodeURIComponent(id)}`}>{id}</Link> : <span>{id}</span>}
        {isExploited && <span className="badge">exploited</span>}
        {found !== undefined && (
          <span>
            {found.name} {found.version}
          </span>
        )}
        <span className={fixedVersion === undefined ? 'faint' : 'fixed'}>
          {fixedVersion === undefined ? lane.replaceAll('-', ' ') : `→ ${fixedVersion}`}
        </span>
      </div>
      <div className="faint line">{[title, layer === undefined ? undefined : `layer ${layer}`, paths[0]].filter(Boolean).join(' · ')}</div>
    </>
  );
}
