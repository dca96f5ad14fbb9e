import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { houseRules } from './tools/lint/house-rules.mjs';

/** Outside bytes are read through the bounded helpers of `lib/`, so that no input decides how much memory we take (ARCHITECTURE.md, hostile bytes). */
const unboundedReads = [
  { selector: 'CallExpression[callee.property.name=/^(arrayBuffer|blob)$/]', message: 'Read with a bound: lib/bounded-read.ts.' },
  { selector: 'TSEnumDeclaration', message: 'A union or an `as const` object instead of an enum.' },
  { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' },
];

export default tseslint.config(
  {
    ignores: [
      '.pratique/**',
      'dist/**',
      'coverage/**',
      'node_modules/**',
      '.stryker-tmp/**',
      '**/testdata/**',
      'docs/**',
      'src/client/api.ts',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { house: houseRules },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      'no-restricted-syntax': ['error', ...unboundedReads],
      // An underscore says that something is taken only to be left out, or held only to be disposed of.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'house/no-process-env': 'error',
      'house/no-shell': 'error',
      'house/no-recursive-mkdir': 'error',
    },
  },
  { files: ['src/cli/terminal/output.ts', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
  {
    files: ['src/config/**', 'test/**', 'bench/**', 'tools/**', '**/*.test.ts', 'vitest.config.ts'],
    rules: { 'house/no-process-env': 'off' },
  },
  { files: ['**/*.test.ts', 'test/**/*.ts'], rules: { 'house/no-wall-clock-in-tests': 'error' } },
  {
    files: ['**/*.test.ts', 'test/**', 'bench/**'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'house/no-recursive-mkdir': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        require: 'readonly',
      },
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['eslint.config.mjs', '.dependency-cruiser.mjs'], rules: { 'no-restricted-syntax': 'off' } },
);
