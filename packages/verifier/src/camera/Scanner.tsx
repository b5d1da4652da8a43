import { fill } from '@mohar/credential/verification/checks.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { useEffect, useRef, useState } from 'react';
import { readChoice, storeChoice } from '../app/choices.ts';
import { faultOf } from '../app/fault-of.ts';
import { StopIcon, TorchIcon } from '../app/icons.tsx';
import type { Fault } from '../app/view.ts';
import { useWords } from '../app/words-context.ts';
import type { Engine } from '../engine/engine.ts';
import { cameraIdOf, closeCamera, hasTorch, listCameras, openCamera, setTorch } from './camera.ts';
import type { Guidance } from './guidance.ts';
import { scan } from './scan.ts';
import { usePageVisible } from './use-page-visible.ts';

export interface ScannerProps {
  readonly engine: Engine;
  onVerification: (verification: Verification) => void;
  onFault: (fault: Fault) => void;
  onStop: () => void;
}

/** The camera's picture, until a code is read in it. While the page is out of sight, the camera is off. */
export function Scanner({ engine, onVerification, onFault, onStop }: ScannerProps) {
  const { app } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const [wanted, setWanted] = useState(() => readChoice('camera'));
  const [stream, setStream] = useState<MediaStream>();
  const [cameras, setCameras] = useState<readonly MediaDeviceInfo[]>([]);
  const [guidance, setGuidance] = useState<Guidance | 'starting'>('starting');
  const [torchOn, setTorchOn] = useState(false);
  const isVisible = usePageVisible();

  // The button that led here is gone.
  useEffect(() => stopButton.current?.focus({ preventScroll: true }), []);

  useEffect(() => {
    const element = video.current;
    if (!element || !isVisible) return;
    const ended = new AbortController();
    const run = async () => {
      const opened = await openCamera(wanted);
      ended.signal.addEventListener('abort', () => closeCamera(opened));
      if (ended.signal.aborted) return closeCamera(opened);
      setStream(opened);
      setTorchOn(false);
      setCameras(await listCameras());
      element.srcObject = opened;
      await element.play();
      const verification = await scan(element, engine, setGuidance, ended.signal);
      if (verification && !ended.signal.aborted) onVerification(verification);
    };
    run().catch((error: unknown) => {
      if (!ended.signal.aborted) onFault(faultOf(error));
    });
    return () => {
      ended.abort();
      element.srcObject = null;
      setStream(undefined);
      setGuidance('starting');
    };
  }, [engine, wanted, isVisible, onVerification, onFault]);

  return (
    <section className="scanner" aria-label={app.titles.scanning}>
      <div className="viewfinder">
        <video ref={video} playsInline muted aria-label={app.labels.picture} />
        <div className="viewfinder-frame" aria-hidden="true" />
        <div className="viewfinder-tools">
          {stream && hasTorch(stream) && (
            <button
              type="button"
              className="button glass"
              aria-pressed={torchOn}
              onClick={() =>
                setTorch(stream, !torchOn)
                  .then(() => setTorchOn(!torchOn))
                  .catch(() => {})
              }
            >
              <TorchIcon />
              {app.actions.torch}
            </button>
          )}
          <button ref={stopButton} type="button" className="button glass" onClick={onStop}>
            <StopIcon />
            {app.actions.stop}
          </button>
        </div>
      </div>
      <p className="guidance" role="status">
        {app.guidance[guidance]}
      </p>
      {stream && cameras.length > 1 && (
        <label className="camera-choice">
          {app.labels.camera}
          <select
            value={cameraIdOf(stream) ?? ''}
            onChange={({ target }) => {
              storeChoice('camera', target.value);
              setWanted(target.value);
            }}
          >
            {cameras.map(({ deviceId, label }, n) => (
              <option key={deviceId} value={deviceId}>
                {label || fill(app.labels.cameraNumber, { number: String(n + 1) })}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}
