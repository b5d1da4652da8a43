import type { ReactNode } from 'react';

/** Drawings that go with words: nothing is said by them alone. */
function Icon({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={className ?? 'icon'}
    >
      {children}
    </svg>
  );
}

export const ScanIcon = () => (
  <Icon>
    <path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16" />
    <path d="M8 8h3v3H8zM13 8h3v3h-3zM8 13h3v3H8zM13.5 13.5h.01M16 16h.01M16 13.5v.01M13.5 16v.01" />
  </Icon>
);
export const UploadIcon = () => (
  <Icon>
    <path d="M12 15V4.5M8 8l4-4 4 4M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15" />
  </Icon>
);
export const PasteIcon = () => (
  <Icon>
    <path d="M9 5H6.5A1.5 1.5 0 0 0 5 6.5v12A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5v-12A1.5 1.5 0 0 0 17.5 5H15M9 4h6v3H9zM9 12h6M9 15.5h4" />
  </Icon>
);
export const RefreshIcon = () => (
  <Icon>
    <path d="M20 5v4.5h-4.5M4 19v-4.5h4.5M19 9.5A7.5 7.5 0 0 0 5.6 8M5 14.5A7.5 7.5 0 0 0 18.4 16" />
  </Icon>
);
export const TorchIcon = () => (
  <Icon>
    <path d="M12 3v2M5.6 5.6 7 7M3 12h2M18.4 5.6 17 7M21 12h-2M9.5 20h5M9.5 17.5h5M8.5 14a4.5 4.5 0 1 1 7 0c-.7.8-1 1.5-1 2.5h-5c0-1-.3-1.7-1-2.5z" />
  </Icon>
);
export const BackIcon = () => (
  <Icon className="icon mirrored">
    <path d="M19 12H5M11 6l-6 6 6 6" />
  </Icon>
);
export const LanguageIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.5 2.4 3.7 5.3 3.7 8.5s-1.2 6.1-3.7 8.5c-2.5-2.4-3.7-5.3-3.7-8.5S9.5 5.9 12 3.5z" />
  </Icon>
);
export const CautionIcon = () => (
  <Icon>
    <path d="M12 4 2.8 19.5h18.4zM12 10v4M12 16.8v.01" />
  </Icon>
);
export const StopIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);
