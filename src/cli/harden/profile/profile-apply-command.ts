import { type Command } from '../../command.ts';

export const profileApplyCommand: Command = {
  name: 'profile apply',
  summary: 'write what Docker, Compose and Kubernetes need to use a profile',
  description: [
    'Prints the option for docker run, an override for Compose, and the securityContext with the place of the file on the nodes for Kubernetes. With --output, writes them as files: compose.seccomp.yaml, pod.seccomp.yaml and seccomp/NAME.json, which is copied to the folder seccomp of every kubelet.',
    'FILE is a seccomp profile, or an AppArmor profile, which must be loaded on every host with apparmor_parser.',
  ],
  arguments: [{ name: 'FILE', meaning: 'profile', completes: 'file' }],
  options: [
    { name: 'service', value: 'NAME', meaning: 'service of the Compose file', isRepeatable: true, default: 'app' },
    { name: 'name', value: 'NAME', meaning: 'name of the profile on the nodes', default: 'that of FILE without its extension' },
    { name: 'kubelet-root', value: 'DIRECTORY', meaning: 'root directory of the kubelets', default: '/var/lib/kubelet' },
    { name: 'output', short: 'o', value: 'DIRECTORY', meaning: 'write files instead of printing', completes: 'directory' },
  ],
  examples: [
    { line: 'pratique profile apply app.json', does: 'show how to use it' },
    { line: 'pratique profile apply app.json --service web --output deploy', does: 'write deploy/compose.seccomp.yaml and the rest' },
  ],
  run: async (input, context) => (await import('./run-profile-apply.ts')).runProfileApply(input, context),
};
