// The arrows of the house: which folder may import what. Each rule forbids; what no rule names is
// allowed.

const rooms = 'machines|workflows|services|activities|infra';
const inside = `^(?:${rooms}|test)/`;
const packages = (...names) => `(?:^|/)node_modules/(?:${names.join('|')})/`;

/** A room may import nothing from outside the project but these packages. */
const outside = (room, ...names) => ({
  name: `${room}-outside`,
  comment: `${room} may import only these packages: ${names.join(', ')}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { pathNot: [inside, packages(...names)], couldNotResolve: false },
});

const arrow = (from, to, { comment, typesAllowed = false }) => ({
  name: `${from}-not-to-${to}`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `^${to}/`, ...(typesAllowed ? { dependencyTypesNot: ['type-only'] } : {}) },
});

const pure = { comment: 'machines compute: they know nothing of who runs them' };

export default {
  forbidden: [
    arrow('machines', 'workflows', pure),
    arrow('machines', 'services', pure),
    arrow('machines', 'activities', pure),
    arrow('machines', 'infra', pure),
    // The workflow sandbox has no crypto; @noble/hashes is SHA-256 in plain JavaScript.
    outside('machines', 'xstate', 'zod', '@noble/hashes', 'intl-messageformat'),
    {
      name: 'intl-in-text',
      comment: 'what is said depends on the host: nothing may be decided or stored by it',
      severity: 'error',
      from: { path: '^machines/', pathNot: '^machines/text/' },
      to: { path: packages('intl-messageformat') },
    },
    {
      name: 'zod-in-contracts',
      comment: 'schemas are run by contracts; elsewhere in machines zod lends its types only',
      severity: 'error',
      from: {
        path: '^machines/',
        // A machine's contract in parts; those of the engine are no contracts.
        pathNot: ['(?:^|[/-])(?:contract|schema)\\.ts$', '^machines/(?!engine/)[^/]+/contract/'],
      },
      to: { path: packages('zod'), dependencyTypesNot: ['type-only'] },
    },

    arrow('workflows', 'services', {
      comment: 'workflows orchestrate: services are reached by activities',
    }),
    arrow('workflows', 'activities', {
      comment: 'workflows know activities by their types only',
      typesAllowed: true,
    }),
    arrow('workflows', 'infra', { comment: 'workflows run in a sandbox that infra builds' }),
    // zod reaches the sandbox through the bundle's preload file only.
    outside('workflows', '@temporalio/workflow', '@temporalio/common', 'xstate', 'zod'),
    {
      name: 'zod-in-preload',
      comment: 'zod costs each cached workflow its heap unless the preload file shares it',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '^workflows/preload\\.ts$' },
      to: { path: packages('zod'), dependencyTypesNot: ['type-only'] },
    },

    arrow('services', 'workflows', {
      comment: 'services know workflows by their types only',
      typesAllowed: true,
    }),
    arrow('services', 'activities', { comment: 'services are used by activities' }),
    arrow('services', 'infra', { comment: 'services are given their configuration' }),
    {
      name: 'services-outside',
      comment: 'services are clients: they run neither workflows nor activities',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: packages('@temporalio/(?:activity|testing|worker|workflow)') },
    },

    {
      name: 'consumer-by-itself',
      comment:
        'the consumer SDK is a package of its own: it is used without the rest of the project',
      severity: 'error',
      from: { path: '^services/consumer/' },
      to: { pathNot: ['^services/consumer/', packages('@nats-io', 'zod')] },
    },

    arrow('activities', 'workflows', { comment: 'activities do not know who calls them' }),
    arrow('activities', 'infra', { comment: 'activities are given their services' }),
    outside('activities', '@temporalio/activity', '@temporalio/common'),

    arrow('infra', 'workflows', {
      comment: 'infra passes the path of the bundle entry and imports nothing',
    }),

    {
      name: 'not-to-test',
      comment: 'nothing imports test',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'door-of-a-room',
      comment: "another room's own files are reached through its index.ts",
      severity: 'error',
      from: { path: `^(${rooms})/` },
      to: { path: `^(?:${rooms})/[^/]+$`, pathNot: ['^$1/', '/index\\.ts$'] },
    },
    {
      name: 'door-of-a-folder',
      comment: "another folder's files are reached through its index.ts",
      severity: 'error',
      from: { path: `^((?:${rooms})/[^/]+)` },
      to: { path: `^(?:${rooms})/[^/]+/`, pathNot: ['^$1/', '^[^/]+/[^/]+/index\\.ts$'] },
    },
    {
      name: 'door-of-an-inner-folder',
      comment: "another folder's files are reached through its index.ts",
      severity: 'error',
      from: { path: `^((?:${rooms})/[^/]+/[^/]+)` },
      to: { path: `^(?:${rooms})/[^/]+/[^/]+/`, pathNot: ['^$1/', '/index\\.ts$'] },
    },
    {
      name: 'no-circular',
      comment: 'a cycle hides which file depends on which',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'the imported file or package does not exist',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:\\.certway|\\.cache|dist|coverage|test/bench/peers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
