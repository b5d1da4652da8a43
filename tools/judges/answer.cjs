// What every process that runs other teams' code does: loads it from `.judges/`, reads one question as JSON from
// standard input, prints the answers as JSON. CommonJS, since most of that code is.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const directory = join(__dirname, '..', '..', '.judges');

/** `require` as from within `.judges/`. */
const load = createRequire(join(directory, 'package.json'));

/** Answers the one question, which names a member of `answers`. */
function answerWith(answers) {
  // Some of them write to the console, where the answer goes.
  for (const method of ['log', 'info', 'error', 'warn']) console[method] = () => {};
  const print = (value) => process.stdout.write(JSON.stringify(value));
  let input = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    input += text;
  });
  process.stdin.on('end', async () => {
    const { judge, ...question } = JSON.parse(input);
    try {
      print({ answers: await answers[judge](question) });
    } catch (error) {
      print({ failed: String(error?.stack ?? error) });
    }
  });
}

module.exports = { answerWith, directory, load };
