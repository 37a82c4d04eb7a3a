import { type Result, refuse } from '../../shared/base/result.ts'
import { ok } from '../../shared/base/result.ts'
import { allotUnits } from '../../sync/chain/allotments/allot.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import { retryOf } from '../../sync/chain/gateway/problems.ts'
import { authenticateDevice, enrolDevice } from '../../sync/chain/sync/enrolment.ts'
import { digestRows } from '../../sync/chain/sync/digest.ts'
import { sayHello } from '../../sync/chain/sync/hello.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import { answerPull } from '../../sync/chain/sync/settle.ts'
import { pushOps } from '../../sync/chain/sync/push.ts'
import type { Device } from '../../sync/chain/sync/queries/devices.ts'
import type { ChainEndpoints, ChainProblem } from '../../sync/transport/memory-transport.ts'

type Refused = { readonly code: string }

/** A real chain's sync handlers without HTTP. `work` runs each one: it may wait for its turn, and count what is under way. */
export function chainEndpoints(
  chain: Chain,
  work: <T>(run: () => Promise<T>) => Promise<T> = (run) => run(),
): ChainEndpoints {
  const asDevice = <T>(
    token: string | null,
    handle: (device: Device) => Promise<Result<T, Refused>>,
  ): Promise<Result<T, ChainProblem>> =>
    work(async () => {
      const device = token === null ? null : await authenticateDevice(chain, token)
      if (!device) return refuse({ code: 'DEVICE_UNAUTHORISED', retry: 'never' })
      return classed(await handle(device))
    })
  return {
    enrol: (request) => work(async () => classed(await enrolDevice(chain, request))),
    hello: (token, request) => asDevice(token, (device) => sayHello(chain, device, request)),
    allot: (token, request) => asDevice(token, (device) => allotUnits(chain, device, request)),
    digest: (token) => asDevice(token, (device) => digestRows(chain.db, device)),
    push: (token, request) => asDevice(token, (device) => pushOps(chain, device, request)),
    pull: (token, query) => asDevice(token, (device) => answerPull(chain, device, query)),
    snapshot: (token) =>
      asDevice(token, async (device) => {
        const taken = await takeSnapshot(chain.db, device)
        return taken.ok ? ok(inTurn(taken.value)) : taken
      }),
    events: (token, heard) =>
      asDevice(token, async ({ hotelId }) =>
        ok(chain.pokes.follow(hotelId, ({ version, epoch }) => heard({ event: 'head', head: version, epoch }))),
      ),
  }
}

function classed<T>(result: Result<T, Refused>): Result<T, ChainProblem> {
  return result.ok ? result : refuse({ code: result.error.code, retry: retryOf(result.error.code) })
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item)
}
