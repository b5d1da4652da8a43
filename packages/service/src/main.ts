import './lean-heap.ts';
import { serveUntilStopped } from './cli/serve.ts';

await serveUntilStopped(process.env);
