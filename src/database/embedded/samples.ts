import type { Seed } from './open-database.ts'

/** Puts the sample breadcrumbs into a new database. */
export const seedSamples: Seed = async () => 0
