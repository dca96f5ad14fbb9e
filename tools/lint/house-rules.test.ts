import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { houseRules } from './house-rules.mjs';

RuleTester.describe = describe;
RuleTester.it = it;
const tester = new RuleTester();

tester.run('no-process-env', houseRules.rules['no-process-env'], {
  valid: ['readSetting("CI");', 'process.argv;', 'other.env;'],
  invalid: [
    { code: 'process.env.CI;', errors: [{ messageId: 'env' }] },
    { code: 'const { CI } = process.env;', errors: [{ messageId: 'env' }] },
  ],
});

tester.run('no-shell', houseRules.rules['no-shell'], {
  valid: ['execFile("docker", ["version"]);', 'pattern.exec(text);', 'spawn("ls", [], { shell: false });'],
  invalid: [
    { code: 'exec("ls " + name);', errors: [{ messageId: 'shell' }] },
    { code: 'execSync("ls");', errors: [{ messageId: 'shell' }] },
    { code: 'spawn("ls", [], { shell: true });', errors: [{ messageId: 'shell' }] },
  ],
});

tester.run('no-recursive-mkdir', houseRules.rules['no-recursive-mkdir'], {
  valid: ['mkdirSync(path);', 'mkdirSync(path, { mode: 0o700 });', 'rmSync(path, { recursive: true });'],
  invalid: [
    { code: 'mkdirSync(path, { recursive: true });', errors: [{ messageId: 'mkdir' }] },
    {
      code: 'await mkdir(path, { mode: 0o700, recursive: true });',
      errors: [{ messageId: 'mkdir' }],
      languageOptions: { sourceType: 'module' },
    },
  ],
});

tester.run('no-wall-clock-in-tests', houseRules.rules['no-wall-clock-in-tests'], {
  valid: [
    'it("a", () => {});',
    'it.each([1, 2])("%i", (each) => use(each, 60_000));',
    'it("a", { concurrent: true }, () => {});',
    'const started = performance.now(); later(() => {}, 100);',
    'expect(processorMs(work)).toBeLessThan(100);',
  ],
  invalid: [
    { code: 'it("a", () => {}, 60_000);', errors: [{ messageId: 'limit' }] },
    { code: 'beforeAll(() => {}, 60_000);', errors: [{ messageId: 'limit' }] },
    { code: 'it.skipIf(no).each([1])("%i", { timeout: 60_000 }, () => {});', errors: [{ messageId: 'limit' }] },
    { code: 'expect(performance.now() - started).toBeLessThan(100);', errors: [{ messageId: 'clock' }] },
  ],
});
