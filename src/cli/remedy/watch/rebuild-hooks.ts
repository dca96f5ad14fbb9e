import { readProxySettings } from '../../../config/read-proxy-settings.ts';
import { rebuildSettings } from '../../../config/rebuild-settings.ts';
import { HttpClient } from '../../../lib/http/http-client.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type WatchEvent } from '../../../remedy/watch/watch-state.ts';
import { optionValue, optionValues, type CommandInput } from '../../command.ts';
import { runProgram } from '../prove/run-program.ts';

/** What happened to one image, as hooks get it. */
export interface RebuildReason {
  readonly image: string;
  readonly events: readonly WatchEvent[];
}

/** Something that starts a build. */
export interface RebuildHook {
  readonly name: string;
  /** The image is rebuilt when it returns. */
  readonly isSynchronous: boolean;
  run(reason: RebuildReason, runtime: Runtime): Promise<void>;
}

const failure = 'BUILD_FAILED' as const;

/** The hooks that the options name. Throws USAGE where a token is missing. */
export function readHooks(input: CommandInput): readonly RebuildHook[] {
  const { githubApi, githubToken, gitlabServer, gitlabToken } = rebuildSettings();
  const github = optionValue(input, 'github');
  const gitlab = optionValue(input, 'gitlab');
  if (github !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(github)) throw new PratiqueError('USAGE', `--github ${github} is not OWNER/REPOSITORY`);
  if (github !== undefined && githubToken === undefined) throw new PratiqueError('USAGE', '--github needs GITHUB_TOKEN', { hint: 'set it to a token that may write contents of the repository' });
  if (gitlab !== undefined && gitlabToken === undefined) throw new PratiqueError('USAGE', '--gitlab needs GITLAB_TRIGGER_TOKEN', { hint: 'set it to a pipeline trigger token of the project' });
  return [
    ...optionValues(input, 'run').map(command),
    ...optionValues(input, 'webhook').map((url) => post(`webhook ${url}`, url, (reason) => reason)),
    ...(github === undefined ? [] : [
      post(`GitHub dispatch to ${github}`, `${githubApi}/repos/${github}/dispatches`, ({ image, events }) => ({ event_type: 'pratique-rebuild', client_payload: { image, events } }), {
        authorization: `Bearer ${githubToken}`,
        accept: 'application/vnd.github+json',
      }),
    ]),
    ...(gitlab === undefined ? [] : [
      post(`GitLab pipeline of ${gitlab}`, `${gitlabServer}/api/v4/projects/${encodeURIComponent(gitlab)}/trigger/pipeline`, ({ image, events }) => ({
        token: gitlabToken,
        ref: optionValue(input, 'ref') ?? 'main',
        variables: { PRATIQUE_IMAGE: image, PRATIQUE_EVENTS: JSON.stringify(events) },
      })),
    ]),
  ];
} // prettier-ignore

/** Words are divided at blanks; there is no shell. */
function command(text: string): RebuildHook {
  const [program = '', ...words] = text.split(/\s+/).filter((word) => word !== '');
  return {
    name: text,
    isSynchronous: true,
    run: async (reason, runtime) => {
      const environment = { PRATIQUE_IMAGE: reason.image, PRATIQUE_EVENTS: JSON.stringify(reason.events) };
      await runProgram(program, words, { failure, environment }, runtime);
    },
  };
}

function post(name: string, address: string, toBody: (reason: RebuildReason) => unknown, headers: Readonly<Record<string, string>> = {}): RebuildHook {
  if (!URL.canParse(address) || !/^https?:/.test(address)) throw new PratiqueError('USAGE', `${address} is not an http(s) URL`);
  const url = new URL(address);
  return {
    name,
    isSynchronous: false,
    run: async (reason, runtime) => {
      const client = new HttpClient({ home: url, limits, proxy: readProxySettings() });
      try {
        const request = { method: 'POST' as const, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(toBody(reason)) };
        const { status } = await client.requestWhole(url, request, limits.vexBytes, runtime);
        if (status < 200 || status > 299) throw new PratiqueError('FETCH_FAILED', `${name} failed: ${url.origin} answered with status ${status}`);
      } finally {
        await client.close();
      }
    },
  };
} // prettier-ignore
