import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Ways of writing that this house does not use; each says what to do instead. */
const style = [
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals or an `as const` list.' },
  {
    selector: "MemberExpression[object.name='z'][property.name='coerce']",
    message: 'Nothing is coerced: use src/kernel/fields.',
  },
  { selector: 'ForInStatement', message: 'Iterate Object.keys, values or entries.' },
];

/** Time, chance and environment come in through one door each. */
const doors = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from a Clock.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from a Clock.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Use node:crypto, or a seeded generator.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read the environment through src/config.',
  },
];

const typed = [
  'src/**/*.ts',
  'scripts/**/*.ts',
  'test/**/*.ts',
  'bench/**/*.ts',
  'packages/*/{src,test,bench}/**/*.ts',
  '**/*.config.ts',
];
const tests = ['test/**/*.ts', 'packages/*/test/**/*.ts', '**/*.test.ts', 'bench/**/*.ts', 'packages/*/bench/**/*.ts'];

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', 'var/', 'uploads/', 'coverage/', 'test-artifacts/', 'public/vendor/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...style],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: typed,
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        project: ['./tsconfig.test.json', './packages/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      // Index signatures are read with brackets, which shows that the name is data.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers and truth values print without surprise; objects do not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A cast to the narrower type says what is known; `!` only that it is not null.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // An interface may promise more than one of its implementations needs: async without await, a method that does nothing.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [
      'src/main.ts',
      'src/serve.ts',
      'src/kernel/clock.ts',
      'src/kernel/ids.ts',
      'src/config.ts',
      '**/*.test.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...style, ...doors] },
  },
  {
    files: tests,
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      // Answers of the server under test are of type any; the assertions are their check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Programs for a terminal speak through it.
    files: ['scripts/**', 'bench/**', 'packages/*/bench/**', 'packages/*/src/cli.ts', 'src/main.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['public/js/**/*.js'], languageOptions: { globals: globals.browser, sourceType: 'module' } },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs'], languageOptions: { globals: globals.node, sourceType: 'commonjs' } },
  // The tools that read these files want a default export.
  { files: ['**/*.config.{js,ts}'], rules: { 'no-restricted-syntax': 'off' } },
  prettier,
);
