/** Which folder may import which. Checked by `npm run check:directions`; test/checks plants a violation. */
const OURS = '^(shared|functions|cli|deploy|generated|scripts|bench|test)/';

/** Files in `from` may import, of ours, only what matches `to`. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: to },
});

const SDK = 'node_modules/(@aws-sdk|@smithy)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('core-is-pure', '^shared/core/', ['^shared/core/'], 'types and pure helpers'),
    only('policy-stands-alone', '^shared/policy/', ['^shared/policy/'], 'what policies and CIDRs mean, for anybody'),
    only(
      'secrets-stand-alone',
      '^shared/secrets/',
      ['^shared/secrets/', '^shared/core/redacted'],
      'is a value a secret',
    ),
    only(
      'kinds-know-no-kind',
      '^shared/kinds/([^/]+)\\.ts$',
      ['^shared/(core|policy|secrets)/', '^shared/kinds/parts/', '^shared/kinds/$1\\.ts$'],
      'a kind imports no other kind',
    ),
    only(
      'parts-are-below-kinds',
      '^shared/kinds/parts/',
      ['^shared/(core|policy|secrets)/', '^shared/kinds/'],
      'parts of states',
    ),
    only('actions-write', '^shared/actions/', ['^shared/(core|kinds|actions)/', '^shared/policy/'], 'verbs of a kind'),
    only(
      'rules-import-no-rule',
      '^shared/rules/',
      ['^shared/(core|kinds|actions|policy|secrets)/'],
      'a rule is pure and knows no other',
    ),
    only(
      'readers-only-read',
      '^shared/aws/(readers|parts)/',
      ['^shared/(core|kinds|policy|secrets)/', '^shared/aws/(?!effects/)'],
      'how a kind is read',
    ),
    only(
      'effects-act',
      '^shared/aws/effects/',
      ['^shared/(core|kinds|actions|policy)/', '^shared/aws/'],
      'what actions do',
    ),
    only(
      'aws-knows-no-kind',
      '^shared/aws/[^/]+\\.ts$',
      ['^shared/core/', '^shared/aws/[^/]+\\.ts$', '^shared/(app/ports|store/store)\\.ts$'],
      'clients and their surroundings',
    ),
    only(
      'stores-store',
      '^shared/store/',
      ['^shared/(core|store)/', '^shared/aws/(clients|permissions)\\.ts$'],
      'findings and all that hangs on them',
    ),
    only(
      'channels-tell',
      '^shared/notify/',
      ['^shared/(core|notify|app)/', '^shared/store/(store|stream)\\.ts$', '^shared/aws/[^/]+\\.ts$'],
      'one file a channel',
    ),
    only('trail-reads', '^shared/trail/', ['^shared/(core|trail)/'], 'logs as they lie on disk'),
    only('config-is-below-app', '^shared/config/', ['^shared/(core|config)/', '^shared/policy/glob'], 'settings'),
    // Of the store only what it is, not which.
    only(
      'app-has-no-edges',
      '^shared/app/',
      ['^shared/(core|config|trail|app)/', '^shared/store/store\\.ts$', '^shared/policy/glob'],
      'use cases',
    ),
    only('shared-knows-no-entry', '^shared/', ['^shared/'], 'entry points import shared, never the other way'),
    only(
      'functions-stand-alone',
      '^functions/([^/]+)',
      ['^shared/', '^generated/', '^functions/$1'],
      'one file per Lambda function',
    ),
    only(
      'templates-know-no-code',
      '^deploy/(parts/|[^/]+\\.ts$)',
      [
        '^deploy/',
        '^generated/[^/]+\\.json$',
        '^shared/(core|store)/',
        '^shared/aws/metric-names',
        '^shared/app/tries',
        '^scripts/build/',
      ],
      'what is deployed, made of what the code declares',
    ),
    {
      name: 'only-the-plugin-builds',
      comment: 'templates are made without bundling anything, of settings that are read in one place',
      severity: 'error',
      from: { path: '^deploy/', pathNot: '^deploy/(plugin|chosen)\\.ts$' },
      to: { path: '^scripts/' },
    },
    {
      name: 'templates-call-nothing',
      comment: 'the SDK only for what the framework cannot: a second stack, and the first sweep',
      severity: 'error',
      from: { path: '^deploy/', pathNot: '^deploy/(stack|sweep)\\.ts$' },
      to: { path: SDK },
    },
    {
      name: 'no-tests-in-code',
      severity: 'error',
      from: { path: '^(shared|functions|cli|generated)/' },
      to: { path: '^(test|scripts|bench|deploy)/' },
    },
    {
      name: 'no-tests-in-templates',
      severity: 'error',
      from: { path: '^deploy/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'sdk-at-the-edges',
      severity: 'error',
      from: { path: '^(shared|cli)/', pathNot: '^shared/(aws|store|notify)/' },
      to: { path: SDK },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
