import type { Output } from './output.ts'

/** What somebody is told before questions are asked. */
export function searchNotes(output: Output): { onInstalling(): void; onNoVectors(): void } {
  return {
    onInstalling: () => output.note('Installing the functions that search; this takes some seconds.'),
    onNoVectors: () =>
      output.note('The database has no pgvector: the questions are asked by keywords alone.'),
  }
}
