import type { Terminal } from './terminal.ts'

/** The pictures of RCRT's log lines, and what stands for them where a terminal can't show them. */
const PICTURES = {
  found: '📊 ',
  processing: '📨 ',
  extracted: '✨ ',
  skipping: '⏭️ ',
  missing: '⚠️ ',
  failed: '❌ ',
  done: '✅ ',
} as const

/** The picture with the space after it, or nothing. */
export function picture(name: keyof typeof PICTURES, terminal: Terminal): string {
  return terminal.unicode ? PICTURES[name] : ''
}
