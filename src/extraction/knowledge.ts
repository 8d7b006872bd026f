import type { Lemmas } from './lemmas.ts'
import type { LanguageModel } from './model.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What an extractor knows before it reads anything. */
export interface Knowledge {
  readonly model: LanguageModel
  readonly lemmas: Lemmas
  readonly vocabulary: Vocabulary
}
