import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { AdvisoriesPage } from './pages/advisories-page.tsx';
import { BasesPage } from './pages/bases-page.tsx';
import { ComparePage } from './pages/compare-page.tsx';
import { ImagePage } from './pages/image-page.tsx';
import { ImagesPage } from './pages/images-page.tsx';
import { JobsPage } from './pages/jobs-page.tsx';
import { PackagesPage } from './pages/packages-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { TodayPage } from './pages/today-page.tsx';
import { VulnerabilityPage } from './pages/vulnerability-page.tsx';
import { Link } from './parts/link.tsx';
import { Failure } from './parts/state.tsx';
import { ApiError } from '../../src/client/client.ts';
import { makeServerApi, type ServerApi, type Session } from './server-api.ts';
import { SessionContext, storedSession, storedToken } from './session.tsx';
import { useAddress } from './use-address.ts';

const sections = [
  { address: '/', title: 'Today' },
  { address: '/images', title: 'Images' },
  { address: '/bases', title: 'Bases' },
  { address: '/compare', title: 'Compare' },
  { address: '/packages', title: 'Packages' },
  { address: '/jobs', title: 'Jobs' },
  { address: '/advisories', title: 'Advisories' },
  { address: '/settings', title: 'Settings' },
] as const;

/** How somebody is known to the server: by a token of this tab, or by a cookie. */
interface Proof {
  readonly token: string;
  readonly hasCookie: boolean;
}

const readProof = (): Proof => ({ token: storedToken.read(), hasCookie: storedSession.read() });

export function App(): ReactNode {
  const [proof, setProof] = useState(readProof);
  const queries = useQueryClient();
  const client = useMemo(() => makeServerApi(proof.token), [proof]);
  const isKnown = proof.token !== '' || proof.hasCookie;
  const session = useQuery({ queryKey: ['session', proof], queryFn: client.session, enabled: isKnown, staleTime: Infinity });
  const forget = (): void => {
    storedToken.remove();
    storedSession.remove();
    queries.clear();
    setProof(readProof());
  };
  if (!isKnown || (session.error instanceof ApiError && session.error.status === 401))
    return <SignInPage wasSignedIn={isKnown} onSignIn={() => setProof(readProof())} />;
  if (session.data === undefined)
    return <main>{session.isError && <Failure error={session.error} onRetry={() => void session.refetch()} />}</main>;
  const signOut = (): void =>
    void client
      .signOut()
      .catch(() => undefined)
      .finally(forget);
  return <Frame client={client} who={session.data} onSignOut={signOut} />;
}

interface FrameProps {
  readonly client: ServerApi;
  readonly who: Session;
  readonly onSignOut: () => void;
}

function Frame({ client, who, onSignOut }: FrameProps): ReactNode {
  const { path } = useAddress();
  const signedIn = useMemo(() => ({ client, who }), [client, who]);
  return (
    <SessionContext.Provider value={signedIn}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link className="mark" to="/">
          Pratique
        </Link>
        <nav aria-label="Pages">
          {sections.map(({ address, title }) => (
            <Link key={address} to={address} isCurrent={address === '/' ? path === '/' : path.startsWith(address)}>
              {title}
            </Link>
          ))}
        </nav>
        <span className="faint who">{who.name}</span>
        <button type="button" className="quiet" onClick={onSignOut}>
          Sign out
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <Page path={path} />
      </main>
    </SessionContext.Provider>
  );
}

function Page({ path }: { readonly path: string }): ReactNode {
  const [, section = '', rest] = path.split('/');
  const name = decodeURIComponent(rest ?? '');
  if (section === '') return <TodayPage />;
  if (section === 'images') return name === '' ? <ImagesPage /> : <ImagePage digest={name} />;
  if (section === 'bases') return <BasesPage />;
  if (section === 'compare') return <ComparePage />;
  if (section === 'vulnerabilities') return <VulnerabilityPage id={name} />;
  if (section === 'packages') return <PackagesPage />;
  if (section === 'jobs') return <JobsPage />;
  if (section === 'advisories') return <AdvisoriesPage />;
  if (section === 'settings') return <SettingsPage tab={name} />;
  return <p>There is no page at this address.</p>;
}
