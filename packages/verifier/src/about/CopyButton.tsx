import { useState } from 'react';
import { useWords } from '../app/words-context.ts';

/** Copies a public text. */
export function CopyButton({ text }: { text: string }) {
  const { app } = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <div className="copy">
      <button
        type="button"
        className="button quiet"
        onClick={() =>
          navigator.clipboard
            ?.writeText(text)
            .then(() => setCopied(true))
            // It can be selected by hand.
            .catch(() => {})
        }
      >
        {app.actions.copy}
      </button>
      <span role="status">{copied && app.actions.copied}</span>
    </div>
  );
}
