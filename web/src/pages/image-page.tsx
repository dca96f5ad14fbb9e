import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { type Image } from '../server-api.ts';
import { Digest } from '../parts/copy.tsx';
import { FindingsList } from '../parts/findings-list.tsx';
import { LayersTable } from '../parts/layers-table.tsx';
import { Link } from '../parts/link.tsx';
import { PastScans } from '../parts/past-scans.tsx';
import { CountsLine, counted } from '../parts/severity.tsx';
import { Loaded } from '../parts/state.tsx';
import { Time } from '../parts/time.tsx';
import { VerdictWord } from '../parts/verdict.tsx';
import { DownloadReport } from '../parts/download-report.tsx';
import { useClient } from '../session.tsx';
import { useAddress } from '../use-address.ts';

export function ImagePage({ digest }: { readonly digest: string }): ReactNode {
  const client = useClient();
  const query = useQuery({ queryKey: ['image', digest], queryFn: () => client.image(digest) });
  return (
    <>
      <p className="above">
        <Link to="/images">Images</Link> /
      </p>
      <h1>{query.data?.name ?? 'Image'}</h1>
      <Loaded query={query}>{(image) => <Body image={image} />}</Loaded>
    </>
  );
}

const tabs = ['findings', 'layers', 'issues', 'history'] as const;
type Tab = (typeof tabs)[number];

function Body({ image }: { readonly image: Image }): ReactNode {
  const { values } = useAddress();
  const tab = tabs.find((name) => name === values.get('tab')) ?? 'findings';
  return (
    <>
      <Facts image={image} />
      <Statements image={image} />
      <p className="actions">
        <Link to={`/compare?to=${image.digest}`}>Compare with another image</Link>
        <DownloadReport digest={image.digest} />
      </p>
      <nav className="tabs" aria-label="Parts of the image">
        {tabs.map((name) => (
          <Link
            key={name}
            to={name === 'findings' ? `/images/${image.digest}` : `/images/${image.digest}?tab=${name}`}
            isCurrent={tab === name}
          >
            {titleOf(name, image)}
          </Link>
        ))}
      </nav>
      {tab === 'findings' && <FindingsList digest={image.digest} />}
      {tab === 'layers' && <LayersTable layers={image.layers} />}
      {tab === 'issues' && <Issues image={image} />}
      {tab === 'history' && <PastScans digest={image.digest} />}
    </>
  );
}

function titleOf(tab: Tab, { layers, issues }: Image): string {
  if (tab === 'layers') return counted(layers.length, 'layer');
  if (tab === 'issues') return counted(issues.length, 'issue');
  return tab;
}

function Facts({ image }: { readonly image: Image }): ReactNode {
  const { tags, distribution, platform, packages, scannedAt, judgedAt, rescan } = image;
  return (
    <>
      <dl className="facts">
        <div>
          <dt>Verdict</dt>
          <dd>
            <VerdictWord {...image} />
          </dd>
        </div>
        <div>
          <dt>Vulnerabilities</dt>
          <dd>
            <CountsLine counts={image.counts} />
          </dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd>
            <Digest digest={image.digest} />
          </dd>
        </div>
        <div>
          <dt>System</dt>
          <dd>{[distribution ?? 'no distribution', platform, counted(packages, 'package')].filter(Boolean).join(' · ')}</dd>
        </div>
        <div>
          <dt>Scanned</dt>
          <dd>
            <Time at={scannedAt} />
            {judgedAt !== scannedAt && (
              <span className="faint">
                , matched again <Time at={judgedAt} />
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>Tags</dt>
          <dd>{tags.length === 0 ? <span className="faint">none points to it now</span> : tags.join(', ')}</dd>
        </div>
      </dl>
      {rescan !== undefined && (
        <p className="failure">
          The latest rescan has not replaced this result ({rescan.state}){rescan.error === undefined ? '' : `: ${rescan.error}`}.{' '}
          <Link to="/jobs">Jobs</Link>
        </p>
      )}
    </>
  );
}

function Statements({ image: { statements } }: { readonly image: Image }): ReactNode {
  if (statements.length === 0) return null;
  return (
    <ul className="statements" aria-label="Policy">
      {statements.map(({ text, isMet, isWarning = false }) => (
        <li key={text} className={isMet ? 'met' : isWarning ? 'warned' : 'unmet'}>
          <span aria-hidden="true">{isMet ? '✓' : isWarning ? '!' : '✗'}</span> {text}
        </li>
      ))}
    </ul>
  );
}

function Issues({ image: { issues } }: { readonly image: Image }): ReactNode {
  if (issues.length === 0) return <p className="faint">Everything in the image was scanned.</p>;
  return (
    <ul className="issues">
      {issues.map(({ code, severity, message }, at) => (
        <li key={`${code} ${at}`} className={severity}>
          <code>{code}</code> {message}
        </li>
      ))}
    </ul>
  );
}
