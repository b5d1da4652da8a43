// The validator of smart-on-fhir, which is in no registry, in a process of its own. By its code, as its own tests run it:
// its command asks the internet for its newest version first.
const { join } = require('node:path');
const { answerWith } = require('./answer.cjs');

// It fetches keys and revocation lists from a server of the test, whose certificate is its own.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

answerWith({
  /** What it says of each file, one list a file. `folder`: where it is built. */
  async healthCardsDevTools({ folder, files }) {
    const load = (name) => require(join(folder, 'js', 'src', name));
    const { validateCard } = load('validate.js');
    const { validate } = load('api.js');
    const { getFileData } = load('file.js');
    const { setOptions } = load('options.js');
    const { LogLevels } = load('logger.js');
    const answers = [];
    for (const { path, type } of files) {
      const file = await getFileData(path);
      const found =
        type === 'jwkset'
          ? await validate.keyset(file.buffer.toString(), { logLevel: LogLevels.INFO })
          : (await validateCard([file], type, setOptions({ logLevel: LogLevels.INFO }))).flatten();
      answers.push(found.map(({ level, message }) => ({ level: LogLevels[level], message })));
    }
    return answers;
  },
});
