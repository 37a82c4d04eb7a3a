import type { z } from 'zod'
import type { Clock } from '../../../shared/base/ports.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskCalls,
  type DeskOutput,
  type HostCode,
} from '../../../shared/desk-api/contract.ts'
import type { DeskHost } from '../desk-host.ts'
import { shellRefusal } from '../http-shell/answers.ts'
import { isOwnCallOfHub } from '../lan/lan-paths.ts'
import type { LanShell } from './lan-shell.ts'

type HubCall = 'terminal.get' | 'hub.pair' | 'hub.terminals' | 'hub.revoke'
type Answer = DeskAnswer<DeskCallName>

/** The hub at its own screen: its host's desk API, and what only the hub is asked. Closing ends both. */
export function openHubDesk(host: DeskHost, lan: LanShell, clock: Clock): DeskHost {
  const sinceUtcMs = clock.nowUtcMs()

  async function terminal(): Promise<Answer> {
    const alone = await host.handle('terminal.get', {})
    if (!alone.ok) return alone
    const value = alone.value as DeskOutput<'terminal.get'> // the answer to that very call
    return { ok: true, value: { ...value, role: 'hub', sinceUtcMs } }
  }

  function answer(call: HubCall, input: unknown): Answer | Promise<Answer> {
    const parsed = DESK_CALLS[call].input.safeParse(input)
    if (!parsed.success) return shellRefusal('INPUT_INVALID')
    switch (call) {
      case 'terminal.get':
        return terminal()
      case 'hub.pair':
        return { ok: true, value: lan.newPairingCode() }
      case 'hub.terminals':
        return { ok: true, value: lan.terminals().map(shown) }
      case 'hub.revoke': {
        const { terminalId } = parsed.data as z.output<DeskCalls['hub.revoke']['input']> // parsed by its schema
        return lan.revoke(terminalId) ? { ok: true, value: {} } : shellRefusal('TERMINAL_UNKNOWN')
      }
    }
  }

  return {
    handle: async (call, input, session) => {
      const asked = await host.handle(call, input, session)
      if (!isOwnCallOfHub(call) || !Object.hasOwn(DESK_CALLS, call)) return asked
      // Its own host is asked first, and refuses who may not; else all that it can say is that it alone is no hub.
      if (!asked.ok && asked.error.code !== ('NOT_A_HUB' satisfies HostCode)) return asked
      return await answer(call as HubCall, input) // by its name, one of them
    },
    listen: (heard) => host.listen(heard),
    close: async () => {
      await lan.close()
      await host.close()
    },
  }
}

/** What the screen sees of a terminal: nothing of its key. */
function shown(one: ReturnType<LanShell['terminals']>[number]): DeskOutput<'hub.terminals'>[number] {
  const { terminalId, name, deviceClass, pairedAtUtcMs, revokedAtUtcMs, connected } = one
  return { terminalId, name, deviceClass, pairedAtUtcMs, revokedAtUtcMs, connected }
}
