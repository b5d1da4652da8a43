// In the place of `cross-fetch`, for a judge that fetches what it is asked about: the documents of the question, by URL.
module.exports = async (url) => {
  const document = globalThis.documents?.[url];
  return {
    status: document === undefined ? 404 : 200,
    json: async () => document,
    text: async () => JSON.stringify(document ?? {}),
  };
};
