import { build } from 'vite';

/** What `build` gives where it writes nothing. */
interface Built {
  readonly output: readonly { readonly type: string; readonly code?: string }[];
}

/**
 * Builds one entry into a script without imports, as service workers and `<script>` tags of other sites take it.
 *
 * @param define names that are replaced by JSON.
 */
export async function classicScript(entry: string, define: Record<string, string> = {}): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    define,
    build: {
      write: false,
      copyPublicDir: false,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
      modulePreload: false,
    },
  })) as Built | Built[];
  const code = [built].flat()[0]?.output.find(({ type }) => type === 'chunk')?.code;
  if (code === undefined) throw new Error(`${entry} gave no script.`);
  return code;
}
