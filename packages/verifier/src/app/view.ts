import type { Verification } from '@mohar/credential/verification/verdict.ts';
import type { CameraFault } from '../camera/camera.ts';
import type { EngineFailure } from '../engine/protocol.ts';
import type { FileFault } from '../upload/file-error.ts';

/** What went wrong, to be said on the start page. */
export type Fault =
  | { readonly of: 'camera'; readonly fault: CameraFault }
  | { readonly of: 'file'; readonly fault: FileFault }
  | { readonly of: 'engine'; readonly fault: EngineFailure };

/** What is on the screen. A result is here and nowhere else: it goes when the view does. */
export type View =
  | { readonly kind: 'start'; readonly fault?: Fault }
  | { readonly kind: 'scanning' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'result'; readonly verification: Verification }
  | { readonly kind: 'about' };
