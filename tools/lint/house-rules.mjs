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

const testFunctions = new Set(['it', 'test', 'describe', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach']);

/** `it` of `it(…)`, `it.each(…)(…)` and `it.skipIf(…)(…)`. */
function rootName(callee) {
  if (callee.type === 'MemberExpression') return rootName(callee.object);
  return callee.type === 'CallExpression' ? rootName(callee.callee) : callee.name;
}

const noWallClockInTests = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      limit: 'No time limit of its own: vitest.config.ts has one for all tests, which a busy machine does not reach.',
      clock:
        'Expect a count, an event or processor time (test/support/processor-time.ts): wall time depends on what else the machine does.',
    },
  },
  create: (context) => ({
    CallExpression(node) {
      if (!testFunctions.has(rootName(node.callee)) || node.arguments.length < 2) return;
      for (const argument of node.arguments.slice(1)) {
        const isOption = argument.type === 'ObjectExpression' && argument.properties.some(({ key }) => key?.name === 'timeout');
        const isNumber = argument.type === 'Literal' && typeof argument.value === 'number';
        if (isOption || isNumber) context.report({ node: argument, messageId: 'limit' });
      }
    },
    'CallExpression[callee.name="expect"] MemberExpression[object.name="performance"][property.name="now"]'(node) {
      context.report({ node, messageId: 'clock' });
    },
  }),
};

export const houseRules = {
  rules: {
    'no-process-env': noProcessEnv,
    'no-shell': noShell,
    'no-recursive-mkdir': noRecursiveMkdir,
    'no-wall-clock-in-tests': noWallClockInTests,
  },
};
