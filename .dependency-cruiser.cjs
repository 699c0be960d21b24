/**
 * The floors of the house, from the ground up: kernel <- platform <- modules <- web, realtime <- container <- main.
 * ARCHITECTURE.md says why; `npm run deps:check` proves it.
 */

/** A module may use those before it. The last ones listen to events of all others. */
const MODULES = [
  'organizations',
  'people',
  'absences',
  'attachments',
  'audit',
  'catalog',
  'ledger',
  'targets',
  'bonuses',
  'requests',
  'leaderboard',
  'notifications',
  'mails',
  'reports',
  'exports',
  'announcements',
  'imports',
  'privacy',
  'verification',
];

/** What lies above each floor. The configuration stands beside the house: its shape is data that every floor may read. */
const ABOVE = {
  kernel: '^src/(?!kernel/)',
  platform: '^src/(?!kernel/|platform/|config\\.ts$)',
  modules: '^src/(?!kernel/|platform/|modules/|config\\.ts$)',
  web: '^src/(?!kernel/|platform/|modules/|web/|config\\.ts$)',
  realtime: '^src/(?!kernel/|platform/|modules/|realtime/|config\\.ts$)',
};

/** Unit tests may reach for the tools of tests. */
const TESTS = '\\.test\\.ts$';

const floors = Object.entries(ABOVE).map(([floor, above]) => ({
  name: `${floor}-looks-down`,
  comment: `src/${floor} must not know the floors above it.`,
  severity: 'error',
  from: { path: `^src/${floor}/`, pathNot: TESTS },
  to: { path: above },
}));

const order = MODULES.slice(0, -1).map((name, index) => ({
  name: `${name}-before-later-modules`,
  comment: `The module ${name} must not use modules that come after it.`,
  severity: 'error',
  from: { path: `^src/modules/${name}/`, pathNot: TESTS },
  to: { path: `^src/modules/(${MODULES.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...floors,
    ...order,
    {
      name: 'configuration-as-type-only',
      comment: 'Platform and modules are told their settings; they do not read them.',
      severity: 'error',
      from: { path: '^src/(platform|modules)/', pathNot: TESTS },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'module-only-through-its-index',
      comment: 'A module is imported only through its index.ts.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/modules/[^/]+/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'module-only-through-its-index-from-outside',
      comment: 'A module is imported only through its index.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/modules/' },
      to: { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'known-modules',
      comment: 'A new module needs a place in the order of modules, in .dependency-cruiser.cjs and ARCHITECTURE.md.',
      severity: 'error',
      from: { path: `^src/modules/(?!(${MODULES.join('|')})/)` },
      to: {},
    },
    {
      name: 'no-express-under-modules',
      comment: 'Modules hold domain and data; HTTP is the business of src/web.',
      severity: 'error',
      from: { path: '^src/(kernel|modules)/' },
      to: { path: 'node_modules/(@types/)?(express|express-session|multer|helmet|compression|socket\\.io)/' },
    },
    {
      name: 'no-mongoose-under-web',
      comment: 'Pages ask modules; only modules and platform/storage know the database.',
      severity: 'error',
      from: { path: '^src/(kernel|web|realtime)/' },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'kernel-is-pure',
      comment: 'The kernel does no input or output.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'only-storage-starts-the-engine',
      comment: 'The application never asks which database it has.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/storage/', '^src/main\\.ts$', TESTS] },
      to: { path: '^packages/embedded-mongo/' },
    },
    {
      name: 'engine-knows-nothing-of-the-product',
      severity: 'error',
      from: { path: '^packages/embedded-mongo/' },
      to: { path: '^(src|scripts|test)/' },
    },
    {
      name: 'demo-and-main-are-the-roof',
      comment: 'Nothing but main and scripts may use the demo; nothing may use main.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(demo/|(main|serve|start-report)\\.ts$)'] },
      to: { path: '^src/(demo/|main\\.ts$)' },
    },
    {
      name: 'demo-below-main',
      comment: 'The demo is made through the container; it knows no pages.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: { path: '^src/(web|realtime)/|^src/(app|main|serve)\\.ts$' },
    },
    {
      name: 'only-container-and-tests-construct',
      comment: 'app.ts gets what it needs; it does not build it.',
      severity: 'error',
      from: { path: '^src/app\\.ts$' },
      to: { path: '^src/container\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      comment: 'A circle of imports that exists at run time. Types alone may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-packages',
      comment: 'What runs in production must not need packages of development.',
      severity: 'error',
      from: { path: '^(src|packages/[^/]+/src)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
