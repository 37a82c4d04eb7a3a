import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '../../../electron/common/content-policy.ts'
import { answerAppRequest } from '../../../electron/main/serve-renderer.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

let directory: ReturnType<typeof temporaryDirectory>
let root: string

beforeEach(() => {
  directory = temporaryDirectory()
  root = join(directory.path, 'renderer-dist')
  mkdirSync(join(root, 'renderer/desk'), { recursive: true })
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'renderer/desk/index.html'), 'the desk')
  writeFileSync(join(root, 'assets/a.js'), 'export {}')
  writeFileSync(join(directory.path, 'secret.json'), '{}')
})

afterEach(() => directory.remove())

const ask = (url: string, method = 'GET'): Promise<Response> => answerAppRequest({ url, method }, root)

test('SHELL-22 the desk and its assets come from the built renderer with the policy as a header', async () => {
  const page = await ask('app://keyrack/')
  expect(await page.text()).toBe('the desk')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
  const script = await ask('app://keyrack/assets/a.js')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  'app://keyrack/../secret.json',
  'app://keyrack/..%2fsecret.json',
  'app://keyrack/%2e%2e%2fsecret.json',
  'app://keyrack/assets/..%2f..%2fsecret.json',
  'app://keyrack/..%5csecret.json',
  'app://keyrack/assets/a.js%00.json',
  'app://keyrack/%ff',
  'app://keyrack/missing.js',
  'app://keyrack/assets',
  'app://other/assets/a.js',
  'file:///etc/passwd',
])('SHELL-22 %s is not found', async (url) => {
  const answer = await ask(url)
  expect(answer.status).toBe(404)
  expect(await answer.text()).toBe('')
})

test('SHELL-22 nothing but reading is answered', async () => {
  expect((await ask('app://keyrack/', 'POST')).status).toBe(405)
})
