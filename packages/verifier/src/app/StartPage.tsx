import { OtherWays, type OtherWaysProps } from '../upload/OtherWays.tsx';
import { ScanIcon } from './icons.tsx';
import type { Fault } from './view.ts';
import { useWords } from './words-context.ts';

/** Where it begins: what to do, and what went wrong before. */
export function StartPage({
  fault,
  onScan,
  ...otherWays
}: OtherWaysProps & { fault?: Fault; onScan: () => void }) {
  const { app } = useWords();
  return (
    <section className="start">
      <h1>{app.start.heading}</h1>
      <p className="lead">{app.start.lead}</p>
      <div role="alert">{fault && <p className="fault">{faultText(fault, app.faults)}</p>}</div>
      <button type="button" className="button primary large" onClick={onScan}>
        <ScanIcon />
        {app.actions.scan}
      </button>
      <OtherWays {...otherWays} />
      <p className="privacy">{app.start.privacy}</p>
    </section>
  );
}

function faultText(fault: Fault, words: ReturnType<typeof useWords>['app']['faults']): string {
  if (fault.of === 'camera') return words.camera[fault.fault];
  return fault.of === 'file' ? words.file[fault.fault] : words.engine[fault.fault];
}
