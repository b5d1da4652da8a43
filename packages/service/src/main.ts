import { serveUntilStopped } from './cli/serve.ts';

await serveUntilStopped(process.env);
