/** Why there is no picture. */
export type CameraFault = 'denied' | 'absent' | 'busy' | 'insecure';

/** The camera cannot be opened. */
export class CameraError extends Error {
  readonly code = 'CAMERA';
  readonly fault: CameraFault;
  constructor(fault: CameraFault) {
    super(`No camera: ${fault}.`);
    this.fault = fault;
  }
}

/** Torch and focus are not in the DOM's types (W3C MediaStream Image Capture). */
interface ImageCapabilities {
  readonly torch?: boolean;
  readonly focusMode?: readonly string[];
}

/**
 * Opens a camera, the one that looks away from the person, with all the detail that dense codes need.
 *
 * @param deviceId the one to open; where it is gone, another.
 * @throws CameraError
 */
export async function openCamera(deviceId?: string): Promise<MediaStream> {
  // Only pages by https, or from this device, may ask.
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('insecure');
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } };
  const which = deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: 'environment' } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, ...size } });
    await keepInFocus(stream);
    return stream;
  } catch (error) {
    throw new CameraError(faultOf(error));
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Whether the person has allowed the camera before, so that it may open without asking. */
export async function isCameraAllowed(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' as PermissionName });
    return state === 'granted';
  } catch {
    return false;
  }
}

/** The cameras of this device. Their names are known only while one is open. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
}

export const cameraIdOf = (stream: MediaStream): string | undefined =>
  stream.getVideoTracks()[0]?.getSettings().deviceId;

export const hasTorch = (stream: MediaStream): boolean => capabilitiesOf(stream).torch === true;

/** Rejects where the camera does not take it. */
export const setTorch = (stream: MediaStream, on: boolean): Promise<void> => constrain(stream, { torch: on });

async function keepInFocus(stream: MediaStream): Promise<void> {
  if (!capabilitiesOf(stream).focusMode?.includes('continuous')) return;
  // It can be read without.
  await constrain(stream, { focusMode: 'continuous' }).catch(() => {});
}

const capabilitiesOf = (stream: MediaStream): ImageCapabilities =>
  (stream.getVideoTracks()[0]?.getCapabilities?.() ?? {}) as ImageCapabilities;

const constrain = async (stream: MediaStream, wish: object): Promise<void> =>
  stream.getVideoTracks()[0]?.applyConstraints({ advanced: [wish as MediaTrackConstraintSet] });

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'absent';
}
