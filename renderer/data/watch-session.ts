import type { DeskClient } from '../../shared/desk-api/contract.ts'
import { useStaffSession } from '../stores/staff-session.ts'

/** A line that hears of it when the host does not know its screen's session any more: somebody has to sign in again. */
export function watchSession(client: DeskClient): DeskClient {
  return {
    listen: (heard) => client.listen(heard),
    call: async (name, input) => {
      const { session } = useStaffSession.getState()
      const answer = await client.call(name, input)
      if (!answer.ok && answer.error.code === 'SIGNED_OUT') useStaffSession.getState().expired(session)
      return answer
    },
  }
}
