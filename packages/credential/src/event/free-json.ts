import { type Fault, pointerTo } from './fault.ts';
import { isPlainText } from './text-rules.ts';

/** How deep the free part of an event may be nested: deeper is an attack, not data. */
const maxDepth = 8;
/** How many members and items it may have in all. */
const maxSize = 500;

/**
 * Faults of a free JSON value (`meta`): text that cannot be printed or stored, nesting and size without
 * reason. Walks with a stack of its own, so that hostile nesting cannot exhaust the program's.
 */
export function freeJsonFaults(value: unknown, base: string): Fault[] {
  const faults: Fault[] = [];
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value, pointer: base, depth: 0 }];
  let size = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    size += 1;
    if (size > maxSize)
      return [{ pointer: base, rule: 'max-size', message: `must have at most ${maxSize} values` }];
    if (typeof value === 'string' && !isPlainText(value)) {
      faults.push({
        pointer,
        rule: 'plain-text',
        message: 'must not contain control or unassigned characters',
      });
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth === maxDepth) {
      faults.push({ pointer, rule: 'max-depth', message: `must be nested at most ${maxDepth} deep` });
      continue;
    }
    for (const [name, member] of Object.entries(value)) {
      if (!isPlainText(name)) {
        faults.push({ pointer, rule: 'plain-text', message: 'has a member name with control characters' });
        continue;
      }
      open.push({ value: member, pointer: pointerTo(pointer, name), depth: depth + 1 });
    }
  }
  return faults;
}
