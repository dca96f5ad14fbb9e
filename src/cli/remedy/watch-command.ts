import { watchEventKinds } from '../../remedy/watch/watch-state.ts';
import { type Command } from '../command.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';

export const watchCommand: Command = {
  name: 'watch',
  summary: 'scan images again and again, and rebuild them when there is a reason',
  description: [
    'Scans each TARGET, compares with the last look, which --state keeps, and reports what happened: the base image moved, a fix became available, a finding is new or known to be exploited, the image was rebuilt. The first look only remembers.',
    'If something of --on happened, the image is rebuilt: by a command (--run, without a shell; PRATIQUE_IMAGE and PRATIQUE_EVENTS tell why), a webhook, a repository_dispatch event of GitHub or a pipeline of GitLab. After a command the image is scanned again, and the findings before and after are reported.',
    'Without --interval it looks once, for cron and scheduled pipelines. A hook that fails is tried again at the next look.',
    'Exit codes: 0 done; 2 usage error; 3 an image could not be scanned, or a hook failed.',
  ],
  arguments: [targetArgument('image reference, archive or OCI layout', { isVariadic: true })],
  options: [
    { name: 'state', value: 'FILE', meaning: 'file that remembers the last look', default: 'pratique-watch.json', completes: 'file' },
    { name: 'base', value: 'IMAGE', meaning: 'base image whose tag is watched, in its registry', isRepeatable: true },
    { name: 'dockerfile', value: 'FILE', meaning: 'watch the images of FROM in this Dockerfile, too', completes: 'file' },
    { name: 'on', value: 'LIST', meaning: `what to rebuild for: ${watchEventKinds.join(', ')}`, default: 'base-moved,fix-available,exploited' },
    { name: 'run', value: 'COMMAND', meaning: 'command that rebuilds the image; words are divided at blanks', isRepeatable: true },
    { name: 'webhook', value: 'URL', meaning: 'URL that gets the events as JSON by POST', isRepeatable: true },
    { name: 'github', value: 'OWNER/REPOSITORY', meaning: 'send repository_dispatch pratique-rebuild, with GITHUB_TOKEN' },
    { name: 'gitlab', value: 'PROJECT', meaning: 'start a pipeline, with GITLAB_TRIGGER_TOKEN' },
    { name: 'ref', value: 'REF', meaning: 'branch or tag for --gitlab', default: 'main' },
    { name: 'interval', value: 'MINUTES', meaning: 'look again after so many minutes, until stopped', default: 'look once' },
    ...viewOptions('table', 'json'),
  ],
  examples: [
    { line: 'pratique watch registry.example/app:1 --dockerfile Dockerfile --run "make image"', does: 'rebuild when the base moved or a fix is there' },
    { line: 'pratique watch app:1 --webhook https://ci.example/hooks/app', does: 'tell a server' },
    { line: 'pratique watch app:1 --github org/app --on base-moved', does: 'start a workflow when the base moved' },
  ],
  run: async (input, context) => (await import('./run-watch.ts')).runWatch(input, context),
}; // prettier-ignore
