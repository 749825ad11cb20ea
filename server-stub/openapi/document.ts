/** The HTTP API as an OpenAPI 3.1 document, made of the schemas that validate. `npm run openapi` writes docs/openapi.json. */
import { z } from 'zod';
import { payRequest } from '../../src/shared/contract.ts';
import { problemStatus, type ProblemCode } from '../../src/shared/errors.ts';
import { inbound, requestId } from '../shop/http/inbound.ts';
import { attemptView, checkoutView, problem } from './answers.ts';
import { apiOperations, type ApiOperation } from './operations.ts';

/** Named once and referred to; everything else stands where it is used. */
const named = z.registry<{ id: string }>();
named.add(attemptView, { id: 'Attempt' });
named.add(checkoutView, { id: 'CheckoutView' });
named.add(problem, { id: 'Problem' });
named.add(payRequest, { id: 'PayRequest' });
named.add(inbound.capture.answer, { id: 'ActReport' });

const security = {
  checkout: [{ checkoutToken: [] }],
  shop: [{ shopSignature: [] }],
  stripe: [{ stripeSignature: [] }],
};

export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of apiOperations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation);
  }
  const header = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description });
  return {
    openapi: '3.1.1',
    info: {
      title: 'secure-checkout',
      version: '1',
      description:
        'The element’s API (/v1), the signed calls of a shop’s own server (/shop/v1) and Stripe’s webhook. Errors are problem+json with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      {
        name: 'checkout',
        description: 'Called by the element, with the token that the shop’s server signed.',
      },
      { name: 'shop', description: 'Called by the shop’s server, signed: docs/shop-port.md.' },
      { name: 'stripe', description: 'Called by Stripe.' },
    ],
    paths,
    components: {
      schemas: components(),
      securitySchemes: {
        checkoutToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        shopSignature: header(
          'Checkout-Signature',
          't=…,v1=HMAC-SHA256 of time, request id, operation and body',
        ),
        stripeSignature: header('Stripe-Signature', 'As Stripe signs its events'),
      },
    },
  };
}

function describe({ tag, id, path, summary, request, query, answers, problems }: ApiOperation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const parameters = [
    ...inPath,
    ...(query ? queryOf(query) : []),
    ...(tag === 'shop'
      ? [{ name: 'Checkout-Request-Id', in: 'header', required: true, schema: schemaOf(requestId) }]
      : []),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: security[tag],
    ...(parameters.length > 0 && { parameters }),
    ...(request && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(request) } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          { description, content: { 'application/json': { schema: schemaOf(schema) } } },
        ]),
      ),
      ...refusals(problems),
    },
  };
}

function queryOf(query: z.ZodObject): object[] {
  const { properties = {} } = schemaOf(query, 'output') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

/** By status, with the codes that it can bear. */
function refusals(codes: ProblemCode[]): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: codes.filter((code) => problemStatus[code] === status).join(', '),
        content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
      },
    ]),
  );
}

const refTo = (id: string) => `#/components/schemas/${id}`;

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): object {
  const own = named.get(schema);
  return own ? { $ref: refTo(own.id) } : bare(z.toJSONSchema(schema, { io }));
}

function components(): Record<string, object> {
  const { schemas } = z.toJSONSchema(named, { io: 'input', uri: refTo });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

/** OpenAPI 3.1 says once for all of them which JSON Schema they are in. */
function bare(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}
