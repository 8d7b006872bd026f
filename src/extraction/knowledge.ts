import type { LanguageModel } from './language/model.ts'
import type { Vocabulary } from './mentions/vocabulary.ts'

/** What an extractor knows before it reads anything. */
export interface Knowledge {
  readonly model: LanguageModel
  readonly vocabulary: Vocabulary
}
