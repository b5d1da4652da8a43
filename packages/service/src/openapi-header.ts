/** What the API documentation says before its routes. */
export const openapiHeader = {
  openapi: '3.1.0',
  info: {
    title: 'Mohar',
    version: '0.1.0',
    description:
      'Issues, hands out and verifies signed health certificates. DIVOC’s paths and payloads work unchanged; what ' +
      'differs is said in docs/implementers/divoc-compatibility.md.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  components: {
    securitySchemes: {
      bearer: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'An API key, or a token of the configured OpenID provider',
      },
    },
  },
  security: [{ bearer: [] }],
};
