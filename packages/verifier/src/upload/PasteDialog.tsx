import { type RefObject, useRef, useState } from 'react';
import { useWords } from '../app/words-context.ts';

/** Takes the text of a code or a certificate. What was typed is gone when it closes. */
export function PasteDialog({
  dialog,
  onText,
}: {
  dialog: RefObject<HTMLDialogElement | null>;
  onText: (text: string) => void;
}) {
  const { app } = useWords();
  const form = useRef<HTMLFormElement>(null);
  const [isEmpty, setIsEmpty] = useState(false);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="paste-heading"
      onClose={() => {
        form.current?.reset();
        setIsEmpty(false);
      }}
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('text') ?? '').trim();
          setIsEmpty(text === '');
          if (text === '') return;
          dialog.current?.close();
          onText(text);
        }}
      >
        <h2 id="paste-heading">{app.paste.heading}</h2>
        <label htmlFor="paste-text">{app.paste.label}</label>
        <textarea
          id="paste-text"
          name="text"
          rows={7}
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={isEmpty}
          aria-describedby="paste-fault"
          onInput={() => setIsEmpty(false)}
        />
        <p id="paste-fault" role="alert" className="fault">
          {isEmpty && app.paste.empty}
        </p>
        <div className="dialog-actions">
          <button type="submit" className="button primary">
            {app.actions.verify}
          </button>
          <button type="button" className="button quiet" onClick={() => dialog.current?.close()}>
            {app.actions.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
