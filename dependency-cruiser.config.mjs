/** The direction of imports: an arrow points only downwards, and never round in a circle. */
const layer = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: typeof to === 'string' ? { path: to } : to,
});

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    layer(
      'shared-stands-alone',
      'shared/ imports nothing of ours',
      '^src/shared/',
      '^(src/(?!shared/)|server-stub|demo|test|scripts)',
    ),
    layer(
      'element-is-browser-only',
      'the element knows nothing of a server',
      '^src/',
      '^(server-stub|demo|test|scripts)/',
    ),
    layer('no-node-in-the-element', 'the element runs in a browser', '^src/', { dependencyTypes: ['core'] }),
    layer(
      'checkout-below-element',
      'what happens does not know how it looks',
      '^src/(checkout|stripe)/',
      '^src/element/',
    ),
    layer(
      'stripe-below-checkout',
      'the Stripe wrapper does not know the flow',
      '^src/stripe/',
      '^src/checkout/',
    ),
    layer(
      'stripe-js-in-one-place',
      'src/stripe is the only importer of stripe-js',
      '^src/(?!stripe/|testing/)',
      {
        path: '@stripe/stripe-js',
        dependencyTypesNot: ['type-only'],
      },
    ),
    layer('no-zod-in-the-element', 'the browser takes only the types of the schemas', '^src/(?!shared/)', {
      path: 'node_modules/zod/',
      dependencyTypesNot: ['type-only'],
    }),
    layer(
      'core-below-routes',
      'the core has no HTTP in it',
      '^server-stub/(admin|checkout|keys|shop|store|stripe|settings)/',
      '^server-stub/routes/',
    ),
    layer(
      'ports-below-core',
      'shop, store and stripe do not know the flow; the words of its states are in attempt.ts, which is pure',
      '^server-stub/(keys|shop|store|stripe)/',
      { path: '^server-stub/checkout/(?!attempt\\.ts)', dependencyTypesNot: ['type-only'] },
    ),
    layer(
      'server-takes-only-shared',
      'the server shares rules with the element and nothing else',
      '^server-stub/',
      '^src/(?!shared/|locales/)',
    ),
    layer(
      'sdk-in-one-place',
      'server-stub/stripe is the only importer of the SDK',
      '^server-stub/(?!stripe/|fake-stripe/)',
      {
        path: 'node_modules/stripe/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    {
      ...layer(
        'fake-stands-apart',
        'the fake imports nothing of ours but types',
        '^server-stub/fake-stripe/',
        {
          path: '^(src|demo|test|scripts|server-stub/(?!fake-stripe/))',
          dependencyTypesNot: ['type-only'],
        },
      ),
    },
    layer(
      'product-without-tests',
      'nothing that ships leans on a test',
      '^(src|server-stub|demo)/',
      '^(test|scripts)/',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Written as a shop would: they name the package, which is built later.
    exclude: { path: '^(test/types|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
