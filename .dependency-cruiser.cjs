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
    // -- resources: one folder a type ----
    only(
      'kinds-know-no-other-kind',
      '^shared/resources/(?!common/)([^/]+)/(?!reader|effects|api-|neighbours)[^/]+\\.ts$',
      [
        '^shared/(core|policy|secrets)/',
        '^shared/resources/common/(?!api-)',
        '^shared/resources/$1/(?!reader|effects|api-)',
      ],
      'what a resource is and what may be done to it: pure, and of its own type only',
    ),
    only(
      'neighbours-know-kinds',
      '^shared/resources/[^/]+/neighbours\\.ts$',
      ['^shared/core/', '^shared/resources/[^/]+/kind\\.ts$', '^shared/resources/common/'],
      'which resources of other types take part in a judgement',
    ),
    only(
      'readers-and-effects-know-one-kind',
      '^shared/resources/(?!common/)([^/]+)/(reader|effects|api-[^/]+)\\.ts$',
      ['^shared/(core|policy|secrets|aws)/', '^shared/resources/common/', '^shared/resources/$1/'],
      'the calls to AWS for one type',
    ),
    only(
      'readers-do-not-act',
      '^shared/resources/[^/]+/reader\\.ts$',
      [
        '^shared/(core|policy|secrets|aws)/',
        '^shared/resources/common/',
        '^shared/resources/[^/]+/(?!effects|actions)',
      ],
      'a reader only reads',
    ),
    only(
      'common-is-below-kinds',
      '^shared/resources/common/(?!api-)',
      ['^shared/(core|policy|secrets)/', '^shared/resources/common/(?!api-)'],
      'what several types share',
    ),
    only(
      'common-calls-are-below-readers',
      '^shared/resources/common/api-',
      ['^shared/(core|policy|secrets|aws)/', '^shared/resources/common/'],
      'calls that several types share',
    ),
    only(
      'rules-import-no-rule',
      '^shared/rules/',
      ['^shared/(core|policy|secrets)/', '^shared/resources/[^/]+/(?!reader|effects|api-)', '^shared/rules/common/'],
      'a rule is pure and knows no other',
    ),
    // -- what everything stands on ----
    only(
      'aws-knows-no-kind',
      '^shared/aws/',
      ['^shared/core/', '^shared/aws/', '^shared/evaluate/ports\\.ts$', '^shared/store/store\\.ts$'],
      'clients, failures, telemetry',
    ),
    only(
      'stores-store',
      '^shared/store/',
      ['^shared/(core|store)/', '^shared/aws/(clients|permissions)\\.ts$'],
      'findings and everything that belongs to them',
    ),
    only('logs-are-read-alone', '^shared/logs/', ['^shared/(core|logs)/'], 'log files'),
    only('checklists-are-pure', '^shared/checklists/', ['^shared/(core|checklists)/'], 'statements and their states'),
    only(
      'notices-know-events-only',
      '^shared/notices/',
      ['^shared/(core|notices)/'],
      'which activity is reported to people',
    ),
    only(
      'config-is-below-use-cases',
      '^shared/config/',
      ['^shared/(core|config|notices|checklists)/', '^shared/policy/glob'],
      'settings',
    ),
    // -- use cases; of the store only its interface ----
    only(
      'evaluate-is-below-the-others',
      '^shared/evaluate/',
      [
        '^shared/(core|config|notices|evaluate)/',
        '^shared/store/(store|active-run|conflict|disputed|update-finding)\\.ts$',
        '^shared/policy/(glob|name-keys)\\.ts$',
        '^shared/aws/failure\\.ts$',
      ],
      'event or listing to finding; never imports what builds on it',
    ),
    only(
      'remediate-asks-evaluate',
      '^shared/remediate/',
      [
        '^shared/(core|config|remediate)/',
        '^shared/evaluate/ports\\.ts$',
        '^shared/store/(store|active-run|conflict|disputed|update-finding)\\.ts$',
        '^shared/aws/(queue-tries|failure)\\.ts$',
      ],
      'finding to run and back; it asks evaluation through a port, so that it can be read alone',
    ),
    only(
      'respond-builds-on-remediate',
      '^shared/respond/',
      [
        '^shared/(core|config|checklists|evaluate|remediate|respond)/',
        '^shared/store/(store|conflict|update-finding|audit-id)\\.ts$',
      ],
      'what people ask',
    ),
    only(
      'replay-builds-on-evaluate',
      '^shared/replay/',
      ['^shared/(core|config|notices|logs|evaluate|replay)/'],
      'the same over past logs',
    ),
    only(
      'channels-know-no-use-case',
      '^shared/notify/',
      ['^shared/(core|config|notify|aws)/', '^shared/store/(store|stream)\\.ts$'],
      'one file a channel',
    ),
    only('shared-knows-no-entry', '^shared/', ['^shared/'], 'entry points import shared, never the other way'),
    only(
      'functions-stand-alone',
      '^functions/([^/]+)',
      ['^shared/', '^generated/', '^functions/middleware\\.ts$'],
      'one file per Lambda function, and what all of them share',
    ),
    only(
      'templates-know-no-code',
      '^deploy/',
      [
        '^deploy/',
        '^generated/[^/]+\\.json$',
        '^shared/(core|store)/',
        '^shared/config/nearest',
        '^shared/resources/cloudtrail-trail/(kind|selectors)\\.ts$',
        '^shared/aws/metric-names',
        '^shared/aws/queue-tries',
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
      comment: 'the SDK only for what the framework cannot: a look before, a second stack, and the first sweep',
      severity: 'error',
      from: { path: '^deploy/', pathNot: '^deploy/(stack|first-sweep|ending|preflight/[\\w-]+)\\.ts$' },
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
      from: {
        path: '^(shared|cli)/',
        pathNot: '^shared/(aws|store|notify)/|^shared/resources/[^/]+/(reader|effects|api-[^/]+)\\.ts$',
      },
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
