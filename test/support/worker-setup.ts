/** vitest ends its workers by SIGTERM, which by itself runs no exit handler: what a test left running would go on. */
process.once('SIGTERM', () => process.exit())
