import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiError } from '../../../src/client/client.ts';
import { Field } from '../parts/field.tsx';
import { Failure } from '../parts/state.tsx';
import { makeServerApi } from '../server-api.ts';
import { storedSession, storedToken } from '../session.tsx';

interface Props {
  /** Whether what was kept of an earlier time is no longer valid. */
  readonly wasSignedIn: boolean;
  readonly onSignIn: () => void;
}

/** By an account's name and password, or by a token, which is tried before it is kept. */
export function SignInPage({ wasSignedIn, onSignIn }: Props): ReactNode {
  const [way, setWay] = useState<'password' | 'token'>(storedSession.read() ? 'password' : 'token');
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const text = (name: string): string => String(values.get(name) ?? '').trim();
    setBusy(true);
    setError(undefined);
    try {
      if (way === 'token') {
        await makeServerApi(text('token')).session();
        storedToken.write(text('token'));
      } else {
        await makeServerApi('').signIn(text('name'), String(values.get('password') ?? ''));
        storedToken.remove();
        storedSession.write();
      }
      onSignIn();
    } catch (refused) {
      setError(
        refused instanceof ApiError && refused.status === 401 && way === 'token' ? new ApiError(0, 'This token is not valid.') : refused,
      );
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <h1>Pratique</h1>
      {wasSignedIn && error === undefined && <p role="status">You were signed out.</p>}
      <form onSubmit={(event) => void signIn(event)}>
        {way === 'token' ? (
          <Field key="token" label="API token" name="token" type="password" autoComplete="current-password" autoFocus />
        ) : (
          <>
            <Field label="Name" name="name" autoComplete="username" autoFocus />
            <Field label="Password" name="password" type="password" autoComplete="current-password" />
          </>
        )}
        <button type="submit" className="primary" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
        <button type="button" className="quiet" onClick={() => setWay(way === 'token' ? 'password' : 'token')}>
          {way === 'token' ? 'Sign in with a name and a password' : 'Sign in with an API token'}
        </button>
      </form>
      {error !== undefined && <Failure error={error} />}
      <p className="faint">
        {way === 'token' ? (
          <>
            <code>pratique serve</code> prints the first administrator’s token when it starts for the first time. The token is kept until
            this tab is closed.
          </>
        ) : (
          <>Administrators make accounts under Settings, People.</>
        )}
      </p>
    </main>
  );
}
