import { test } from 'vitest'

test('a test whose worker dies', () => {
  process.stderr.write('a worker that is red on purpose\n')
  process.kill(process.pid, 'SIGKILL')
})
