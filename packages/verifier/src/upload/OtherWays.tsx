import { useRef } from 'react';
import { PasteIcon, UploadIcon } from '../app/icons.tsx';
import { useWords } from '../app/words-context.ts';
import { PasteDialog } from './PasteDialog.tsx';
import { acceptedFiles } from './read-file.ts';

export interface OtherWaysProps {
  onFile: (file: File) => void;
  onText: (text: string) => void;
}

/** How to verify without a camera. */
export function OtherWays({ onFile, onText }: OtherWaysProps) {
  const { app } = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <div className="other-ways">
      <button type="button" className="button quiet" onClick={() => picker.current?.click()}>
        <UploadIcon />
        {app.actions.upload}
      </button>
      <input
        ref={picker}
        type="file"
        accept={acceptedFiles}
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again, and none is remembered.
          target.value = '';
        }}
      />
      <button type="button" className="button quiet" onClick={() => dialog.current?.showModal()}>
        <PasteIcon />
        {app.actions.paste}
      </button>
      <PasteDialog dialog={dialog} onText={onText} />
    </div>
  );
}
