import { type FormEvent, type ReactNode, useState } from 'react';
import { Failure } from '../parts/state.tsx';
import { makeServerApi } from '../server-api.ts';
import { storedToken } from '../session.tsx';

/** Tries the token before it is kept. */
export function SignInPage({ onToken }: { readonly onToken: (token: string) => void }): ReactNode {
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await makeServerApi(token.trim()).overview();
      storedToken.write(token.trim());
      onToken(token.trim());
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <h1>Pratique</h1>
      <form onSubmit={(event) => void signIn(event)}>
        <label htmlFor="token">API token</label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="primary" disabled={isBusy}>
          {isBusy ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
      {error !== undefined && <Failure error={error} />}
      <p className="faint">
        <code>pratique serve</code> prints the first administrator’s token when it starts for the first time. The token is kept until this
        tab is closed.
      </p>
    </main>
  );
}
