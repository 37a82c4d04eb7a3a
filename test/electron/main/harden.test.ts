import { expect, test } from 'vitest'
import { hardenContents, hardenSession, isOwnSender } from '../../../electron/main/harden.ts'
import { FakeContents, FakeEvent, FakeFrame, FakeSession } from '../../support/fake-electron/fake-electron.ts'

const FOREIGN = [
  'https://evil.example/',
  'http://127.0.0.1:4600/',
  'file:///etc/passwd',
  'app://other/',
  'app://keyrack.evil.example/',
  'data:text/html,x',
  'about:blank',
]

test.each(['will-frame-navigate', 'will-redirect'])(
  'SHELL-23 %s to another address is stopped, to our own is not',
  (event) => {
    const contents = new FakeContents()
    hardenContents(contents)
    const passed = FOREIGN.filter((url) => {
      const details = new FakeEvent(url)
      contents.emit(event, details)
      return !details.prevented
    })
    expect(passed).toEqual([])
    const own = new FakeEvent('app://keyrack/assets/x.js')
    contents.emit(event, own)
    expect(own.prevented).toBe(false)
  },
)

test('SHELL-24 a further window is denied and a guest page is not attached', () => {
  const contents = new FakeContents()
  hardenContents(contents)
  expect(contents.openHandler?.()).toEqual({ action: 'deny' })
  const attach = new FakeEvent()
  contents.emit('will-attach-webview', attach)
  expect(attach.prevented).toBe(true)
})

test('SHELL-25 no permission, device, capture or download is granted, but of what a page of ours made', () => {
  const session = new FakeSession()
  hardenSession(session)
  const granted: unknown[] = []
  session.request?.(null, 'media', (answer) => granted.push(answer))
  session.display?.({}, (streams) => granted.push(streams))
  expect(granted).toEqual([false, null])
  expect(session.check?.()).toBe(false)
  expect(session.device?.()).toBe(false)
  const prevented = ['https://evil.example/x', 'blob:https://evil.example/1', 'blob:app://keyrack/1'].map((url) => {
    const download = new FakeEvent()
    session.emit('will-download', download, { getURL: () => url })
    return download.prevented
  })
  expect(prevented).toEqual([true, true, false])
})

test('SHELL-26 only the main frame of a page of ours is heard', () => {
  const sender = new FakeContents()
  const foreign = new FakeContents('https://evil.example/')
  expect(isOwnSender({ sender, senderFrame: sender.mainFrame })).toBe(true)
  expect(isOwnSender({ sender, senderFrame: new FakeFrame('app://keyrack/') })).toBe(false)
  expect(isOwnSender({ sender, senderFrame: null })).toBe(false)
  expect(isOwnSender({ sender: foreign, senderFrame: foreign.mainFrame })).toBe(false)
})
