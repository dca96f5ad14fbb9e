/** House rules: decisions that were made once and are now held by the linter. Each has a test in `house-rules.test.ts`. */

const noProcessEnv = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { env: 'Environment variables are read in src/config only, so that they are documented in one place.' },
  },
  create: (context) => ({
    'MemberExpression[object.name="process"][property.name="env"]'(node) {
      context.report({ node, messageId: 'env' });
    },
  }),
};

const noShell = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { shell: 'Never a shell: pass an argument vector to execFile or spawn, without `shell`.' },
  },
  create: (context) => ({
    'CallExpression[callee.name=/^exec(Sync)?$/]'(node) {
      context.report({ node, messageId: 'shell' });
    },
    'Property[key.name="shell"]:not([value.value=false])'(node) {
      context.report({ node, messageId: 'shell' });
    },
  }),
};

const noRecursiveMkdir = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { mkdir: 'Use lib/file/make-directory.ts: the recursive mkdir of Node never ends in places like /proc.' },
  },
  create: (context) => ({
    'CallExpression[callee.name=/^mkdir(Sync)?$/] Property[key.name="recursive"]'(node) {
      context.report({ node, messageId: 'mkdir' });
    },
  }),
};

export const houseRules = {
  rules: { 'no-process-env': noProcessEnv, 'no-shell': noShell, 'no-recursive-mkdir': noRecursiveMkdir },
};
