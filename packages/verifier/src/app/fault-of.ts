import { CameraError } from '../camera/camera.ts';
import { failureIn } from '../engine/engine.ts';
import { FileError } from '../upload/file-error.ts';
import type { Fault } from './view.ts';

/** What to say of an error of scanning or reading. */
export function faultOf(error: unknown): Fault {
  if (error instanceof CameraError) return { of: 'camera', fault: error.fault };
  if (error instanceof FileError) return { of: 'file', fault: error.fault };
  return { of: 'engine', fault: failureIn(error) };
}
